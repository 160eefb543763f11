from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "viecthat.home"
    label = "home"
