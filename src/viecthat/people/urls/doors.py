"""Addresses that are open to people who have not signed in."""

from django.urls import path

from viecthat.people.pages import card, own_account

urlpatterns = [
    path("the/<slug:token>/", card.verify, name="card"),
    path("mo-tai-khoan/", own_account.open_account, name="open-account"),
]
