"""The register of branches and the weak-unit list as a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import get_language, gettext

from viecthat.documents.model import Lang
from viecthat.documents.workbook import Sheet, SheetCell, SheetColumn, Workbook
from viecthat.documents.xlsx import to_xlsx
from viecthat.organisation.queries.branches import Standing


def branches_xlsx(rows: Iterable[Standing], title: str, notes: tuple[str, ...], day: date, *, weak: bool) -> bytes:
    """A line per unit; `weak`: with the reasons and what to do."""
    columns = [
        SheetColumn(gettext("Mã đơn vị"), "text", 18),
        SheetColumn(gettext("Đơn vị"), "text", 38),
        SheetColumn(gettext("Loại đơn vị"), "text", 26),
        SheetColumn(gettext("Trực thuộc"), "text", 32),
        SheetColumn(gettext("Đoàn viên"), "whole", 10),
        SheetColumn(gettext("Bí thư"), "text", 26),
        SheetColumn(gettext("Hoạt động 12 tháng"), "whole", 12),
        SheetColumn(gettext("Hoạt động gần nhất"), "day", 12),
        SheetColumn(gettext("Xếp loại năm trước"), "text", 26),
    ]
    if weak:
        columns += [SheetColumn(gettext("Vì sao"), "text", 48), SheetColumn(gettext("Cần làm"), "text", 60)]
    cells: list[tuple[SheetCell, ...]] = []
    for row in rows:
        line: list[SheetCell] = [
            row.unit.code,
            row.unit.name,
            str(row.kind),
            row.parent.name if row.parent else "",
            row.members if row.is_branch else None,
            row.secretary.person.full_name if row.secretary else "",
            row.activities,
            row.last_activity,
            str(row.last_class or ""),
        ]
        if weak:
            line += ["; ".join(r.name for r in row.reasons), " ".join(r.todo for r in row.reasons)]
        cells.append(tuple(line))
    sheet = Sheet(gettext("Chi đoàn"), tuple(columns), cells, title, notes, freeze=2, landscape=True)
    lang: Lang = "en" if get_language() == "en" else "vi"
    return to_xlsx(Workbook((sheet,), title=title, author="Việc Thật", day=day, lang=lang))
