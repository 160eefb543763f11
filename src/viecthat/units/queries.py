"""Reads of the tree: as it was, as it is, and where an old unit stands today."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold
from viecthat.rollup.placement import Succession as Link
from viecthat.rollup.placement import UnitMap, place_units
from viecthat.rollup.tree import Node, Tree, encode_tree
from viecthat.units.models import Bloc, Succession, TreeRevision, Unit, UnitKind, UnitVersion


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as it was on a day; `end` tells that it has ended since."""

    id: int
    code: str
    name: str
    kind: str
    parent: int | None
    start: date
    end: date | None


def _revision() -> UUID:
    """The state of the tree. Read once a question: the price of never showing an old tree. One query."""
    return TreeRevision.objects.values_list("token", flat=True).get(pk=1)


@lru_cache(maxsize=2)
def _boundaries(_database: str, _token: UUID) -> tuple[date, ...]:
    """The days on which the map changes."""
    starts = UnitVersion.objects.order_by().values_list("start").distinct()
    ends = UnitVersion.objects.filter(end__isnull=False).order_by().values_list("end").distinct()
    days = Succession.objects.order_by().values_list("day").distinct()
    return tuple(sorted(day for (day,) in starts.union(ends, days)))


@lru_cache(maxsize=16)
def _tree(_database: str, _token: UUID, day: date) -> Tree:
    rows = _versions_on(day).values_list("unit_id", "parent_id", "kind_id", "sort_key")
    return encode_tree([Node(*row) for row in rows], day)


@lru_cache(maxsize=16)
def _map(database: str, token: UUID, day: date) -> UnitMap:
    known = list(Unit.objects.order_by("pk").values_list("pk", flat=True))
    links = Succession.objects.order_by("day", "pk").values_list("old_id", "new_id", "day", "heir")
    return place_units(_tree(database, token, day), known, [Link(*link) for link in links])


def _settled(token: UUID, day: date) -> date:
    """The first day of the span in which the map is as on `day`, so that one copy serves the whole span."""
    before = [b for b in _boundaries(str(connection.settings_dict["NAME"]), token) if b <= day]
    return before[-1] if before else day


def tree_on(day: date) -> Tree:
    """The tree as it stood on `day`; kept in memory until the tree changes."""
    token = _revision()
    return _tree(str(connection.settings_dict["NAME"]), token, _settled(token, day))


def map_on(day: date) -> UnitMap:
    """The map of `day`: its tree, and where every unit ever known stands in it; kept like `tree_on`."""
    token = _revision()
    return _map(str(connection.settings_dict["NAME"]), token, _settled(token, day))


def _versions_on(day: date) -> "QuerySet[UnitVersion]":
    return UnitVersion.objects.filter(start__lte=day).exclude(end__lte=day)


def _row(version: UnitVersion) -> UnitRow:
    return UnitRow(
        version.unit_id,
        version.unit.code,
        version.name,
        version.kind_id,
        version.parent_id,
        version.start,
        version.end,
    )


def units_by_id(ids: "list[int] | set[int]", day: date) -> dict[int, UnitRow]:
    """These units as they were on `day`; one that had ended or not begun is shown by its nearest version. One query."""
    nearest: dict[int, UnitVersion] = {}
    for version in UnitVersion.objects.filter(unit__in=list(ids)).select_related("unit").order_by("unit_id", "start"):
        if version.unit_id not in nearest or version.start <= day:
            nearest[version.unit_id] = version
    return {unit: _row(version) for unit, version in nearest.items()}


def unit_named(text: str, day: date) -> UnitRow:
    """The unit with this code or this name on `day` (marks and capitals may be left out).

    Raises Refused when there is none, or several of that name.
    """
    wanted = " ".join(text.split())
    by_code = Unit.objects.filter(code=wanted.lower()).values_list("pk", flat=True).first()
    if by_code is not None:
        return units_by_id([by_code], day)[by_code]
    found = list(
        UnitVersion.objects.filter(folded_name=fold(wanted)).select_related("unit").order_by("-start", "unit__code")
    )
    valid = [v for v in found if v.start <= day and (v.end is None or v.end > day)] or found
    units = {v.unit_id: v for v in reversed(valid)}
    if not units:
        raise Refused(
            gettext_noop("Không có đơn vị nào tên hoặc mã là “{text}”. Tìm ở trang Đơn vị rồi chép đúng mã."),
            field="unit",
            text=wanted,
        )
    if len(units) > 1:
        codes = ", ".join(sorted(v.unit.code for v in units.values())[:5])
        raise Refused(
            gettext_noop("Có {count} đơn vị cùng tên “{text}”. Ghi mã thay cho tên: {codes}…"),
            field="unit",
            count=len(units),
            text=wanted,
            codes=codes,
        )
    return _row(next(iter(units.values())))


def unit_with_code(code: str, day: date) -> UnitRow | None:
    """The unit with this code, as it was on `day` or nearest to it."""
    found = Unit.objects.filter(code=code).values_list("pk", flat=True).first()
    return None if found is None else units_by_id([found], day).get(found)


def ancestors_of(unit: int, day: date) -> list[UnitRow]:
    """From the root down to the unit's parent on `day`; empty for a unit that did not exist then."""
    tree = tree_on(day)
    path = list(tree.ancestors(unit)) if unit in tree else []
    rows = units_by_id(path, day)
    return [rows[u] for u in path]


def children_of(unit: int | None, day: date) -> "QuerySet[UnitVersion]":
    """The units directly under `unit` (None: the roots) on `day`, in Vietnamese order."""
    return _versions_on(day).filter(parent=unit).select_related("unit", "kind").order_by("kind__level", "sort_key", "pk")


def units_found(text: str, day: date) -> "QuerySet[UnitVersion]":
    """Units whose name holds the text, with or without marks, on `day`; all of them for an empty text."""
    versions = _versions_on(day).select_related("unit", "kind")
    wanted = fold(text)
    if wanted:
        versions = versions.filter(folded_name__contains=wanted)
    return versions.order_by("kind__level", "sort_key", "pk")


def versions_of(unit: int) -> "QuerySet[UnitVersion]":
    """Every name, kind and parent the unit ever had, newest first."""
    return UnitVersion.objects.filter(unit=unit).select_related("kind", "parent").order_by("-start")


def successors_of(unit: int) -> "QuerySet[Succession]":
    """What the unit became."""
    return Succession.objects.filter(old=unit).select_related("new").order_by("day", "pk")


def predecessors_of(unit: int) -> "QuerySet[Succession]":
    """What became the unit."""
    return Succession.objects.filter(new=unit).select_related("old").order_by("day", "pk")


def blocs_of(unit: int) -> "QuerySet[Bloc]":
    """The emulation blocs the unit is or was in, newest first."""
    return Bloc.objects.filter(members__unit=unit).order_by("-year", "name")


def kinds() -> dict[str, UnitKind]:
    """Every kind of unit by code."""
    return {kind.code: kind for kind in UnitKind.objects.order_by("level", "code")}
