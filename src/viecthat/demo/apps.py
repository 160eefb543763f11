from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "viecthat.demo"
    label = "demo"
