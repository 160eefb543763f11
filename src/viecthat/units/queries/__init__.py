"""Reads of the tree: as it was, as it is, and where an old unit stands today; split by what they return."""

from viecthat.units.models import UnitKind
from viecthat.units.queries.below import ancestors_of, children_of, counts_below, kinds, subtree_of
from viecthat.units.queries.finding import unit_identity, unit_named, unit_with_code, units_found, units_with_codes
from viecthat.units.queries.history import (
    Change,
    Lifespan,
    Link,
    Standing,
    bloc_members,
    bloc_places_of,
    blocs_of,
    changes_of,
    days_without_parent,
    kept_apart_at,
    lifespans,
    links_of,
    predecessors_of,
    standing_of,
    successors_of,
    versions_of,
)
from viecthat.units.queries.rows import UnitRow, units_by_id, units_then

__all__ = [
    "Change",
    "Lifespan",
    "Link",
    "Standing",
    "UnitKind",
    "UnitRow",
    "ancestors_of",
    "bloc_members",
    "bloc_places_of",
    "blocs_of",
    "changes_of",
    "children_of",
    "counts_below",
    "days_without_parent",
    "kept_apart_at",
    "kinds",
    "lifespans",
    "links_of",
    "predecessors_of",
    "standing_of",
    "subtree_of",
    "successors_of",
    "unit_identity",
    "unit_named",
    "unit_with_code",
    "units_by_id",
    "units_found",
    "units_then",
    "units_with_codes",
    "versions_of",
]
