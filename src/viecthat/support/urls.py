"""Addresses of support for youth."""

from django.urls import URLPattern

app_name = "support"
urlpatterns: list[URLPattern] = []
