from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "viecthat.jobs"
    label = "jobs"
