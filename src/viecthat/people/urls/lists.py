"""Addresses of lists of members brought in from files, and of persons who seem to stand twice."""

from django.urls import path

from viecthat.people.pages import duplicate, intake

urlpatterns = [
    path("nhap/", intake.intakes, name="intakes"),
    path("nhap/mau/", intake.template, name="intake-template"),
    path("nhap/<int:pk>/", intake.intake, name="intake"),
    path("nhap/<int:pk>/cot/", intake.columns, name="intake-columns"),
    path("nhap/<int:pk>/tien-do/", intake.progress, name="intake-progress"),
    path("nhap/<int:pk>/van-de/", intake.problems, name="intake-problems"),
    path("nhap/<int:pk>/ghi/", intake.write, name="intake-write"),
    path("nhap/<int:pk>/bo/", intake.drop, name="intake-drop"),
    path("nhap/<int:pk>/hoan-tac/", intake.take_back, name="intake-take-back"),
    path("trung-lap/", duplicate.duplicates, name="duplicates"),
    path("trung-lap/<int:first>/<int:second>/", duplicate.pair, name="duplicate-pair"),
    path("trung-lap/<int:first>/<int:second>/hai-nguoi/", duplicate.apart, name="duplicate-apart"),
    path("trung-lap/tach/<int:pk>/", duplicate.part, name="merge-part"),
    path("<int:pk>/da-nhap/", duplicate.merges, name="merges"),
]
