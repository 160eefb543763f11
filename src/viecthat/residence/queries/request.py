"""Requests and commendations, each for those who may read it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import F, QuerySet

from viecthat.residence.choices import RegistrationState
from viecthat.residence.models import Commendation, Registration, ResidentRequest
from viecthat.residence.rules import near

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

OPEN, OVERDUE, ANSWERED = "cho", "qua-han", "da-tra-loi"


def requests_seen(actor: Account, at: datetime, today: date, *, state: str = "") -> QuerySet[ResidentRequest]:
    """Requests whose words `actor` may read, those due first."""
    found = ResidentRequest.objects.filter(near(actor, at).of_requests(), undone_at__isnull=True)
    if state == OPEN:
        found = found.filter(answered_on__isnull=True)
    elif state == OVERDUE:
        found = found.filter(answered_on__isnull=True, due__lt=today)
    elif state == ANSWERED:
        found = found.filter(answered_on__isnull=False)
    return found.select_related("registration__person").order_by(F("answered_on").desc(nulls_first=True), "due", "pk")


def request_with_id(pk: int, actor: Account, own: int | None, at: datetime) -> ResidentRequest | None:
    """A request for its two units and the member (`own`: the actor's person); None for anybody else."""
    found = ResidentRequest.objects.select_related("registration__person", "recorded_by", "answered_by")
    row = found.filter(pk=pk).first()
    if row is None:
        return None
    return row if own == row.registration.person_id or near(actor, at).sees(row.registration) else None


def requests_of(registration: Registration) -> list[ResidentRequest]:
    """The requests of one stay, newest first; whoever asks has been let in."""
    return list(registration.requests.filter(undone_at__isnull=True).order_by("-day", "-pk"))


def requests_of_person(person: int) -> list[ResidentRequest]:
    """Everything a member ever asked, newest first: for themselves."""
    found = ResidentRequest.objects.filter(registration__person=person, undone_at__isnull=True)
    return list(found.order_by("-day", "-pk"))


def stay_of(person: int) -> Registration | None:
    """Where a person takes part now."""
    found = Registration.objects.filter(person=person, state=RegistrationState.REGISTERED)
    return found.select_related("person").first()


def commendations_of(registration: Registration) -> list[Commendation]:
    """The commendations of one stay, newest first."""
    return list(registration.commendations.filter(undone_at__isnull=True).order_by("-day", "-pk"))


def commendation_with_id(pk: int) -> Commendation | None:
    """A commendation with its registration."""
    found = Commendation.objects.select_related("registration__person")
    return found.filter(pk=pk, undone_at__isnull=True).first()
