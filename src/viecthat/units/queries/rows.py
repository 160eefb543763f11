"""Units as they were on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

from viecthat.units.models import UnitVersion

# The version of the day, else the nearest: the last that had begun by then, else the first of all. Every page asks
# this, so it is written out: to have it composed anew takes longer than the query.
_THEN: Final = """
    SELECT DISTINCT ON (v.unit_id) v.unit_id, u.code, v.name, v.kind_id, v.parent_id, v.start, v."end"
    FROM units_unitversion v JOIN units_unit u ON u.id = v.unit_id
    WHERE {whose} ORDER BY v.unit_id, v.start <= %(day)s DESC, abs(v.start - %(day)s)
"""


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
    """These units as they were on `day`; one that had ended or not begun is shown by its nearest version. One query,
    none for none.
    """
    if not ids:
        return {}
    return {row.id: row for row in _asked("v.unit_id = ANY(%(ids)s)", {"ids": list(ids), "day": day})}


def unit_with_code(code: str, day: date) -> UnitRow | None:
    """The unit with this code, as it was on `day` or nearest to it. One query."""
    return next(iter(_asked("u.code = %(code)s", {"code": code, "day": day})), None)


def units_with_codes(codes: Iterable[str], day: date) -> dict[str, UnitRow]:
    """Those of the codes that are units', each as it was on `day` or nearest to it. One query, none for none."""
    wanted = list(codes)
    if not wanted:
        return {}
    return {row.code: row for row in _asked("u.code = ANY(%(codes)s)", {"codes": wanted, "day": day})}


def _asked(whose: str, values: dict[str, Any]) -> list[UnitRow]:
    with connection.cursor() as cursor:
        cursor.execute(_THEN.format(whose=whose), values)
        return [UnitRow(*row) for row in cursor]


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
