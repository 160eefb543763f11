"""Addresses of what happens to units, beside those of the units themselves."""

from django.urls import path

from viecthat.organisation.pages import branches, changes, founding, initiative, rating

app_name = "organisation"
urlpatterns = [
    path("chi-doan/", branches.branches, name="branches"),
    path("chi-doan/tai/xlsx/", branches.branches_file, name="branches-file"),
    path("yeu/", branches.weak, name="weak"),
    path("yeu/tai/xlsx/", branches.weak_file, name="weak-file"),
    path("xep-loai/", rating.ratings, name="ratings"),
    path("xep-loai/tai/xlsx/", rating.ratings_file, name="ratings-file"),
    path("ba-chu-dong/", initiative.register, name="initiatives"),
    path("ba-chu-dong/tai/xlsx/", initiative.register_file, name="initiatives-file"),
    path("de-nghi-thanh-lap/", founding.proposals, name="proposals"),
    path("de-nghi-thanh-lap/moi/", founding.propose, name="propose"),
    path("de-nghi-thanh-lap/<int:pk>/tra-loi/", founding.answer, name="answer"),
    path("quyet-dinh/cho/<int:pk>/", changes.waiting, name="waiting"),
    path("quyet-dinh/<int:pk>/", changes.decision, name="decision"),
    path("<slug:code>/thanh-lap/", changes.found, name="found"),
    path("<slug:code>/chuyen/", changes.move, name="move"),
    path("<slug:code>/sap-nhap/", changes.merge, name="merge"),
    path("<slug:code>/chia-tach/", changes.split, name="split"),
    path("<slug:code>/giai-the/", changes.close, name="close"),
    path("<slug:code>/xep-loai/", rating.rating, name="rating"),
    path("<slug:code>/ba-chu-dong/", initiative.initiative, name="initiative"),
    path("<slug:code>/quyet-dinh/", changes.decisions, name="decisions"),
]
