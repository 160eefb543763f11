"""Addresses of the ledger."""

from django.urls import path

from viecthat.ledger.pages import declare, entries, own, posting

app_name = "ledger"
urlpatterns = [
    path("", entries.entries, name="entries"),
    path("tai/<slug:kind>/", entries.download, name="download"),
    path("ke-khai/", declare.declare, name="declare"),
    path("chi-so-rieng/", own.listing, name="own"),
    path("chi-so-rieng/lap/<slug:code>/", own.define, name="own-new"),
    path("chi-so-rieng/<int:pk>/ten/", own.rename, name="own-rename"),
    path("chi-so-rieng/<int:pk>/dong/", own.close, name="own-close"),
    path("chi-so-rieng/<int:pk>/xoa/", own.remove, name="own-remove"),
    path("chung-tu/<int:pk>/", posting.posting, name="posting"),
    path("chung-tu/<int:pk>/dao/", posting.reverse, name="reverse"),
]
