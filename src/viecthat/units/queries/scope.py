"""The units a list is drawn from."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Q
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.units.rules import units_reached
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.rollup.placement import UnitMap


@dataclass(frozen=True)
class UnitScope:
    """A set of units, said the shorter way: those inside, or all but those left out.

    Whoever reaches nearly the whole tree would otherwise hand the database tens of thousands of ids.
    """

    ids: tuple[int, ...]
    left_out: bool = False

    def __bool__(self) -> bool:
        return self.left_out or bool(self.ids)

    def has(self, unit: int | None) -> bool:
        """Whether the unit is one of these; no unit is none of them."""
        return unit is not None and (unit in self.ids) != self.left_out

    def lookup(self) -> Callable[[int | None], bool]:
        """`has`, made ready for thousands of questions."""
        ids, left_out = frozenset(self.ids), self.left_out
        return lambda unit: unit is not None and (unit in ids) != left_out

    def of(self, column: str = "unit") -> Q:
        """The condition that a column names one of these units."""
        named = Q(**{f"{column}__in": self.ids})
        return ~named & Q(**{f"{column}__isnull": False}) if self.left_out else named


def scope_of(units: Collection[int], unit_map: UnitMap) -> UnitScope:
    """These units, whichever way is shorter."""
    if len(units) * 2 < len(unit_map.known):
        return UnitScope(tuple(units))
    reached = np.fromiter(units, dtype=np.int64, count=len(units))
    # By a table: setdiff1d hashes two hundred thousand ids for most of a second.
    return UnitScope(tuple(unit_map.known[~np.isin(unit_map.known, reached, kind="table")].tolist()), left_out=True)


def units_seen(actor: Account, at: datetime, *, within: int | None = None) -> UnitScope:
    """Units whose work and people `actor` may see, ended ones included; only those under `within` when given."""
    return units_where(actor, Capability.SEE, at, within=within)


def units_where(actor: Account, capability: Capability, at: datetime, *, within: int | None = None) -> UnitScope:
    """Units for which some role of `actor` gives the capability; only those under `within` when given."""
    unit_map = map_on(localdate(at))
    reached = units_reached(actor, capability, at)
    if within is None:
        return scope_of(reached, unit_map)
    if within not in unit_map.tree:
        return UnitScope((within,) if within in set(reached) else ())
    lo, hi = unit_map.tree.span(within)
    below = unit_map.known[(unit_map.places >= lo) & (unit_map.places < hi)]
    inside = np.isin(below, np.fromiter(reached, dtype=np.int64, count=len(reached)), kind="table")
    return scope_of(below[inside].tolist(), unit_map)
