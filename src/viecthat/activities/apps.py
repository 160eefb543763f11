from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "viecthat.activities"
    label = "activities"
