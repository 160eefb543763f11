from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "viecthat.people"
    label = "people"
