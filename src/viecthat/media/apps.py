from django.apps import AppConfig

from viecthat.organisation.apps import FollowsUnits


class MediaConfig(FollowsUnits, AppConfig):
    name = "viecthat.media"
    default_auto_field = "django.db.models.BigAutoField"
