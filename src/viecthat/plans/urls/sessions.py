"""Addresses of working sessions, instructions and obstacles."""

from django.urls import path

from viecthat.plans.pages import sessions

app_name = "sessions"
urlpatterns = [
    path("", sessions.listing, name="list"),
    path("moi/", sessions.enter, name="enter"),
    path("chi-dao/", sessions.instructions, name="instructions"),
    path("chi-dao/moi/", sessions.instruct, name="instruct"),
    path("vuong-mac/", sessions.obstacles, name="obstacles"),
    path("vuong-mac/moi/", sessions.raise_obstacle, name="raise-obstacle"),
    path("tep/<int:pk>/", sessions.file, name="file"),
    path("y/<int:pk>/nhiem-vu/", sessions.task, name="task"),
    path("y/<int:pk>/thao-go/", sessions.decide, name="decide"),
    path("<int:pk>/", sessions.session, name="session"),
    path("<int:pk>/sua/", sessions.correct, name="correct"),
    path("<int:pk>/ghi/", sessions.point, name="point"),
    path("<int:pk>/vuong-mac/", sessions.take_up, name="take-up"),
]
