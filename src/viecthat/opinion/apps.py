from django.apps import AppConfig


class OpinionConfig(AppConfig):
    name = "viecthat.opinion"
    default_auto_field = "django.db.models.BigAutoField"
