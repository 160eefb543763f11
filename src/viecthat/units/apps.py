from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "viecthat.units"
    label = "units"
