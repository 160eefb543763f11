"""Reads of accounts and their roles."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from viecthat.accounts.models import Account, RoleGrant
from viecthat.prepared import prepared


def actor_of(request: HttpRequest) -> Account:
    """The signed-in account of a page that only signed-in people reach."""
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user


def account_named(username: str) -> Account | None:
    """The account with this sign-in name."""
    return Account.objects.filter(username=username.strip().lower()).first()


def account_signed_in(pk: int, at: datetime) -> Account | None:
    """The account of a session while it may be used; `in_office` says whether it holds a role. One query for both."""
    return next(iter(_signed_in(pk, localdate(at))), None)


@prepared
def _signed_in(pk: int, day: date) -> "QuerySet[Account]":
    held = RoleGrant.objects.filter(account=OuterRef("pk")).exclude(end__lte=day)
    return Account.objects.filter(pk=pk, is_active=True).annotate(in_office=Exists(held))


def without_role(request: HttpRequest) -> bool:
    """Whether whoever signed in holds no role and none is yet to begin: the menu is short for them."""
    return not getattr(request.user, "in_office", True)


def grants_held_by(account: Account, at: datetime) -> "QuerySet[RoleGrant]":
    """Roles in force on the day of `at`, oldest first."""
    day = localdate(at)
    return RoleGrant.objects.filter(account=account, start__lte=day).exclude(end__lte=day).order_by("start", "pk")


def grants_at(unit_ids: list[int], at: datetime) -> "QuerySet[RoleGrant]":
    """Who holds a role directly at these units on the day of `at`."""
    day = localdate(at)
    held = RoleGrant.objects.filter(unit__in=unit_ids, start__lte=day).exclude(end__lte=day)
    return held.select_related("account").order_by("role", "account__full_name")


def visitor_of(request: HttpRequest) -> str:
    """A digest of where a request comes from, to tell one visitor from another without keeping their address."""
    address = request.META.get("REMOTE_ADDR", "")
    return salted_hmac("viecthat.visitor", address, algorithm="sha256").hexdigest()


def holds_roles(account: Account, at: datetime) -> bool:
    """Whether some role of the account is in force or is yet to begin."""
    return RoleGrant.objects.filter(account=account).exclude(end__lte=localdate(at)).exists()


def ever_held_roles(account: Account) -> bool:
    """Whether the account was ever given a role."""
    return RoleGrant.objects.filter(account=account).exists()


def holders_at(where: Q, at: datetime, since: datetime) -> list[tuple[int, int, bool]]:
    """Unit, account and whether it has signed in since then, for every role in force at units that `where` names.

    One query; who somebody is stays out of it.
    """
    day = localdate(at)
    held = RoleGrant.objects.filter(where, start__lte=day, account__is_active=True).exclude(end__lte=day)
    rows = held.order_by().values_list("unit", "account", "account__last_login").distinct()
    return [(unit, account, last is not None and last >= since) for unit, account, last in rows]
