"""Addresses of the bank of ideas and of initiatives."""

from django.urls import path

from viecthat.ideas.pages import desk, figures, initiative, public

app_name = "ideas"
urlpatterns = [
    path("", public.listing, name="list"),
    path("gui/", public.send, name="send"),
    path("ma/<str:code>/", public.slip, name="slip"),
    path("cua-toi/", public.own, name="own"),
    path("cua-toi/<int:pk>/rut/", public.withdraw, name="withdraw"),
    path("<int:pk>/", public.idea, name="idea"),
    path("<int:pk>/ung-ho/", public.vote, name="vote"),
    path("so/", desk.register, name="register"),
    path("so/tai/<slug:kind>/", desk.download, name="register-file"),
    path("so/ghi/<slug:code>/", desk.record, name="record"),
    path("so/<int:pk>/", desk.desk, name="desk"),
    path("so/<int:pk>/bo-ho-tro/<int:backing>/", desk.backing_undo, name="backing-undo"),
    path("so/<int:pk>/<slug:slug>/", desk.step, name="step"),
    path("so/minh-chung/<int:step>/", desk.proof, name="proof"),
    path("tong-hop/", figures.figures, name="figures"),
    path("tong-hop/tai/<slug:kind>/", figures.download, name="figures-file"),
    path("sang-kien/", initiative.register, name="initiatives"),
    path("sang-kien/tai/<slug:kind>/", initiative.download, name="initiatives-file"),
    path("sang-kien/ghi/<slug:code>/", initiative.new, name="initiative-new"),
    path("sang-kien/<int:pk>/", initiative.initiative, name="initiative"),
    path("sang-kien/<int:pk>/tep/<slug:which>/", initiative.file, name="initiative-file"),
    path("sang-kien/<int:pk>/<slug:slug>/", initiative.step, name="initiative-step"),
    path("xac-nhan/<str:code>/", initiative.confirm, name="confirm"),
]
