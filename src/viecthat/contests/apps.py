from django.apps import AppConfig

from viecthat.organisation.apps import FollowsUnits


class ContestsConfig(FollowsUnits, AppConfig):
    name = "viecthat.contests"
    default_auto_field = "django.db.models.BigAutoField"
