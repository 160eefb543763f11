"""Where a record of a floor above stood before its unit was merged or closed, told on its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from viecthat.units.queries import UnitRow, units_then


@dataclass(frozen=True)
class Whence:
    """The unit under which the record stood, as it was named then, until which day and by which decision."""

    unit: UnitRow
    until: date
    decision: str


def whence(followed: QuerySet[Any]) -> list[Whence]:
    """From a floor's trail of one record (see `commands.following`), the latest first; undone decisions are left out.

    One query where nothing followed, two where something did.
    """
    steps = list(followed.filter(decision__undone_by=None).select_related("decision").order_by("-pk"))
    ends = [(step.unit_id, step.decision.day - timedelta(days=1)) for step in steps]
    names = units_then(ends) if ends else {}
    return [
        Whence(names[end], step.decision.day, step.decision.decision) for step, end in zip(steps, ends, strict=True)
    ]
