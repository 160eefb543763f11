"""Addresses of a member's own side."""

from django.urls import path

from viecthat.people.pages import card, own, own_asked, receipt

app_name = "own"
urlpatterns = [
    path("", own.own, name="own"),
    path("da-xem/", own.accesses, name="accesses"),
    path("anh/", own.photo, name="photo"),
    path("bien-lai/", receipt.own_receipts, name="receipts"),
    path("bien-lai/<int:pk>/in/<slug:kind>/", receipt.own_paper, name="receipt-paper"),
    path("the/", card.own_card, name="card"),
    path("the/ma/", card.own_code, name="card-code"),
    path("the/khoa/", card.lock, name="lock-card"),
    path("de-nghi/", own_asked.corrections, name="corrections"),
    path("de-nghi/moi/", own_asked.correct, name="correct"),
    path("de-nghi/<int:pk>/rut-lai/", own_asked.withdraw, name="withdraw"),
    path("dong-y/", own_asked.consents, name="consents"),
    path("du-lieu/", own_asked.data, name="data"),
    path("du-lieu/tai/<slug:kind>/", own_asked.download, name="download"),
]
