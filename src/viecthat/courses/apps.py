from django.apps import AppConfig

from viecthat.organisation.apps import FollowsUnits


class CoursesConfig(FollowsUnits, AppConfig):
    name = "viecthat.courses"
    default_auto_field = "django.db.models.BigAutoField"
