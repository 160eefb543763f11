"""Calls and who stands how, as sheets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext

from viecthat.documents.workbook import Sheet, SheetColumn

if TYPE_CHECKING:
    from viecthat.reporting.queries.call import CallRow, ListedCall, OpenCall


def calls_sheet(rows: Iterable[ListedCall]) -> Sheet:
    """A line a call."""
    lang = get_language() or "vi"
    columns = (
        SheetColumn(gettext("Mẫu"), "text", 44),
        SheetColumn(gettext("Kỳ"), "text", 26),
        SheetColumn(gettext("Đơn vị yêu cầu"), "text", 30),
        SheetColumn(gettext("Hạn gửi"), "day", 12),
        SheetColumn(gettext("Phải gửi"), "whole", 12),
        SheetColumn(gettext("Đã gửi"), "whole", 12),
        SheetColumn(gettext("Đã được nhận"), "whole", 14),
        SheetColumn(gettext("Tình trạng"), "text", 14),
    )
    lines = (
        (
            str(row.call.form),
            row.call.period.name(lang[:2]),
            row.unit.name,
            row.call.due,
            row.progress.of,
            row.progress.sent,
            row.progress.accepted,
            gettext("đã khép") if row.call.closed_at else gettext("đang mở"),
        )
        for row in rows
    )
    title = gettext("Các đợt báo cáo")
    return Sheet(title, columns, lines, title, freeze=1, landscape=True)


def units_sheet(opened: OpenCall, rows: Iterable[CallRow]) -> Sheet:
    """A line a unit that owes a report."""
    lang = get_language() or "vi"
    columns = (
        SheetColumn(gettext("Đơn vị"), "text", 40),
        SheetColumn(gettext("Mã đơn vị"), "text", 18),
        SheetColumn(gettext("Cấp trên nhận"), "text", 34),
        SheetColumn(gettext("Hạn gửi"), "day", 12),
        SheetColumn(gettext("Tình trạng"), "text", 24),
        SheetColumn(gettext("Quá hạn"), "text", 12),
        SheetColumn(gettext("Ngày gửi"), "day", 12),
    )
    lines = (
        (
            row.name, row.code, row.above, row.due, str(row.standing.label),
            gettext("quá hạn") if row.late else gettext("gửi muộn") if row.sent_late else "",
            localdate(row.sent_at) if row.sent_at else None,
        )
        for row in rows
    )  # fmt: skip
    title = f"{opened.call.form}, {opened.call.period.name(lang[:2])}"
    return Sheet(gettext("Đơn vị"), columns, lines, title, freeze=1, landscape=True)
