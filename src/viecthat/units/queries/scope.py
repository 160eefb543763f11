"""The units a list is drawn from."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from django.db.models import Q
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.units.queries.any_of import any_of
from viecthat.units.queries.below import subtree_of
from viecthat.units.rules import reached_from
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
        return unit is not None and (unit in self._named) != self.left_out

    def __contains__(self, unit: object) -> bool:
        return unit is not None and (unit in self._named) != self.left_out

    def __or__(self, other: UnitScope) -> UnitScope:
        """Those in one or the other."""
        if not self.left_out and not other.left_out:
            return UnitScope(tuple(sorted(self._named | other._named)))
        fewer, more = (self, other) if self.left_out else (other, self)
        return UnitScope(tuple(unit for unit in fewer.ids if unit not in more), left_out=True)

    def __and__(self, other: UnitScope) -> UnitScope:
        """Those in both."""
        if self.left_out and other.left_out:
            return UnitScope(tuple(sorted(self._named | other._named)), left_out=True)
        fewer, more = (other, self) if self.left_out else (self, other)
        return UnitScope(tuple(unit for unit in fewer.ids if unit in more))

    def mask(self, units: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Which of these units are in it."""
        return np.isin(units, np.array(self.ids, dtype=np.int64), invert=self.left_out)

    @cached_property
    def _named(self) -> frozenset[int]:
        return frozenset(self.ids)

    @cached_property
    def as_array(self) -> str:
        """The ids as the database writes an array of them."""
        return f"{{{','.join(map(str, self.ids))}}}"

    def of(self, column: str = "unit") -> Q:
        """The condition that a column names one of these units."""
        if not self.left_out:
            return any_of(column, self.ids)
        there = Q(**{f"{column}__isnull": False})
        return there & ~any_of(column, self.ids) if self.ids else there

    @property
    def everything(self) -> bool:
        """Whether no unit at all is left out."""
        return self.left_out and not self.ids


# Units by whichever is at hand: a set that may be most of the tree, or a few ids.
Units = UnitScope | Collection[int]


def among(units: Units, column: str = "unit") -> Q:
    """The condition that a column names one of these units."""
    return units.of(column) if isinstance(units, UnitScope) else any_of(column, units)


def units_seen(actor: Account, at: datetime, *, within: int | None = None) -> UnitScope:
    """Units whose work and people `actor` may see, ended ones included; only those under `within` when given."""
    return units_where(actor, Capability.SEE, at, within=within)


def scope_below(unit: int, day: date) -> UnitScope:
    """The unit and all that stands under it on `day`, as `subtree_of` lists them."""
    unit_map = map_on(day)
    if unit not in unit_map.tree:
        return UnitScope(tuple(subtree_of(unit, day)))
    lo, hi = unit_map.tree.span(unit)
    return _shorter((unit_map.places >= lo) & (unit_map.places < hi), unit_map)


def units_where(
    actor: Account, capability: Capability, at: datetime, *, within: int | None = None, standing: bool = False
) -> UnitScope:
    """Units for which some role of `actor` gives the capability; only those under `within` when given.

    standing: only those of the tree of that day, none that ended or has yet to begin.
    """
    return scope_held(authority_of(actor, at).units_for(capability), at, within=within, standing=standing)


def scope_held(units: frozenset[int], at: datetime, *, within: int | None = None, standing: bool = False) -> UnitScope:
    """As `units_where`, of the units at which some role gives the capability: for who asks two things of an account."""
    unit_map = map_on(localdate(at))
    key = (id(unit_map), units, within, standing)
    held = _kept.get(key)
    if held is None:
        # With the map, so that no other one can come to have the same identity.
        held = _kept[key] = (unit_map, _scope_under(units, within, unit_map, standing=standing))
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return held[1]


# For whoever reaches the nation it takes a tenth of a second to say which units those are, and every page asks thrice.
_MOST_KEPT = 48
_kept: OrderedDict[tuple[int, frozenset[int], int | None, bool], tuple[UnitMap, UnitScope]] = OrderedDict()


def _scope_under(held: frozenset[int], within: int | None, unit_map: UnitMap, *, standing: bool) -> UnitScope:
    reached = reached_from(held, unit_map)
    if standing:
        reached &= np.isin(unit_map.known, unit_map.tree.units)
    if within is not None:
        if within not in unit_map.tree:
            return UnitScope((within,) if within in set(unit_map.known[reached].tolist()) else ())
        lo, hi = unit_map.tree.span(within)
        reached &= (unit_map.places >= lo) & (unit_map.places < hi)
    return _shorter(reached, unit_map)


def _shorter(reached: npt.NDArray[np.bool_], unit_map: UnitMap) -> UnitScope:
    if int(reached.sum()) * 2 < len(reached):
        return UnitScope(tuple(unit_map.known[reached].tolist()))
    return UnitScope(tuple(unit_map.known[~reached].tolist()), left_out=True)
