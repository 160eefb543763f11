from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "viecthat.documents"
    label = "documents"
