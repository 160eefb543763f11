"""Addresses of the workbench, the search and the use of the system."""

from django.urls import path

from viecthat.home.pages import search, usage, workbench

app_name = "home"
urlpatterns = [
    path("viec-cua-toi/", workbench.workbench, name="workbench"),
    path("tim/", search.search, name="search"),
    path("don-vi/su-dung/", usage.usage, name="usage"),
    path("don-vi/su-dung/tai/xlsx/", usage.usage_file, name="usage-file"),
]
