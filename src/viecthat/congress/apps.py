from django.apps import AppConfig


class CongressConfig(AppConfig):
    name = "viecthat.congress"
    default_auto_field = "django.db.models.BigAutoField"
