from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "viecthat.organisation"
    label = "organisation"
