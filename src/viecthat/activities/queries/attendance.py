"""Who took part in what units did: for the books that follow people."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from viecthat.activities.choices import COUNTED
from viecthat.activities.models import Participation

if TYPE_CHECKING:
    from viecthat.kernel.periods import Period


@dataclass(frozen=True)
class Attended:
    """A named person took part in an activity."""

    person: int
    activity: int
    title: str
    day: date
    unit: int


def attended_by(people: Collection[int], units: Collection[int], period: Period) -> list[Attended]:
    """What these people took part in of what these units led in the period, newest first. One query."""
    found = Participation.objects.filter(
        person__in=list(people),
        activity__unit__in=list(units),
        activity__day__gte=period.start,
        activity__day__lt=period.end,
    ).filter(activity__state__in=COUNTED)
    columns = ("person_id", "activity_id", "activity__title", "activity__day", "activity__unit_id")
    return [Attended(*row) for row in found.order_by("-activity__day", "-activity_id").values_list(*columns)]
