"""Conferences found, opened, listed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from viecthat.conferences.choices import ConferenceState
from viecthat.conferences.models import AgendaItem, Award, Conclusion, Conference, Invitee, Paper, Question
from viecthat.conferences.rules import conferences_visible
from viecthat.kernel.names import fold
from viecthat.reviews.queries import reviews_held
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from django.db import models

    from viecthat.accounts.models import Account
    from viecthat.reviews.models import Review

ROWS: dict[str, type[models.Model]] = {
    "chuong-trinh": AgendaItem,
    "tham-luan": Paper,
    "thao-luan": Question,
    "khen-thuong": Award,
    "ket-luan": Conclusion,
}
_COUNTED: dict[str, type[models.Model]] = {
    "papers": Paper,
    "questions": Question,
    "awards": Award,
    "conclusions": Conclusion,
    "invitees": Invitee,
}
ORDERS = {
    "ngay": ("held_on", "pk"),
    "-ngay": ("-held_on", "-pk"),
    "ten": ("title", "pk"),
    "-ten": ("-title", "-pk"),
}
FIRST = "-ngay"


@dataclass(frozen=True)
class ListedConference:
    """A conference with what a list says of it."""

    conference: Conference
    unit: UnitRow
    reviews: tuple[Review, ...]


def conference_shown(pk: int, actor: Account, at: datetime) -> Conference | None:
    """The conference, when the reader may see it."""
    return Conference.objects.filter(conferences_visible(actor, at), pk=pk).first()


def conference_of(review: Review) -> Conference | None:
    """The conference at which the review is dealt with."""
    return Conference.objects.filter(reviewed__review=review).first()


def reviews_of(conference: Conference) -> list[Review]:
    """The reviews it deals with, the latest first."""
    return list(reviews_held([conference.unit_id]).filter(conferred__conference=conference))


def reviews_free(unit: int, conference: Conference | None = None) -> QuerySet[Review]:
    """Reviews of the unit that no other conference deals with."""
    mine = Q(conferred=None) | Q(conferred__conference=conference) if conference is not None else Q(conferred=None)
    return reviews_held([unit]).filter(mine)


def conferences_found(
    actor: Account,
    at: datetime,
    *,
    text: str = "",
    unit: int | None = None,
    year: int | None = None,
    state: str = "",
    order: str = FIRST,
) -> QuerySet[Conference]:
    """The conferences one may read, as asked for."""
    found = Conference.objects.filter(conferences_visible(actor, at))
    for word in folded(text):
        found = found.filter(folded__contains=word)
    if unit is not None:
        found = found.filter(unit=unit)
    if year is not None:
        found = found.filter(held_on__year=year)
    if state in ConferenceState.values:
        found = found.filter(state=state)
    return found.order_by(*ORDERS[order])


def listed_conferences(rows: Iterable[Conference], today: date) -> list[ListedConference]:
    """With their units and reviews. Two queries."""
    rows = list(rows)
    names = units_by_id({row.unit_id for row in rows}, today)
    by_conference: dict[int, list[Review]] = {}
    reviews = reviews_held().filter(conferred__conference__in=rows).select_related("conferred")
    for review in reviews:
        by_conference.setdefault(review.conferred.conference_id, []).append(review)
    return [ListedConference(row, names[row.unit_id], tuple(by_conference.get(row.pk, ()))) for row in rows]


def rows_of(conference: Conference, matter: str) -> QuerySet[models.Model]:
    """The rows of one matter, in order."""
    return ROWS[matter]._default_manager.filter(conference=conference).order_by(*ROWS[matter]._meta.ordering or ["pk"])


def row_of(pk: int, matter: str, conference: Conference) -> models.Model | None:
    """One of them."""
    return rows_of(conference, matter).filter(pk=pk).select_related("conference").first()


def counts_of(conference: Conference) -> dict[str, int]:
    """How many rows there are of each matter. One query."""
    counted = Conference.objects.filter(pk=conference.pk).values_list(*(_counted(table) for table in _COUNTED.values()))
    return {name: number or 0 for name, number in zip(_COUNTED, counted.get(), strict=True)}


def _counted(table: type[models.Model]) -> Subquery:
    rows = table._default_manager.filter(conference=OuterRef("pk")).order_by().values("conference")
    return Subquery(rows.annotate(n=Count("pk")).values("n"))


def units_named(rows: Iterable[object], day: date) -> dict[int, UnitRow]:
    """The units that rows name, as they were on `day`. One query, none when no row names one."""
    ids = {unit for row in rows if (unit := getattr(row, "unit_id", None)) is not None}
    return units_by_id(ids, day) if ids else {}


def folded(text: str) -> list[str]:
    """The words of a search, without marks."""
    return fold(text).split()
