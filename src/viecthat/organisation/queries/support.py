"""Reads of support between unions: the list of a year, and what each side gave and received."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet, Sum

from viecthat.organisation.choices import SupportState
from viecthat.organisation.models import UnionSupport
from viecthat.units.queries import units_then
from viecthat.units.queries.scope import units_seen

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.units.queries import UnitRow

COUNTED = (SupportState.CONFIRMED, SupportState.OUTSIDE)


@dataclass(frozen=True)
class ShownSupport:
    """A record with the names that both sides had then."""

    row: UnionSupport
    giver: UnitRow
    receiver: UnitRow | None

    @property
    def to(self) -> str:
        """Who received, as the list says it."""
        return self.receiver.name if self.receiver else self.row.partner


@dataclass(frozen=True)
class SupportSums:
    """What one side comes to: how often, money, heads; only what was confirmed or has a paper."""

    times: int
    value: int
    people: int


def supports_found(
    actor: Account, at: datetime, year: int, *, unit: int | None = None
) -> tuple[QuerySet[UnionSupport], QuerySet[UnionSupport]]:
    """(given, received) in the year: by units whose work the actor sees, those under `unit` only when one is given."""
    scope = units_seen(actor, at, within=unit)
    every = UnionSupport.objects.filter(end__year=year).exclude(state=SupportState.WITHDRAWN).order_by("-end", "-pk")
    if not scope:
        return every.none(), every.none()
    return every.filter(scope.of("giver")), every.filter(scope.of("receiver"))


def supports_seen(actor: Account, at: datetime, year: int, *, unit: int | None = None) -> QuerySet[UnionSupport]:
    """What concerns these units on either side."""
    scope = units_seen(actor, at, within=unit)
    every = UnionSupport.objects.filter(end__year=year).exclude(state=SupportState.WITHDRAWN).order_by("-end", "-pk")
    if not scope:
        return every.none()
    return every.filter(scope.of("giver") | scope.of("receiver"))


def sums_of(found: QuerySet[UnionSupport]) -> SupportSums:
    """What these come to."""
    sums = found.order_by().aggregate(
        times=Count("pk", filter=Q(state__in=COUNTED)),
        money=Sum("value", filter=Q(state__in=COUNTED)),
        heads=Sum("people", filter=Q(state__in=COUNTED)),
    )
    return SupportSums(sums["times"], int(sums["money"] or 0), int(sums["heads"] or 0))


def supports_shown(rows: Sequence[UnionSupport]) -> list[ShownSupport]:
    """These with the names of both sides. One query for any number."""
    wanted: list[tuple[int, date]] = [(row.giver_id, row.end) for row in rows]
    wanted += [(row.receiver_id, row.end) for row in rows if row.receiver_id is not None]
    named = units_then(wanted)
    return [
        ShownSupport(
            row,
            named[row.giver_id, row.end],
            named[row.receiver_id, row.end] if row.receiver_id is not None else None,
        )
        for row in rows
    ]


def support_by_id(pk: int) -> UnionSupport | None:
    """One record."""
    return UnionSupport.objects.filter(pk=pk).first()
