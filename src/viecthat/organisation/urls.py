"""Addresses of what happens to units, beside those of the units themselves."""

from django.urls import path

from viecthat.organisation.pages import changes, founding

app_name = "organisation"
urlpatterns = [
    path("de-nghi-thanh-lap/", founding.proposals, name="proposals"),
    path("de-nghi-thanh-lap/moi/", founding.propose, name="propose"),
    path("de-nghi-thanh-lap/<int:pk>/tra-loi/", founding.answer, name="answer"),
    path("quyet-dinh/<int:pk>/", changes.decision, name="decision"),
    path("<slug:code>/thanh-lap/", changes.found, name="found"),
    path("<slug:code>/chuyen/", changes.move, name="move"),
    path("<slug:code>/sap-nhap/", changes.merge, name="merge"),
    path("<slug:code>/chia-tach/", changes.split, name="split"),
    path("<slug:code>/giai-the/", changes.close, name="close"),
    path("<slug:code>/quyet-dinh/", changes.decisions, name="decisions"),
]
