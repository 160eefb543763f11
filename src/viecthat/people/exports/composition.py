"""Members by unit, sex and age group as a workbook."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext

from viecthat.documents.workbook import Sheet, SheetCell, SheetColumn, Workbook
from viecthat.documents.xlsx import to_xlsx
from viecthat.people.queries.composition import Composition, CompositionRow


def composition_xlsx(found: Composition, *, notes: tuple[str, ...], lang: Literal["vi", "en"]) -> bytes:
    """A row per unit, the whole last; a row that is kept back has its total alone."""
    columns = (
        SheetColumn(gettext("Đơn vị"), "text", 36),
        SheetColumn(gettext("Mã đơn vị"), "text", 18),
        SheetColumn(gettext("Đoàn viên"), "whole", 12),
        SheetColumn(gettext("Nữ"), "whole", 12),
        SheetColumn(gettext("Nam"), "whole", 12),
        *(SheetColumn(group.name, "whole", 16) for group in found.groups),
        SheetColumn(gettext("Chưa rõ giới tính, tuổi"), "whole", 14),
    )
    rows = (_cells(row, len(found.groups)) for row in (*found.rows, found.whole))
    title = gettext("Cơ cấu đoàn viên")
    sheet = Sheet(title, columns, rows, title, notes, freeze=1, landscape=True)
    return to_xlsx(Workbook((sheet,), title=title, author="Việc Thật", day=found.day, lang=lang))


def _cells(row: CompositionRow, groups: int) -> tuple[SheetCell, ...]:
    name = row.unit.name if not row.is_own else gettext("{name}, trực tiếp").format(name=row.unit.name)
    counts = row.counts if row.counts is not None else (None,) * groups
    return (name, row.unit.code, row.total, row.women, row.men, *counts, row.unknown)
