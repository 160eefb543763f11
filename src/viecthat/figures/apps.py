from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "viecthat.figures"
    label = "figures"
