"""Addresses of what came of programmes, beside those of the programmes themselves."""

from django.urls import path

from viecthat.figures.pages import programmes

app_name = "results"
urlpatterns = [
    path("<int:pk>/ket-qua/", programmes.programme, name="programme"),
    path("<int:pk>/nguon-luc/", programmes.resources, name="resources"),
    path("<int:pk>/nguon-luc/ghi/", programmes.enter, name="enter-resource"),
    path("nguon-luc/<int:pk>/bo/", programmes.take_back, name="take-back-resource"),
]
