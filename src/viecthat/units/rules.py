"""Who reaches which units: authority laid over the tree."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.units.models import UnitVersion
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.rollup.placement import UnitMap


def may(actor: Account, capability: Capability, unit: int, at: datetime) -> bool:
    """`actor` holds a role with `capability` at `unit` or above it, on the day of `at`.

    A unit that has ended is reached where its history stands today.
    """
    held = authority_of(actor, at).units_for(capability)
    return bool(held) and reaches(held, unit, map_on(localdate(at)))


def reaches(held: Collection[int], unit: int, today: UnitMap) -> bool:
    """Whether the unit stands at or under one of those held: for who asks several things of one account."""
    stands, _how = today.stands_at(unit)
    reached = {today.stands_at(h)[0] for h in held}
    return stands is not None and any(r is not None and today.tree.covers(r, stands) for r in reached)


def units_reached(actor: Account, capability: Capability, at: datetime) -> list[int]:
    """Ids of every unit, ended ones included, where `may` would say yes: the set for a list."""
    today = map_on(localdate(at))
    return today.known[reached_from(authority_of(actor, at).units_for(capability), today)].tolist()


def highest_reached(actor: Account, capability: Capability, at: datetime) -> int | None:
    """Of the units standing today where `may` would say yes the highest, which is their own; None for none."""
    today = map_on(localdate(at))
    held = (today.stands_at(unit)[0] for unit in authority_of(actor, at).units_for(capability))
    standing = [unit for unit in held if unit is not None]
    return min(standing, key=lambda unit: (len(today.tree.ancestors(unit)), today.tree.position(unit)), default=None)


def reached_from(held: Collection[int], today: UnitMap) -> npt.NDArray[np.bool_]:
    """Which of the units the map knows lie at or under those held, ended ones where they stand today."""
    reached = np.zeros(len(today.known), dtype=bool)
    for unit in held:
        stands, _how = today.stands_at(unit)
        if stands is not None:
            lo, hi = today.tree.span(stands)
            reached |= (today.places >= lo) & (today.places < hi)
    return reached


def may_organise(actor: Account, unit: int, at: datetime) -> bool:
    """Found, rename, move, merge or end units here.

    A unit that is yet to begin is reached where it will stand: whoever founds it for the first of the month may
    merge others into it before that day has come.
    """
    if may(actor, Capability.ORGANISE, unit, at):
        return True
    first = UnitVersion.objects.filter(unit=unit).order_by("start").values_list("start", "parent_id").first()
    if first is None or first[0] <= localdate(at) or first[1] is None:
        return False
    return may_organise(actor, first[1], at)
