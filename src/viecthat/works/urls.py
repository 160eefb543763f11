"""Addresses of youth works, charity houses and relief."""

from django.urls import URLPattern

app_name = "works"
urlpatterns: list[URLPattern] = []
