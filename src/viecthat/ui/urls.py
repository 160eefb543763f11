from django.urls import path

from viecthat.ui.pages import offline
from viecthat.ui.pages.stylebook import stylebook, stylebook_form

app_name = "ui"

urlpatterns = [
    path("kieu-mau/", stylebook, name="stylebook"),
    path("kieu-mau/bieu-mau/", stylebook_form, name="stylebook-form"),
    path("ung-dung.webmanifest", offline.manifest, name="manifest"),
    path("lam-viec-khong-mang.js", offline.worker, name="worker"),
    path("phien/", offline.session, name="session"),
    path("cho-gui/", offline.outbox, name="outbox"),
    path("mat-mang/", offline.no_network, name="no-network"),
]
