"""Addresses of units: the tree, then a unit by its code."""

from django.urls import path

from viecthat.units.pages import changes, tree, unit

app_name = "units"
urlpatterns = [
    path("", tree.tree, name="list"),
    path("goi-y/", tree.suggest, name="suggest"),
    path("<slug:code>/", unit.unit, name="unit"),
    path("<slug:code>/cap-duoi/", tree.children, name="children"),
    path("<slug:code>/doi-ten/", changes.rename, name="rename"),
    path("<slug:code>/khoi-thi-dua/", changes.bloc, name="bloc"),
]
