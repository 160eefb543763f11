"""Addresses that are open to people who have not signed in."""

from django.urls import path

from viecthat.people.pages import own_account

urlpatterns = [
    path("mo-tai-khoan/", own_account.open_account, name="open-account"),
]
