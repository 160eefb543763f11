from django.urls import path

from viecthat.ui.pages.stylebook import stylebook, stylebook_form

app_name = "ui"

urlpatterns = [
    path("kieu-mau/", stylebook, name="stylebook"),
    path("kieu-mau/bieu-mau/", stylebook_form, name="stylebook-form"),
]
