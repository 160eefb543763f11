from django.apps import AppConfig


class CommendationsConfig(AppConfig):
    name = "viecthat.commendations"
    default_auto_field = "django.db.models.BigAutoField"
