"""The list of programmes as a sheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from viecthat.documents.workbook import Sheet, SheetColumn

if TYPE_CHECKING:
    from viecthat.plans.queries.programme import ListedProgramme


def programme_sheet(rows: Iterable[ListedProgramme]) -> Sheet:
    """A line per programme: goal, period, budget, lead, how far it has come."""
    columns = (
        SheetColumn(gettext("Tên"), "text", 50),
        SheetColumn(gettext("Loại"), "text", 24),
        SheetColumn(gettext("Đơn vị"), "text", 30),
        SheetColumn(gettext("Mục tiêu"), "text", 50),
        SheetColumn(gettext("Từ ngày"), "day", 12),
        SheetColumn(gettext("Đến trước"), "day", 12),
        SheetColumn(gettext("Chủ trì"), "text", 24),
        SheetColumn(gettext("Kinh phí dự kiến (đồng)"), "whole", 18),
        SheetColumn(gettext("Đột phá"), "text", 8),
        SheetColumn(gettext("Lần"), "whole", 6),
        SheetColumn(gettext("Nhiệm vụ, hoạt động"), "whole", 12),
        SheetColumn(gettext("Đã xong"), "whole", 10),
        SheetColumn(gettext("Quá hạn"), "whole", 10),
        SheetColumn(gettext("Tiến độ (%)"), "whole", 10),
    )
    lines = [
        (
            row.programme.title,
            str(row.programme.get_kind_display()),
            row.unit.name,
            row.programme.goal,
            row.programme.start,
            row.programme.end,
            row.programme.lead,
            row.programme.budget,
            gettext("có") if row.programme.breakthrough else "",
            row.programme.version,
            row.items,
            row.done,
            row.late,
            row.percent,
        )
        for row in rows
    ]
    return Sheet(gettext("Chương trình"), columns, lines, gettext("Chương trình, đề án"), freeze=1, landscape=True)
