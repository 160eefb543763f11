"""Addresses of reading texts for figures."""

from django.urls import path

from viecthat.reporting.pages import readings

app_name = "reporting"
urlpatterns = [
    path("", readings.readings, name="readings"),
    path("moi/", readings.new, name="new"),
    path("<int:pk>/", readings.reading, name="reading"),
]
