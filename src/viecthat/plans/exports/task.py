"""Tasks as a sheet: one source for CSV and XLSX."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from viecthat.documents.workbook import Sheet, SheetColumn

if TYPE_CHECKING:
    from viecthat.plans.queries.task import ListedTask


def tasks_sheet(rows: Iterable[ListedTask], title: str, notes: tuple[str, ...] = ()) -> Sheet:
    """A line per task."""
    columns = (
        SheetColumn(gettext("Nhiệm vụ"), "text", 60),
        SheetColumn(gettext("Đơn vị chủ trì"), "text", 30),
        SheetColumn(gettext("Người phụ trách"), "text", 24),
        SheetColumn(gettext("Đơn vị giao"), "text", 26),
        SheetColumn(gettext("Hạn giao"), "day", 12),
        SheetColumn(gettext("Hạn hiện nay"), "day", 12),
        SheetColumn(gettext("Tình trạng"), "text", 24),
        SheetColumn(gettext("Quá hạn (ngày)"), "whole", 10),
        SheetColumn(gettext("Nguồn"), "text", 24),
        SheetColumn(gettext("Nguồn cụ thể"), "text", 36),
        SheetColumn(gettext("Tuyến chỉ đạo"), "text", 20),
        SheetColumn(gettext("Nhiệm vụ chuyên môn"), "text", 30),
        SheetColumn(gettext("Phần việc đã xong"), "whole", 10),
        SheetColumn(gettext("Số phần việc"), "whole", 10),
    )
    lines = [
        (
            row.task.title,
            row.unit.name,
            str(row.task.person) if row.task.person else "",
            row.giver.name if row.giver else "",
            row.task.due,
            row.due,
            row.task.get_state_display(),
            -row.days_left if row.late and row.days_left is not None else None,
            row.task.get_origin_display(),
            row.task.origin_note,
            row.task.get_line_display(),
            row.task.professional,
            row.parts_done if row.parts else None,
            row.parts or None,
        )
        for row in rows
    ]
    return Sheet(gettext("Nhiệm vụ"), columns, lines, title, notes, freeze=1, landscape=True)
