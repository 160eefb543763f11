"""The registers of advice, coordination and visits as sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from viecthat.documents.workbook import Sheet, SheetColumn

if TYPE_CHECKING:
    from viecthat.plans.models import Advice, BaseVisit, Coordination
    from viecthat.units.queries import UnitRow


def advice_sheet(rows: Iterable[Advice], units: Mapping[int, UnitRow]) -> Sheet:
    """A line per paper of advice."""
    columns = (
        SheetColumn(gettext("Đơn vị"), "text", 28),
        SheetColumn(gettext("Nội dung tham mưu"), "text", 50),
        SheetColumn(gettext("Nơi nhận"), "text", 30),
        SheetColumn(gettext("Văn bản"), "text", 20),
        SheetColumn(gettext("Ngày gửi"), "day", 12),
        SheetColumn(gettext("Thực hiện"), "text", 24),
        SheetColumn(gettext("Kết quả"), "text", 20),
        SheetColumn(gettext("Ngày có kết quả"), "day", 12),
        SheetColumn(gettext("Số ngày"), "whole", 9),
        SheetColumn(gettext("Chi tiết"), "text", 40),
    )
    lines = [
        (
            units[row.unit_id].name,
            row.topic,
            row.addressee,
            str(row.paper) if row.paper else row.number,
            row.sent_on,
            str(row.serves) if row.serves else "",
            str(row.get_outcome_display()),
            row.outcome_on,
            (row.outcome_on - row.sent_on).days if row.outcome_on else None,
            row.outcome_note,
        )
        for row in rows
    ]
    return Sheet(gettext("Tham mưu"), columns, lines, gettext("Sổ tham mưu"), freeze=1, landscape=True)


def coordination_sheet(rows: Iterable[Coordination], units: Mapping[int, UnitRow]) -> Sheet:
    """A line per agreement, its results in one cell."""
    columns = (
        SheetColumn(gettext("Đơn vị"), "text", 28),
        SheetColumn(gettext("Phối hợp với"), "text", 28),
        SheetColumn(gettext("Tên"), "text", 40),
        SheetColumn(gettext("Nội dung"), "text", 50),
        SheetColumn(gettext("Từ ngày"), "day", 12),
        SheetColumn(gettext("Đến trước"), "day", 12),
        SheetColumn(gettext("Văn bản"), "text", 20),
        SheetColumn(gettext("Kết quả"), "text", 60),
    )
    lines = [
        (
            units[row.unit_id].name,
            row.partner,
            row.title,
            row.content,
            row.start,
            row.end,
            str(row.directive) if row.directive else row.number,
            "\n".join(f"{result.day:%d/%m/%Y}: {result.text}" for result in row.results.all()),
        )
        for row in rows
    ]
    return Sheet(gettext("Phối hợp"), columns, lines, gettext("Sổ phối hợp"), freeze=1, landscape=True)


def visit_sheet(rows: Iterable[BaseVisit], units: Mapping[int, UnitRow]) -> Sheet:
    """A line per visit."""
    columns = (
        SheetColumn(gettext("Ngày"), "day", 12),
        SheetColumn(gettext("Đơn vị"), "text", 28),
        SheetColumn(gettext("Ban, bộ phận"), "text", 24),
        SheetColumn(gettext("Đến"), "text", 30),
        SheetColumn(gettext("Người đi"), "text", 30),
        SheetColumn(gettext("Nội dung"), "text", 40),
        SheetColumn(gettext("Nắm được gì, tháo gỡ gì"), "text", 50),
    )
    lines = [
        (
            row.day,
            units[row.unit_id].name,
            row.department,
            units[row.visited_id].name,
            row.people,
            row.purpose,
            row.found,
        )
        for row in rows
    ]
    return Sheet(gettext("Đi cơ sở"), columns, lines, gettext("Sổ đi cơ sở"), freeze=1, landscape=True)
