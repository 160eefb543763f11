from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "viecthat.files"
    label = "files"
