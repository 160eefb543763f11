from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "viecthat.ledger"
    label = "ledger"
