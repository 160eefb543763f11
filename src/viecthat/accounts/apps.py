from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "viecthat.accounts"
    label = "accounts"
