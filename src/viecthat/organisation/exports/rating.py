"""Ratings of units and the register of the three initiatives as workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import get_language, gettext

from viecthat.documents.model import Lang
from viecthat.documents.workbook import Sheet, SheetColumn, Workbook
from viecthat.documents.xlsx import to_xlsx
from viecthat.organisation.choices import InitiativeState
from viecthat.organisation.queries.rating import RatedUnit, RegisteredUnit


def ratings_xlsx(rows: Sequence[RatedUnit], title: str, day: date) -> bytes:
    """A line per unit: what it proposed, what it was given, the years before."""
    years = [year for year, _given in rows[0].trend[:-1]] if rows else []
    columns = (
        SheetColumn(gettext("Mã đơn vị"), "text", 18),
        SheetColumn(gettext("Đơn vị"), "text", 38),
        SheetColumn(gettext("Loại đơn vị"), "text", 26),
        SheetColumn(gettext("Điểm tự chấm"), "decimal", 10, decimals=1),
        SheetColumn(gettext("Tự đề nghị"), "text", 28),
        SheetColumn(gettext("Được xếp loại"), "text", 28),
        SheetColumn(gettext("Số quyết định"), "text", 20),
        SheetColumn(gettext("Ngày"), "day", 12),
        *(SheetColumn(gettext("Năm {year}").format(year=year), "text", 24) for year in years),
    )
    cells = [
        (
            row.unit.code,
            row.unit.name,
            str(row.kind),
            row.points,
            str(row.proposed or ""),
            str(row.given or ""),
            row.rating.decision if row.rating else "",
            row.rating.decided_on if row.rating else None,
            *(str(given or "") for _year, given in row.trend[:-1]),
        )
        for row in rows
    ]
    return _packed(Sheet(gettext("Xếp loại"), columns, cells, title, freeze=2, landscape=True), title, day)


def initiatives_xlsx(rows: Sequence[RegisteredUnit], title: str, day: date) -> bytes:
    """A line per base unit: what it undertook, whether it was recognised."""
    columns = (
        SheetColumn(gettext("Mã đơn vị"), "text", 18),
        SheetColumn(gettext("Đơn vị"), "text", 38),
        SheetColumn(gettext("Tình trạng"), "text", 22),
        SheetColumn(gettext("Tiêu chí 1"), "text", 40),
        SheetColumn(gettext("Tiêu chí 2"), "text", 40),
        SheetColumn(gettext("Tiêu chí 3"), "text", 40),
        SheetColumn(gettext("Số quyết định"), "text", 20),
        SheetColumn(gettext("Ngày"), "day", 12),
    )
    cells = [
        (
            row.unit.code,
            row.unit.name,
            str(InitiativeState(row.row.state).label) if row.row else gettext("chưa đăng ký"),
            *([*row.row.plans, "", "", ""][:3] if row.row else ("", "", "")),
            row.row.decision if row.row else "",
            row.row.decided_on if row.row else None,
        )
        for row in rows
    ]
    return _packed(Sheet(gettext("3 chủ động"), columns, cells, title, freeze=2, landscape=True), title, day)


def _packed(sheet: Sheet, title: str, day: date) -> bytes:
    lang: Lang = "en" if get_language() == "en" else "vi"
    return to_xlsx(Workbook((sheet,), title=title, author="Việc Thật", day=day, lang=lang))
