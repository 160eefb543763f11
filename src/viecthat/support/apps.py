from django.apps import AppConfig

from viecthat.organisation.apps import FollowsUnits


class SupportConfig(FollowsUnits, AppConfig):
    name = "viecthat.support"
    default_auto_field = "django.db.models.BigAutoField"
