from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "viecthat.courses"
    default_auto_field = "django.db.models.BigAutoField"
