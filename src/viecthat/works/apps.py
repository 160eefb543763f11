from django.apps import AppConfig


class WorksConfig(AppConfig):
    name = "viecthat.works"
    default_auto_field = "django.db.models.BigAutoField"
