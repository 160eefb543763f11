"""Addresses of the workbench and the search."""

from django.urls import path

from viecthat.home.pages import search, workbench

app_name = "home"
urlpatterns = [
    path("viec-cua-toi/", workbench.workbench, name="workbench"),
    path("tim/", search.search, name="search"),
]
