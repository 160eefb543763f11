"""The units whose cadres somebody may see, and the way through them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.people.rules.post import units_with_visible_cadres
from viecthat.units.queries import UnitRow, unit_with_code, units_by_id
from viecthat.units.queries.scope import UnitScope
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@dataclass(frozen=True)
class Reach:
    """Units in reach, ended ones included, all or those under `unit`; `steps`: units to go on to, with their depth."""

    units: UnitScope
    unit: UnitRow | None
    steps: list[tuple[UnitRow, int]]

    @property
    def home(self) -> UnitRow | None:
        """The unit looked at, else the one that everything in reach stands under; None when there are several."""
        tops = [row for row, depth in self.steps if depth == 0]
        return self.unit or (tops[0] if len(tops) == 1 else None)


def reach_of(actor: Account, at: datetime, *, code: str = "") -> Reach | None:
    """Everything in reach, or what lies under the unit with this code; None when that one is out of reach."""
    today = localdate(at)
    unit = unit_with_code(code, today) if code else None
    reached = units_with_visible_cadres(actor, at, within=unit.id if unit else None)
    if code and (unit is None or unit.id not in reached):
        return None
    unit_map = map_on(today)
    tree = unit_map.tree
    held = {unit_map.stands_at(u)[0] for u in authority_of(actor, at).units_for(Capability.FILES)}
    tops = sorted((u for u in held if u is not None), key=tree.position)
    tops = [u for u in tops if not any(top != u and tree.covers(top, u) for top in tops)]
    if unit is not None and unit.id in tree:
        path = [u for u in (*tree.ancestors(unit.id), unit.id) if any(tree.covers(top, u) for top in tops)]
        steps = list(zip(path, range(len(path)), strict=True))
        lowest = path[-1:]
    else:
        steps = [(u, 0) for u in tops]
        lowest = tops if len(tops) == 1 else []
    steps += [(u, steps[-1][1] + 1) for above in lowest for u in tree.children(above)]
    rows = units_by_id({u for u, _depth in steps}, today)
    return Reach(reached, unit, [(rows[u], depth) for u, depth in steps])
