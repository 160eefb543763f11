"""Finding units by what people type: a code, a name, a part of a name with or without its marks."""

from datetime import date

from django.db.models import QuerySet

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, spelled_alike
from viecthat.units.models import Unit, UnitVersion
from viecthat.units.queries.rows import UnitRow, row_of, unit_with_code, versions_on


def unit_named(text: str, day: date) -> UnitRow:
    """The unit with this code or this name on `day` (marks and capitals may be left out, none may be another).

    Raises Refused when there is none, or several of that name; told too is who is called so but for the marks.
    """
    wanted = " ".join(text.split())
    if (by_code := unit_with_code(wanted.lower(), day)) is not None:
        return by_code
    folded = list(
        UnitVersion.objects.filter(folded_name=fold(wanted)).select_related("unit").order_by("-start", "unit__code")
    )
    found = [version for version in folded if spelled_alike(wanted, version.name)]
    if folded and not found:
        raise Refused(
            gettext_noop("Không có đơn vị nào tên “{text}”. Khác dấu thì có {others}; sửa dấu hoặc ghi mã."),
            field="unit",
            text=wanted,
            others=", ".join(sorted({f"{v.name} ({v.unit.code})" for v in folded})[:5]),
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
    return row_of(next(iter(units.values())))


def unit_identity(unit: int) -> Unit:
    """The identity behind a row, for the commands that change a unit."""
    return Unit.objects.get(pk=unit)


def units_found(text: str, day: date) -> "QuerySet[UnitVersion]":
    """Units whose name holds the text, with or without marks, or whose code it is, on `day`; all for an empty text."""
    versions = versions_on(day).select_related("unit", "kind")
    wanted = fold(text)
    if wanted:
        versions = versions.filter(folded_name__contains=wanted) | versions.filter(unit__code=wanted)
    return versions.order_by("kind__level", "sort_key", "pk")
