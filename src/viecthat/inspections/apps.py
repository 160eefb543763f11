from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "viecthat.inspections"
    default_auto_field = "django.db.models.BigAutoField"
