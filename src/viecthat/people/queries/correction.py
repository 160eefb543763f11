"""Requests for corrections: one's own, and those one may answer, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext

from viecthat.accounts.choices import Capability
from viecthat.people.choices.file import MemberGroup, Schooling
from viecthat.people.choices.own import RequestState
from viecthat.people.models import CorrectionRequest, Person, SensitiveFacts, Sex
from viecthat.people.queries.own import field_label, person_of
from viecthat.people.rules.charter import setting, years_later
from viecthat.people.rules.file import may_see_contact
from viecthat.people.rules.own import SENSITIVE, may_answer
from viecthat.ui.templatetags.ui import day as day_words
from viecthat.units.queries.scope import units_where

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@dataclass(frozen=True)
class Proposal:
    """One field of a request: what the file says, what it should say."""

    label: str
    now: str
    wanted: str


def corrections_of(person: Person) -> QuerySet[CorrectionRequest]:
    """A member's own requests, newest first."""
    return CorrectionRequest.objects.filter(person=person).select_related("answered_by").order_by("-asked_at", "-pk")


def corrections_to_answer(
    actor: Account, at: datetime, *, state: str = RequestState.OPEN
) -> QuerySet[CorrectionRequest]:
    """Requests of people whose file `actor` may correct, their own not among them; the first due first."""
    keep, restricted = units_where(actor, Capability.RECORD, at), units_where(actor, Capability.SENSITIVE, at)
    grown_up = years_later(localdate(at), -setting("child_under", localdate(at)))
    # Of a child, and of the restricted part, only for those who open it.
    needs_more = Q(facts__has_any_keys=sorted(SENSITIVE)) | ~Q(person__birth_date__lte=grown_up)
    found = CorrectionRequest.objects.filter(keep.of("person__unit"))
    found = found.filter(~needs_more | restricted.of("person__unit")).exclude(asked_by=actor)
    own = person_of(actor)
    if own is not None:
        found = found.exclude(person=own)
    if state:
        found = found.filter(state=state)
    order = ("due_on", "pk") if state == RequestState.OPEN else ("-asked_at", "-pk")
    return found.select_related("person", "answered_by").order_by(*order)


def correction_to_answer(pk: int, actor: Account, at: datetime) -> CorrectionRequest | None:
    """The request, for those who may answer it; None as for one that never was."""
    row = CorrectionRequest.objects.select_related("person", "proof", "answered_by").filter(pk=pk).first()
    if row is None or not may_see_contact(actor, row.person, at):
        return None
    own = person_of(actor)
    return row if may_answer(actor, row.person, row.facts, own.pk if own else None, at) else None


def own_correction(pk: int, person: Person) -> CorrectionRequest | None:
    """One of the member's own requests."""
    return CorrectionRequest.objects.filter(pk=pk, person=person).first()


def proposals_of(request: CorrectionRequest) -> list[Proposal]:
    """What the request asks, beside what the file says today."""
    restricted = SensitiveFacts.objects.filter(person=request.person_id).first() or SensitiveFacts()
    answered = request.state != RequestState.OPEN
    told = []
    for name, value in request.facts.items():
        row: Person | SensitiveFacts = restricted if name in SENSITIVE else request.person
        now = _words(name, getattr(row, name))
        wanted = gettext("(phần hạn chế, không lưu lại)") if answered and name in SENSITIVE else _words(name, value)
        told.append(Proposal(label_of(name), "" if answered else now, wanted))
    return told


def label_of(name: str) -> str:
    """What a field is called."""
    model: type[Person | SensitiveFacts] = SensitiveFacts if name in SENSITIVE else Person
    return field_label(model, name)


def labels_of(request: CorrectionRequest) -> str:
    """The fields a request is about, in one line."""
    return ", ".join(label_of(name) for name in request.facts)


def _words(name: str, value: object) -> str:
    if name == "sex" and value:
        return str(Sex(str(value)).label)
    if name == "schooling" and value:
        return str(Schooling(str(value)).label)
    if name == "youth_group" and value:
        return str(MemberGroup(str(value)).label)
    if name == "birth_date" and value:
        return day_words(value if isinstance(value, date) else date.fromisoformat(str(value)))
    if isinstance(value, bool):
        return gettext("có") if value else gettext("không")
    return str(value or "—")
