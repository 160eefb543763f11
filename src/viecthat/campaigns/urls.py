"""Addresses of campaigns and volunteering."""

from django.urls import path

from viecthat.campaigns.pages import call, campaign, team

app_name = "campaigns"
urlpatterns = [
    path("chien-dich/", campaign.listing, name="list"),
    path("chien-dich/tai/<slug:kind>/", campaign.download, name="list-file"),
    path("chien-dich/lap/<int:programme>/", campaign.set_up, name="set-up"),
    path("chien-dich/<int:pk>/", campaign.campaign, name="campaign"),
    path("chien-dich/<int:pk>/tuan/<slug:kind>/", campaign.weeks, name="weeks-file"),
    path("chien-dich/<int:pk>/lap-doi/", campaign.new_team, name="team-new"),
    path("chien-dich/<int:pk>/goi/", campaign.new_call, name="call-new"),
    path("chien-dich/doi/<int:pk>/", team.team, name="team"),
    path("chien-dich/doi/<int:pk>/hoat-dong/", team.link, name="team-link"),
    path("chien-dich/doi/<int:pk>/nguoi/", team.people, name="team-people"),
    path("chien-dich/doi/<int:pk>/roi/<int:member>/", team.leave, name="team-leave"),
    path("tinh-nguyen/", call.listing, name="calls"),
    path("tinh-nguyen/cua-toi/", call.own, name="own"),
    path("tinh-nguyen/so/", call.volunteers, name="volunteers"),
    path("tinh-nguyen/so/tai/<slug:kind>/", call.volunteers_file, name="volunteers-file"),
    path("tinh-nguyen/<int:pk>/", call.call, name="call"),
    path("tinh-nguyen/<int:pk>/dang-ky/", call.sign, name="sign-up"),
    path("tinh-nguyen/<int:pk>/rut/", call.leave, name="withdraw"),
    path("tinh-nguyen/<int:pk>/an-toan/", call.safety, name="safety"),
    path("tinh-nguyen/<int:pk>/chon/", call.choose, name="choose"),
    path("tinh-nguyen/<int:pk>/dong/", call.close, name="close"),
    path("tinh-nguyen/<int:pk>/giam-ho/<int:answer>/", call.guardian, name="guardian"),
    path("tinh-nguyen/<int:pk>/khong-chon/<int:answer>/", call.not_chosen, name="decline"),
]
