"""Reads of the tree: as it was, as it is, and where an old unit stands today."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold
from viecthat.units.models import Bloc, Succession, Unit, UnitKind, UnitVersion
from viecthat.units.tree import tree_on


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
    return (
        _versions_on(day).filter(parent=unit).select_related("unit", "kind").order_by("kind__level", "sort_key", "pk")
    )


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
