"""Units as they were on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from viecthat.units.models import UnitVersion


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as it was on a day. `start` and `end` are those of this name, kind and parent, not of the unit."""

    id: int
    code: str
    name: str
    kind: str
    parent: int | None
    start: date
    end: date | None


def row_of(version: UnitVersion) -> UnitRow:
    """The unit as this version has it; the version comes with its unit."""
    return UnitRow(
        version.unit_id,
        version.unit.code,
        version.name,
        version.kind_id,
        version.parent_id,
        version.start,
        version.end,
    )


def versions_on(day: date) -> "QuerySet[UnitVersion]":
    """Every unit's version of that day."""
    return UnitVersion.objects.filter(start__lte=day).exclude(end__lte=day)


def units_by_id(ids: "list[int] | set[int]", day: date) -> dict[int, UnitRow]:
    """These units as they were on `day`; one that had ended or not begun is shown by its nearest version. One query."""
    found = units_then((unit, day) for unit in set(ids))
    return {unit: row for (unit, _day), row in found.items()}


def units_then(wanted: Iterable[tuple[int, date]]) -> dict[tuple[int, date], UnitRow]:
    """Each (unit, day) as the unit was on its day, or by its nearest version. One query."""
    days: dict[int, set[date]] = {}
    for unit, day in wanted:
        days.setdefault(unit, set()).add(day)
    found: dict[tuple[int, date], UnitRow] = {}
    versions = UnitVersion.objects.filter(unit__in=list(days)).order_by("unit_id", "start")
    # Plain values: for the thousands of units of a large table, model instances cost more than the query.
    for values in versions.values_list("unit_id", "unit__code", "name", "kind_id", "parent_id", "start", "end"):
        row = UnitRow(*values)
        for day in days[row.id]:
            # Oldest first: a later version takes the place as long as it had begun by then.
            if (row.id, day) not in found or row.start <= day:
                found[row.id, day] = row
    return found
