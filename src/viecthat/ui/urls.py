from django.urls import path

from viecthat.ui.pages.stylebook import stylebook

app_name = "ui"

urlpatterns = [
    path("kieu-mau/", stylebook, name="stylebook"),
]
