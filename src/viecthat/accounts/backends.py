"""Sign-in by name and password; an account without use keeps its past and loses its door."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from django.utils.timezone import now

from viecthat.accounts.models import Account
from viecthat.accounts.queries import account_named, account_signed_in


class AccountBackend(BaseBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> Account | None:
        if not username or not password:
            return None
        account = account_named(username)
        if account is None:
            Account().set_password(password)  # same time whether the name exists or not
            return None
        return account if account.is_active and account.check_password(password) else None

    def get_user(self, user_id: int) -> Account | None:
        return account_signed_in(user_id, now())
