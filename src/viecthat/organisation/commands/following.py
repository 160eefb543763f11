"""Open rows of floors above follow units that end to those that carry them on, and come back when that is undone.

Each floor notes its own rows in a table of its own (`trail`): decision, the row under its `name`, unit, new_unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Model, QuerySet

from viecthat.kernel.names import fold
from viecthat.units.queries import UnitRow, units_by_id

_LONGEST = 200


@dataclass(frozen=True)
class Followers:
    """Rows of one kind that follow their `unit`: those still open; `name` is the trail's key to them.

    once: the fields that may stand only once at a unit beside it; a row whose place is taken there is called by the
    name of its old unit too. named: its name and the name for searching, where it has such.
    """

    name: str
    rows: QuerySet[Any, Any]
    once: Sequence[str] = ()
    named: tuple[str, str] | None = None

    def make_way(self, row: Any, unit: int, whence: str) -> list[str]:
        """Name the row after where it comes from, should its name be taken at the unit; returns the fields changed."""
        same = {field: getattr(row, field) for field in self.once}
        beside = self.rows.model._default_manager.filter(unit=unit, **same)  # over or not: a name is taken either way
        if self.named is None or not same or not beside.exists():
            return []
        name, folded = self.named
        setattr(row, name, f"{getattr(row, name)[: _LONGEST - len(whence) - 3]} ({whence})")
        setattr(row, folded, fold(getattr(row, name)))
        return [name, folded]


def follow_rows(
    *, followers: Sequence[Followers], trail: type[Model], decision: int, successors: Mapping[int, int], day: date
) -> int:
    """Take the rows of units that ended to their successors, within the decision's transaction; returns how many.

    One query where there are none, as there mostly are.
    """
    followed = 0
    first, *rest = (one.rows.filter(unit__in=list(successors)).order_by().values_list("pk") for one in followers)
    if not first.union(*rest, all=True)[:1]:
        return followed
    names: dict[int, UnitRow] = {}
    for one in followers:
        here = one.rows.filter(unit__in=list(successors)).select_for_update(of=("self",)).order_by("pk")
        for row in here:
            old, new = row.unit_id, successors[row.unit_id]
            if new == old:
                continue
            if not names and one.named is not None:
                names = units_by_id(set(successors), day - timedelta(days=1))
            renamed = [] if one.named is None else one.make_way(row, new, names[old].name)
            trail._default_manager.create(decision_id=decision, unit_id=old, new_unit_id=new, **{one.name: row})
            row.unit_id = new
            row.save(update_fields=["unit", *renamed])
            followed += 1
    return followed


def bring_rows_back(*, followers: Sequence[Followers], trail: type[Model], undone: int) -> int:
    """Rows that followed the decision stand again as before, where nobody moved them since; returns how many."""
    back = 0
    for one in followers:
        noted = trail._default_manager.filter(decision=undone, **{f"{one.name}__in": one.rows})
        for step in noted.select_related(one.name).order_by("pk"):
            row: Any = getattr(step, one.name)
            if row.unit_id != step.new_unit_id:  # type: ignore[attr-defined]
                continue
            row.unit_id = step.unit_id  # type: ignore[attr-defined]
            row.save(update_fields=["unit"])
            back += 1
    return back
