"""Who owes a report for a call: the units of the form's kinds as they stand on the period's last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from django.utils.timezone import localdate

from viecthat.catalogue.holidays import working_days
from viecthat.rollup.tree import NO_PARENT
from viecthat.units.tree import map_on, maps_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from viecthat.reporting.models import ReportCall
    from viecthat.rollup.placement import UnitMap
    from viecthat.rollup.tree import Positions, Tree


@dataclass(frozen=True, eq=False)
class Expected:
    """The units that owe a report for `call`; each sends to the nearest one above it that owes one too.

    A unit that ended within the period owes none: its work stands under its successor. The unit that called takes
    what has nobody else above it.
    """

    call: ReportCall
    unit_map: UnitMap
    caller: int | None

    @property
    def tree(self) -> Tree:
        """The tree of the day that decides."""
        return self.unit_map.tree

    @cached_property
    def _owing(self) -> Positions:
        if self.caller is None:
            return np.empty(0, dtype=np.int64)
        lo, hi = self.tree.span(self.caller)
        found = self.tree.positions_of(self.call.form.kinds)
        return found[(found >= lo) & (found < hi)]

    def __contains__(self, unit: object) -> bool:
        if not isinstance(unit, int) or unit not in self.tree:
            return False
        place = self.tree.position(unit)
        at = int(np.searchsorted(self._owing, place))
        return at < len(self._owing) and int(self._owing[at]) == place

    @property
    def count(self) -> int:
        """How many units owe one in all."""
        return len(self._owing)

    def units(self) -> list[int]:
        """All of them, in tree order."""
        found: list[int] = self.tree.units[self._owing].tolist()
        return found

    def under(self, unit: int) -> list[int]:
        """All of them at or below a unit, in tree order."""
        if unit not in self.tree:
            return []
        lo, hi = self.tree.span(unit)
        first, last = np.searchsorted(self._owing, [lo, hi])
        found: list[int] = self.tree.units[self._owing[first:last]].tolist()
        return found

    def below(self, unit: int) -> list[int]:
        """Those that report straight to this unit, in tree order."""
        if unit not in self.tree:
            return []
        lo, hi = self.tree.span(unit)
        found: list[int] = []
        at = int(np.searchsorted(self._owing, lo + 1))
        while at < len(self._owing) and self._owing[at] < hi:
            place = int(self._owing[at])
            found.append(int(self.tree.units[place]))
            at = int(np.searchsorted(self._owing, int(self.tree.ends[place])))
        return found

    def superior(self, unit: int) -> int | None:
        """To whom the unit reports; None for the one that called."""
        if unit == self.caller or unit not in self.tree:
            return None
        above = int(self.tree.parents[self.tree.position(unit)])
        while above != NO_PARENT:
            over = int(self.tree.units[above])
            if over == self.caller or over in self:
                return over
            above = int(self.tree.parents[above])
        return None

    def depth(self, unit: int) -> int:
        """How many reports stand above the unit's own, up to the unit that called."""
        deep = 0
        above = self.superior(unit)
        while above is not None:
            deep += 1
            above = self.superior(above)
        return deep

    def due(self, unit: int) -> date:
        """The day by which the unit sends: each level some days before the one above it, on a working day."""
        deep = self.depth(unit)
        if not deep:
            return self.call.due
        return working_days().until(self.call.due - timedelta(days=self.call.form.due_earlier * deep))


def expected_for(call: ReportCall, at: datetime) -> Expected:
    """Who owes a report for the call, by the map of the period's last day or, while that is to come, of today."""
    unit_map = map_on(min(call.period.last_day, localdate(at)))
    caller, _how = unit_map.stands_at(call.unit_id)
    return Expected(call, unit_map, caller)


def expected_for_each(calls: Iterable[ReportCall], at: datetime) -> dict[int, Expected]:
    """Who owes a report for each of these calls, by its id. One query for all of them."""
    days = {call.pk: (call, min(call.period.last_day, localdate(at))) for call in calls}
    maps = maps_on({day for _call, day in days.values()})
    return {pk: Expected(call, maps[day], maps[day].stands_at(call.unit_id)[0]) for pk, (call, day) in days.items()}
