from django.urls import path

from viecthat.ui.pages import human_check, offline
from viecthat.ui.pages.stylebook import stylebook, stylebook_form

app_name = "ui"

urlpatterns = [
    path("kieu-mau/", stylebook, name="stylebook"),
    path("kieu-mau/bieu-mau/", stylebook_form, name="stylebook-form"),
    path("ung-dung.webmanifest", offline.manifest, name="manifest"),
    path("lam-viec-khong-mang.js", offline.worker, name="worker"),
    path("phien/", offline.session, name="session"),
    path("cho-gui/", offline.outbox, name="outbox"),
    path("xac-nhan/", human_check.another, name="human-check"),
    path("xac-nhan/hinh/<str:token>/", human_check.picture, name="human-picture"),
    path("xac-nhan/tieng/<str:token>/", human_check.sound, name="human-sound"),
    path("mat-mang/", offline.no_network, name="no-network"),
]
