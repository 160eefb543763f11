"""Addresses of tables of figures brought in."""

from django.urls import path

from viecthat.reporting.pages import tables

app_name = "tables"
urlpatterns = [
    path("", tables.tables, name="list"),
    path("moi/", tables.new, name="new"),
    path("mau/", tables.offline_form, name="form"),
    path("<int:pk>/", tables.table, name="table"),
    path("<int:pk>/cot/", tables.columns, name="columns"),
    path("<int:pk>/tien-do/", tables.progress, name="progress"),
    path("<int:pk>/ghi/", tables.write, name="write"),
    path("<int:pk>/lai/", tables.again, name="again"),
    path("<int:pk>/bo/", tables.drop, name="drop"),
    path("<int:pk>/hoan-tac/", tables.take_back, name="take-back"),
    path("<int:pk>/van-de/", tables.faults, name="faults"),
]
