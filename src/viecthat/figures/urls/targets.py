"""Addresses of targets against figures, beside those of the targets themselves."""

from django.urls import path

from viecthat.figures.pages import progress

app_name = "progress"
urlpatterns = [
    path("tien-do/", progress.targets, name="targets"),
    path("<int:pk>/tien-do/", progress.target, name="target"),
    path("chia/<slug:code>/", progress.share, name="share"),
    path("dot-chia/<int:pk>/", progress.run, name="run"),
]
