"""Addresses of courses and clubs."""

from django.urls import URLPattern

app_name = "courses"
urlpatterns: list[URLPattern] = []
