from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "viecthat.plans"
    label = "plans"
