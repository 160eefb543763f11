"""Addresses of the ledger."""

from django.urls import path

from viecthat.ledger.pages import declare, entries, posting

app_name = "ledger"
urlpatterns = [
    path("", entries.entries, name="entries"),
    path("tai/<slug:kind>/", entries.download, name="download"),
    path("ke-khai/", declare.declare, name="declare"),
    path("chung-tu/<int:pk>/", posting.posting, name="posting"),
    path("chung-tu/<int:pk>/dao/", posting.reverse, name="reverse"),
]
