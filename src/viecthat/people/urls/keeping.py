"""Addresses where the branch answers for its members' own side: sign-ins."""

from django.urls import path

from viecthat.people.pages import own_account

app_name = "keeping"
urlpatterns = [
    path("moi/", own_account.choose, name="invite-branches"),
    path("moi/<slug:code>/", own_account.invite, name="invite"),
    path("<int:pk>/go-tai-khoan/", own_account.take_off, name="take-account-off"),
]
