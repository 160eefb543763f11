"""What many activities came to, added up by the database: for whole campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Sum

from viecthat.activities.choices import COUNTED
from viecthat.activities.models import Activity, ActivityPosting, ActivityProgramme
from viecthat.ledger.queries import indicators

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.ledger.models import Indicator


@dataclass(frozen=True)
class DaySum:
    """So much of an indicator on a day; `quantity` in the indicator's smallest unit."""

    day: date
    indicator: Indicator
    quantity: int


@dataclass(frozen=True)
class Serving:
    """Work that serves a programme, each once: its newest few, how many there are, the postings that count now."""

    count: int
    newest: tuple[Activity, ...]
    postings: tuple[int, ...]


def serving(programme: int, most: int) -> Serving:
    """Work that counts and serves the programme (its first version) or an item of it. Two queries."""
    serves = ActivityProgramme.objects.filter(programme=programme).values("activity")
    work = Activity.objects.filter(pk__in=serves, state__in=COUNTED)
    live = ActivityPosting.objects.filter(
        activity__in=work, posting__reverses__isnull=True, posting__reversed_by__isnull=True
    )
    rows = list(work.select_related("kind").order_by("-day", "-pk"))
    return Serving(len(rows), tuple(rows[:most]), tuple(live.values_list("posting", flat=True)))


def sums_by_day(activities: QuerySet[Any, Any]) -> list[DaySum]:
    """What counts now of these activities (a queryset of ids), by day and indicator. Two queries."""
    live = ActivityPosting.objects.filter(
        activity__in=activities, posting__reverses__isnull=True, posting__reversed_by__isnull=True
    ).order_by()
    rows = live.values_list("activity__day", "posting__entries__indicator").annotate(
        sum=Sum("posting__entries__quantity")
    )
    known = indicators()
    return [DaySum(day, known[indicator], int(n)) for day, indicator, n in rows if indicator in known]
