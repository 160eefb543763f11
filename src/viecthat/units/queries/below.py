"""The tree around a unit: who stands above and below it, how many of which kind."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache, lru_cache

from django.db.models import Max, Min, QuerySet

from viecthat.catalogue.readers import rows as rows_of
from viecthat.kernel.names import sort_key
from viecthat.rollup.placement import UnitMap
from viecthat.rollup.tree import Tree
from viecthat.units.marks import add_mark_of_rows, kept
from viecthat.units.models import UnitKind, UnitVersion
from viecthat.units.queries.rows import UnitRow, units_by_id, versions_on
from viecthat.units.tree import map_on, tree_on

_KINDS = add_mark_of_rows("units_unitkind")


def ancestors_of(unit: int, day: date) -> list[UnitRow]:
    """From the root down to the unit's parent on `day`; empty for a unit that did not exist then."""
    tree = tree_on(day)
    path = list(tree.ancestors(unit)) if unit in tree else []
    rows = units_by_id(path, day)
    return [rows[u] for u in path]


def children_of(unit: int | None, day: date) -> "QuerySet[UnitVersion]":
    """The units directly under `unit` (None: the roots) on `day`, in Vietnamese order."""
    return versions_on(day).filter(parent=unit).select_related("unit", "kind").order_by("kind__level", "sort_key", "pk")


def head_unit(tree: Tree) -> int | None:
    """The unit at the head of the organisation: of several without a parent, the one with most units below it."""
    return max(tree.roots, key=lambda root: (tree.span(root)[1] - tree.span(root)[0], -root), default=None)


def counts_below(units: Iterable[int], day: date) -> dict[int, dict[str, int]]:
    """How many units of which kind stand below each of these on `day`; nothing for a unit that did not exist then."""
    tree = tree_on(day)
    return {unit: tree.kinds_below(unit) for unit in units if unit in tree}


def subtree_of(unit: int, day: date) -> list[int]:
    """Ids of every unit whose figures stand under `unit` on the map of `day`, ended units included.

    A unit that is not in that map is asked under the map of its own last day (or first, when it is yet to begin), and
    of what came after it nothing is counted.
    """
    unit_map = map_on(day)
    if unit in unit_map.tree:
        return _standing_under(unit, unit_map)
    life = UnitVersion.objects.filter(unit=unit).aggregate(first=Min("start"), last=Max("end"))
    if life["first"] is None:
        return []
    own_day = life["first"] if life["first"] > day else life["last"] - timedelta(days=1)
    under = _standing_under(unit, map_on(own_day))
    begun = UnitVersion.objects.filter(unit__in=under, start__lte=own_day).order_by("unit").distinct()
    return list(begun.values_list("unit", flat=True))


def _standing_under(unit: int, unit_map: UnitMap) -> list[int]:
    lo, hi = unit_map.tree.span(unit)
    under: list[int] = unit_map.known[(unit_map.places >= lo) & (unit_map.places < hi)].tolist()
    return under


def office_of(unit: int, day: date) -> list[tuple[str, list[UnitRow]]]:
    """The departments and centres of the unit's office on `day`, by kind in the catalogue's order.

    One query, none for a unit without an office.
    """
    tree = tree_on(day)
    if unit not in tree:
        return []
    names = tree.kind_names
    here = [u for u in tree.children(unit) if names[tree.kind_codes[tree.position(u)]] in office_kinds()]
    if not here:
        return []
    rows = sorted(units_by_id(here, day).values(), key=lambda row: (sort_key(row.name), row.id))
    found = [(kind, [row for row in rows if row.kind == kind]) for kind in office_kinds()]
    return [(kind, members) for kind, members in found if members]


def codes_with_office(day: date) -> frozenset[str]:
    """Codes of the units whose office has departments on `day`. One query for each state of the tree that has any."""
    return _codes_with_office(tree_on(day), day)


@lru_cache(maxsize=2)
def _codes_with_office(tree: Tree, day: date) -> frozenset[str]:
    offices = [unit for kind in office_kinds() for unit in tree.units_of_kind(kind)]
    above = {path[-1] for unit in offices if (path := tree.ancestors(unit))}
    return frozenset(row.code for row in units_by_id(above, day).values()) if above else frozenset()


@cache
def office_kinds() -> tuple[str, ...]:
    """Codes of the kinds that are departments of an office, in the catalogue's order."""
    return tuple(row["code"] for row in rows_of("unit_kinds") if row.get("office"))


def kinds() -> dict[str, UnitKind]:
    """Every kind of unit by code: to be read, never to be changed."""
    return kept(_KINDS, lambda: {kind.code: kind for kind in UnitKind.objects.order_by("level", "code")})
