"""What the tests for doubtful figures look at in recorded work: results beside hands, people's hours, photos."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import F

from viecthat.activities.choices import TAKEN_BACK, EvidenceKind
from viecthat.activities.models import Activity, Evidence, Presence
from viecthat.activities.queries.results import live_results_of
from viecthat.doubts.facts import Photos, Presences, Work

if TYPE_CHECKING:
    from viecthat.kernel.periods import Period

MOST_WORKS = 3_000  # of a unit and all below it; those above look at figures, not at single works


def works_told(units: Sequence[int], period: Period) -> tuple[Work, ...]:
    """Each result of each work of these units in the period; none where there are more than `MOST_WORKS`.

    Three queries.
    """
    standing = Activity.objects.filter(unit__in=units, day__gte=period.start, day__lt=period.end)
    rows = list(
        standing.exclude(state__in=list(TAKEN_BACK)).values_list(
            "pk", "unit_id", "title", "head_count", "day", "last_day"
        )[: MOST_WORKS + 1]
    )
    if len(rows) > MOST_WORKS:
        return ()
    results = live_results_of([row[0] for row in rows])
    return tuple(
        Work(
            unit=unit,
            id=pk,
            name=title,
            indicator=result.indicator.code,
            result=float(result.amount),
            people=heads,
            days=(last - first).days + 1,
        )
        for pk, unit, title, heads, first, last in rows
        for result in results[pk].results
    )


def presences_told(units: Sequence[int], period: Period) -> Presences:
    """Who was noted where and from when to when, at meetings of these units and wherever else the same people were.

    One query.
    """
    within = Presence.objects.filter(came_at__date__gte=period.start, came_at__date__lt=period.end)
    people = within.filter(roll_call__unit__in=units).values("person")
    rows = (
        within.filter(person__in=people)
        .annotate(place=F("roll_call__place"), until=F("roll_call__ends_at"))
        .order_by("came_at", "pk")
        .values_list("person_id", "roll_call__unit_id", "roll_call__activity_id", "roll_call_id", "place", "came_at",
                     "left_at", "until")[:MOST_WORKS]
    )  # fmt: skip
    places: dict[str, int] = {}
    return Presences.of(
        (person, unit, activity or -call, places.setdefault(place, len(places)), came, max(left or until, came))
        for person, unit, activity, call, place, came, left, until in rows
    )


def photos_told(units: Sequence[int], period: Period) -> Photos:
    """The pictures of these units' works in the period. One query."""
    rows = (
        Evidence.objects.filter(
            kind=EvidenceKind.PHOTO,
            likeness__isnull=False,
            activity__unit__in=units,
            activity__day__gte=period.start,
            activity__day__lt=period.end,
        )
        .exclude(activity__state__in=list(TAKEN_BACK))
        .order_by("activity__day", "pk")
        .values_list("activity__unit_id", "activity_id", "likeness")
    )
    return Photos.of((unit, activity, likeness or 0) for unit, activity, likeness in rows[:MOST_WORKS])
