"""The plan of congresses below, publicity, great days as workbooks and CSV."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from viecthat.documents.workbook import Sheet, SheetColumn

if TYPE_CHECKING:
    from viecthat.congress.queries.congress import StageRow
    from viecthat.congress.queries.publicity import DayRow, ItemRow


def stages_sheet(stages: Iterable[StageRow], title: str) -> Sheet:
    """A line a unit below, with its congress and whether it is in time."""
    columns = (
        SheetColumn(gettext("Loại đơn vị"), "text", 28),
        SheetColumn(gettext("Đơn vị"), "text", 36),
        SheetColumn(gettext("Hạn"), "day", 12),
        SheetColumn(gettext("Dự kiến"), "day", 12),
        SheetColumn(gettext("Đã họp"), "day", 12),
        SheetColumn(gettext("Chậm"), "text", 10),
    )
    lines = [
        (
            stage.name,
            row.unit.name,
            stage.stage.due,
            row.congress.planned_on if row.congress else None,
            row.congress.held_on if row.congress else None,
            gettext("chậm") if row.late else "",
        )
        for stage in stages
        for row in stage.rows
    ]
    return Sheet(gettext("Cấp dưới"), columns, lines, title, freeze=1, landscape=True)


def items_sheet(rows: Iterable[ItemRow], title: str) -> Sheet:
    """A line an item of a plan of publicity."""
    columns = (
        SheetColumn(gettext("Kênh, hình thức"), "text", 30),
        SheetColumn(gettext("Nội dung"), "text", 50),
        SheetColumn(gettext("Ai làm"), "text", 28),
        SheetColumn(gettext("Từ ngày"), "day", 12),
        SheetColumn(gettext("Hạn"), "day", 12),
        SheetColumn(gettext("Xong ngày"), "day", 12),
        SheetColumn(gettext("Kết quả"), "text", 50),
        SheetColumn(gettext("Số người xem, dự"), "whole", 14),
        SheetColumn(gettext("Số liệu trong sổ việc"), "text", 40),
    )
    lines = [
        (
            str(row.item.get_channel_display()),
            row.item.words,
            row.item.who,
            row.item.start,
            row.item.due,
            row.item.done_on,
            row.item.result,
            row.item.reach,
            "; ".join(row.results),
        )
        for row in rows
    ]
    return Sheet(gettext("Kế hoạch"), columns, lines, title, freeze=1, landscape=True)


def days_sheet(rows: Iterable[DayRow], year: int) -> Sheet:
    """A line a great day and plan for it."""
    columns = (
        SheetColumn(gettext("Ngày"), "day", 12),
        SheetColumn(gettext("Kỷ niệm"), "text", 44),
        SheetColumn(gettext("Số năm"), "whole", 10),
        SheetColumn(gettext("Năm tròn, năm chẵn 5"), "text", 14),
        SheetColumn(gettext("Đơn vị có kế hoạch"), "text", 34),
        SheetColumn(gettext("Việc xong"), "whole", 10),
        SheetColumn(gettext("Số việc"), "whole", 10),
    )
    lines: list[tuple[object, ...]] = []
    for row in rows:
        start = (row.day, row.name, row.years, gettext("có") if row.is_round else "")
        lines.extend((*start, unit.name, done, whole) for _plan, unit, done, whole in row.plans)
        if not row.plans:
            lines.append((*start, "", None, None))
    title = gettext("Các ngày kỷ niệm năm {year}").format(year=year)
    return Sheet(gettext("Kỷ niệm"), columns, lines, title, freeze=1, landscape=True)  # type: ignore[arg-type]
