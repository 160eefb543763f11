"""The communes and residential branches whose books somebody keeps."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.people.rules.membership import units_to_keep
from viecthat.residence.rules import COMMUNE, residential_branches
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


def communes_kept(actor: Account, at: datetime) -> list[UnitRow]:
    """Communes of today whose books `actor` keeps, as the tree lays them out."""
    today = localdate(at)
    tree = tree_on(today)
    kept = [unit for unit in units_to_keep(actor, at) if unit in tree and tree.kinds[tree.position(unit)] == COMMUNE]
    return sorted(units_by_id(set(kept), today).values(), key=lambda row: tree.position(row.id))


def residential_kept(actor: Account, at: datetime) -> list[UnitRow]:
    """Residential branches of today whose books `actor` keeps, as the tree lays them out."""
    today = localdate(at)
    tree = tree_on(today)
    kept = {unit for unit in units_to_keep(actor, at) if unit in tree}
    communes = {up for unit in kept for up in (*tree.ancestors(unit), unit) if tree.kinds[tree.position(up)] == COMMUNE}
    living = {branch for commune in communes for branch in residential_branches(commune, today)} & kept
    return sorted(units_by_id(living, today).values(), key=lambda row: tree.position(row.id))
