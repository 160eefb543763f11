from django.apps import AppConfig

from viecthat.organisation.apps import FollowsUnits


class NewsConfig(FollowsUnits, AppConfig):
    name = "viecthat.news"
    default_auto_field = "django.db.models.BigAutoField"
