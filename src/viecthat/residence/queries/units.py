"""The units whose books somebody keeps, by what they do with residents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.people.rules.membership import holds_members
from viecthat.residence.rules import BASE, COMMUNE
from viecthat.units.queries import UnitRow, units_by_id, units_found
from viecthat.units.queries.scope import units_where
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from viecthat.accounts.models import Account


@dataclass(frozen=True)
class KeptUnits:
    """Units of today, as the tree lays them out: branches, communes, branches where people live."""

    homes: list[int]
    communes: list[int]
    living: list[int]

    def __bool__(self) -> bool:
        return bool(self.homes or self.communes)


def units_kept(actor: Account, at: datetime, text: str = "") -> KeptUnits:
    """Those whose books `actor` keeps; of a name when one is given. One query then, none without.

    People live in the branches of a commune but those of a school's, a firm's own base union:
    `rules.residential_branches` of all communes at once.
    """
    today = localdate(at)
    tree = tree_on(today)
    scope = units_where(actor, Capability.FILES, at) & units_where(actor, Capability.RECORD, at)
    kept = scope.mask(tree.units)
    if text:
        kept &= np.isin(tree.units, list(units_found(text, today).order_by().values_list("unit", flat=True)))
    branch = np.isin(tree.kind_codes, [tree.kind_code(str(name)) for name in tree.kind_names if holds_members(name)])
    commune, base = (tree.kind_codes == tree.kind_code(kind) for kind in (COMMUNE, BASE))
    lived_in = np.zeros(tree.size, dtype=bool)
    for place in np.flatnonzero(commune | base):  # in preorder: what lies within is said last
        lived_in[place + 1 : tree.ends[place]] = commune[place]
    return KeptUnits(*(tree.units[kept & one].tolist() for one in (branch, commune, branch & lived_in)))


def named_in_order(units: Sequence[int], day: date) -> list[UnitRow]:
    """These units with their names, in the order given. One query."""
    rows = units_by_id(set(units), day)
    return [rows[unit] for unit in units]
