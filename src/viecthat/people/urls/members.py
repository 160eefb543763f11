"""Addresses of the register of members."""

from django.urls import include, path

from viecthat.people.pages import admission, composition, fee, life, papers, person, register, training, transfer

app_name = "people"
urlpatterns = [
    path("", include("viecthat.people.urls.lists")),
    path("", register.register, name="register"),
    path("co-cau/", composition.composition, name="composition"),
    path("doi-tuong/", composition.youth_groups, name="youth-groups"),
    path("co-cau/tai/", composition.download, name="composition-file"),
    path("tai/<slug:kind>/", register.download, name="register-download"),
    path("truong-thanh/", transfer.mature, name="mature"),
    path("chuyen/", transfer.transfers, name="transfers"),
    path("chuyen/<int:pk>/", transfer.transfer, name="transfer"),
    path("chuyen/<int:pk>/nhan/", transfer.receive, name="receive"),
    path("chuyen/<int:pk>/tra-lai/", transfer.decline, name="decline"),
    path("chuyen/<int:pk>/thu-lai/", transfer.cancel, name="cancel"),
    path("chuyen/<int:pk>/in/<slug:kind>/", papers.transfer, name="transfer-paper"),
    path("su-kien/<int:pk>/in/<slug:kind>/", papers.event, name="event-paper"),
    path("ket-nap/<slug:code>/bien-ban/<slug:kind>/", papers.vote, name="vote-paper"),
    path("ket-nap/", admission.overview, name="admission-overview"),
    path("ket-nap/don/<int:pk>/dung/", admission.close, name="close-admission"),
    path("ket-nap/<slug:code>/", admission.branch, name="admission-branch"),
    path("ket-nap/<slug:code>/nop-don/", admission.apply, name="apply"),
    path("ket-nap/<slug:code>/vao-so/", admission.bring_in, name="bring-in"),
    path("ket-nap/<slug:code>/<slug:slug>/", admission.step, name="admission-step"),
    path("doan-phi/", fee.choose, name="fee-branches"),
    path("doan-phi/<slug:code>/", fee.fees, name="fees"),
    path("doan-phi/<slug:code>/<int:pk>/lay-lai/", fee.take_back, name="take-back-fee"),
    path("ren-luyen/", training.choose, name="training-branches"),
    path("ren-luyen/<slug:code>/", training.training, name="training"),
    path("ren-luyen/<slug:code>/<int:pk>/lay-lai/", training.take_back, name="take-back-rating"),
    path("su-kien/<int:pk>/lay-lai/", life.undo, name="undo-event"),
    path("<int:pk>/", person.person, name="person"),
    path("<int:pk>/han-che/", person.sensitive, name="sensitive"),
    path("<int:pk>/da-xem/", person.accesses, name="accesses"),
    path("<int:pk>/anh/", person.photo, name="photo"),
    path("<int:pk>/sua/", person.change, name="change"),
    path("<int:pk>/sua-han-che/", person.change_sensitive, name="change-sensitive"),
    path("<int:pk>/<slug:slug>/", life.record, name="deed"),
]
