from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "viecthat.audit"
    label = "audit"
