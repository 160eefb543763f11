"""Addresses of figures: the question is the query."""

from django.urls import path

from viecthat.figures.pages import explorer, files

app_name = "figures"
urlpatterns = [
    path("", explorer.explorer, name="explorer"),
    path("sql/", files.sql, name="sql"),
    path("tai/<slug:kind>/", files.download, name="download"),
]
