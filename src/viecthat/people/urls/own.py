"""Addresses of a member's own side."""

from django.urls import path

from viecthat.people.pages import own

app_name = "own"
urlpatterns = [
    path("", own.own, name="own"),
    path("da-xem/", own.accesses, name="accesses"),
    path("anh/", own.photo, name="photo"),
]
