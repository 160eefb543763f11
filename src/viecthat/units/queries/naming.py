"""Every name that units of one place bear or bore: what a table from any year may call them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from viecthat.rollup.placement import How
from viecthat.units.models import UnitVersion
from viecthat.units.tree import map_on

MOST_NAMES = 20_000


@dataclass(frozen=True, slots=True)
class BorneName:
    """A name of a unit. `counts_at`: the unit of the day that carries its figures; None when there are several."""

    unit: int
    code: str
    name: str
    counts_at: int | None
    depth: int


def names_borne_below(unit: int, day: date, today: date) -> list[BorneName]:
    """The names of all units that stand today at or under the unit, ended ones included, from above downward.

    Of a unit with more below it than `MOST_NAMES` only the levels next below it. Two queries.
    """
    now, then = map_on(today), map_on(day)
    stands, _how = now.stands_at(unit)
    if stands is None:
        return []
    lo, hi = now.tree.span(stands)
    depths = now.tree.depths[lo:hi]
    deepest = int(depths.max())
    while deepest > depths[0] + 1 and np.count_nonzero(depths <= deepest) > MOST_NAMES:
        deepest -= 1
    inside = (now.places >= lo) & (now.places < hi)
    known, places = now.known[inside], now.places[inside]
    kept = depths[places - lo] <= deepest
    depth = dict(zip(known[kept].tolist(), (depths[places[kept] - lo] - depths[0]).tolist(), strict=True))
    versions = (
        UnitVersion.objects.filter(unit__in=list(depth))
        .order_by("unit_id", "-start")
        .values_list("unit_id", "unit__code", "name")
    )
    counts = {one: _counts_at(then.stands_at(one)) for one in depth}
    names = {(pk, name): BorneName(pk, code, name, counts[pk], depth[pk]) for pk, code, name in versions}
    return sorted(names.values(), key=lambda named: (named.depth, named.unit))


def _counts_at(standing: tuple[int | None, How]) -> int | None:
    unit, how = standing
    return unit if how in {How.ITSELF, How.SUCCESSOR, How.HEIR, How.PREDECESSOR} else None
