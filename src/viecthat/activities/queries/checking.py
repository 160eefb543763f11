"""What may be checked, what speaks for a check, and the lot that is drawn from it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log
from statistics import median
from typing import TYPE_CHECKING

from django.db.models import QuerySet, TextChoices
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from viecthat.accounts.choices import Capability
from viecthat.activities.choices import CheckState, State
from viecthat.activities.models import Activity, Check, CheckRound
from viecthat.activities.queries.proof import doubtful_photos
from viecthat.activities.queries.results import live_results_of
from viecthat.ledger.choices import Grade
from viecthat.units.queries.scope import units_seen, units_where

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.activities.queries.results import Live
    from viecthat.kernel.periods import Period
    from viecthat.units.queries.scope import UnitScope

MOST_IN_POOL = 20_000
_LATE = timedelta(days=30)
_MANY_TIMES = 3  # so many times the middle figure of its kind is large
_FEWEST = 5  # of fewer figures nobody knows which is large


class Doubt(TextChoices):
    """What speaks for looking at a piece of work."""

    DECLARED = "declared", _("chỉ có số kê khai")
    ALIKE = "alike", _("ảnh trùng hoạt động khác")
    CLAIM = "claim", _("ảnh chụp ngày khác, nơi khác")
    LARGE = "large", _("số lớn gấp nhiều lần việc cùng loại")
    LATE = "late", _("ghi muộn quá 30 ngày")
    REJECTED = "rejected", _("người ghi từng bị bác")


WEIGHTS = {
    Doubt.DECLARED: 2, Doubt.ALIKE: 4, Doubt.CLAIM: 2, Doubt.LARGE: 3, Doubt.LATE: 1, Doubt.REJECTED: 3,
}  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """A piece of work in the pot: it weighs one, and more for every doubt."""

    activity: int
    doubts: tuple[Doubt, ...]

    @property
    def weight(self) -> int:
        """How many lots it has."""
        return 1 + sum(WEIGHTS[doubt] for doubt in self.doubts)


def pool_of(actor: Account, unit: int, period: Period, at: datetime) -> list[Candidate]:
    """Recorded work of the period, of the unit and those below, that nobody verified and no open list holds.

    What the actor recorded is left out. Seven queries.
    """
    scope = units_seen(actor, at, within=unit)
    waiting = Check.objects.filter(state=CheckState.OPEN).values("activity")
    found = (
        Activity.objects.filter(scope.of("unit"), state=State.RECORDED, day__gte=period.start, day__lt=period.end)
        .exclude(recorded_by=actor)
        .exclude(pk__in=waiting)
        .order_by("pk")[:MOST_IN_POOL]
    )
    rows = list(found)
    live = live_results_of([row.pk for row in rows])
    photos = doubtful_photos([row.pk for row in rows])
    large = _large(rows, live)
    rejected: set[int | None] = set(
        Activity.objects.filter(state=State.REJECTED, recorded_by__in={row.recorded_by_id for row in rows})
        .order_by()
        .values_list("recorded_by", flat=True)
    )
    return [Candidate(row.pk, tuple(_doubts(row, live[row.pk], photos, large, rejected))) for row in rows]


def drawn(pool: Sequence[Candidate], size: int, seed: str) -> list[Candidate]:
    """So many of the pool by a lot in which weight counts; whoever knows the seed draws the same.

    Each gets a number from the seed and its own id, raised to one over its weight; the largest are drawn
    (Efraimidis and Spirakis, 2006). What else is in the pool does not change a number.
    """
    return sorted(pool, key=lambda one: (-_lot(one, seed), one.activity))[:size]


def rounds_seen(actor: Account, at: datetime) -> QuerySet[CheckRound]:
    """Draws that the actor may see: by units in reach, the newest first."""
    mine = units_where(actor, Capability.VERIFY, at).of("unit")
    return CheckRound.objects.filter(mine).select_related("drawn_by").order_by("-drawn_at", "-pk")


def checks_of(row: CheckRound) -> list[Check]:
    """The list of a draw, in the order drawn. One query."""
    found = Check.objects.filter(round=row).select_related("activity", "activity__kind", "done_by", "answered_by")
    return list(found.order_by("position"))


def check_shown(pk: int, actor: Account, at: datetime) -> Check | None:
    """A check that the actor may see: of work they see."""
    scope = units_where(actor, Capability.SEE, at)
    found = Check.objects.filter(scope.of("activity__unit"), pk=pk)
    return found.select_related("round", "activity", "activity__kind", "done_by", "answered_by").first()


def checks_of_activity(activity: int) -> list[Check]:
    """Every check of an activity, the newest first. One query."""
    found = Check.objects.filter(activity=activity).select_related("round", "done_by", "answered_by")
    return list(found.order_by("-pk"))


def checks_to_answer(actor: Account, at: datetime) -> QuerySet[Check]:
    """Checks that went against units the actor records for, and were not answered."""
    found = checks_unanswered(units_where(actor, Capability.RECORD, at))
    return found.select_related("round", "activity").order_by("-done_at")


def checks_unanswered(scope: UnitScope) -> QuerySet[Check]:
    """Checks that went against these units and were not answered."""
    return Check.objects.filter(
        scope.of("activity__unit"), state__in=[CheckState.CORRECTED, CheckState.REJECTED], answer=""
    )


@dataclass(frozen=True)
class CountedRound:
    """A draw and how many of its checks ended how."""

    draw: CheckRound
    drawn: int
    open: int
    against: int


def counted_rounds(rows: Sequence[CheckRound]) -> list[CountedRound]:
    """These draws with their checks counted. One query."""
    told: dict[int, list[str]] = {row.pk: [] for row in rows}
    for pk, state in Check.objects.filter(round__in=told).values_list("round", "state"):
        told[pk].append(state)
    against = {CheckState.CORRECTED, CheckState.REJECTED}
    return [
        CountedRound(
            row,
            len(told[row.pk]),
            told[row.pk].count(CheckState.OPEN),
            sum(1 for state in told[row.pk] if state in against),
        )
        for row in rows
    ]


def round_shown(pk: int, actor: Account, at: datetime) -> CheckRound | None:
    """A draw that the actor may see."""
    return rounds_seen(actor, at).filter(pk=pk).first()


def _lot(one: Candidate, seed: str) -> float:
    digest = hashlib.sha256(f"{seed}:{one.activity}".encode()).digest()
    share = (int.from_bytes(digest[:8]) + 1) / (2**64 + 1)
    return log(share) / one.weight


def _large(rows: Sequence[Activity], live: dict[int, Live]) -> set[int]:
    amounts: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for row in rows:
        for result in live[row.pk].results:
            amounts.setdefault((row.kind_id, result.indicator.pk), []).append((result.quantity, row.pk))
    large = set()
    for figures in amounts.values():
        if len(figures) >= _FEWEST:
            usual = median(quantity for quantity, _pk in figures)
            large |= {pk for quantity, pk in figures if quantity > _MANY_TIMES * usual}
    return large


def _doubts(
    row: Activity, live: Live, photos: dict[int, set[str]], large: set[int], rejected: set[int | None]
) -> list[Doubt]:
    found = [Doubt(mark) for mark in sorted(photos.get(row.pk, ()))]
    if any(result.grade == Grade.DECLARED for result in live.results):
        found.append(Doubt.DECLARED)
    if row.pk in large:
        found.append(Doubt.LARGE)
    if localdate(row.recorded_at) - row.last_day > _LATE:
        found.append(Doubt.LATE)
    if row.recorded_by_id in rejected:
        found.append(Doubt.REJECTED)
    return found
