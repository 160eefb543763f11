"""Who took part in some activities and for how long: for the books of volunteers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from viecthat.activities.choices import State
from viecthat.activities.models import Participation, Presence
from viecthat.activities.queries.presence import COUNTS, minutes_of


@dataclass(frozen=True)
class Stayed:
    """A named person took part in an activity; `minutes` are those of its roll calls, None where none was called."""

    person: int
    activity: int
    minutes: int | None


def stayed_at(activities: Collection[int], at: datetime, *, people: Collection[int] | None = None) -> list[Stayed]:
    """Everybody named in these activities, or those of `people` when given. Two queries."""
    found = Participation.objects.filter(activity__in=list(activities)).exclude(activity__state=State.CANCELLED)
    present = Presence.objects.filter(COUNTS, roll_call__activity__in=list(activities))
    if people is not None:
        found, present = found.filter(person__in=list(people)), present.filter(person__in=list(people))
    minutes: dict[tuple[int, int], int] = {}
    for row in present.select_related("roll_call"):
        told = minutes_of(row, row.roll_call, at)
        if told is not None:
            key = (row.person_id, row.roll_call.activity_id or 0)
            minutes[key] = minutes.get(key, 0) + told
    named = found.order_by("activity", "person").values_list("person", "activity").distinct()
    return [Stayed(person, activity, minutes.get((person, activity))) for person, activity in named]
