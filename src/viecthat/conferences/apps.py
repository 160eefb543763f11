from django.apps import AppConfig


class ConferencesConfig(AppConfig):
    name = "viecthat.conferences"
    label = "conferences"
