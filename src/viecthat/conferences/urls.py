"""Addresses of conferences: two tabs of a review, the rest by the conference's number."""

from django.urls import path

app_name = "conferences"
urlpatterns: list = []
