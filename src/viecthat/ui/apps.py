from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "viecthat.ui"
    label = "ui"
