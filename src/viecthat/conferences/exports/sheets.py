"""Who is asked and who came, as a workbook; delegates' cards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.utils.timezone import localtime
from django.utils.translation import gettext

from viecthat.documents.cards import Card
from viecthat.documents.workbook import ShareOf, Sheet, SheetColumn
from viecthat.kernel.dates import format_date

if TYPE_CHECKING:
    from viecthat.conferences.models import Conference
    from viecthat.conferences.queries.conference import ListedConference
    from viecthat.conferences.queries.presence import Attendance, Listed


def attendance_sheets(conference: Conference, attendance: Attendance, rows: Iterable[Listed]) -> tuple[Sheet, Sheet]:
    """By kind of unit with live sums; everybody, one a line."""
    title = f"{conference.title}, {format_date(conference.held_on)}"
    columns = (
        SheetColumn(gettext("Loại đơn vị"), "text", 34),
        SheetColumn(gettext("Triệu tập"), "whole", 12, key="called", total=True),
        SheetColumn(gettext("Báo sẽ dự"), "whole", 12, total=True),
        SheetColumn(gettext("Có mặt"), "whole", 12, key="came", total=True),
        SheetColumn(gettext("Tỷ lệ"), "percent", 10, formula=ShareOf("came", "called")),
        SheetColumn(gettext("Số đơn vị"), "whole", 12, total=True),
        SheetColumn(gettext("Đơn vị có mặt"), "whole", 14, total=True),
    )
    lines = [(k.name, k.called, k.confirmed, k.came, None, k.units, k.units_there) for k in attendance.kinds]
    by_kind = Sheet(gettext("Theo loại đơn vị"), columns, lines, title, freeze=1)
    named = (
        SheetColumn(gettext("Họ tên"), "text", 28),
        SheetColumn(gettext("Chức vụ"), "text", 24),
        SheetColumn(gettext("Đơn vị, cơ quan"), "text", 34),
        SheetColumn(gettext("Thành phần"), "text", 16),
        SheetColumn(gettext("Tình trạng"), "text", 18),
        SheetColumn(gettext("Người dự thay"), "text", 28),
        SheetColumn(gettext("Lý do"), "text", 30),
        SheetColumn(gettext("Đến lúc"), "text", 10),
    )
    told = (
        (
            one.row.name,
            one.row.post,
            one.place,
            str(one.row.get_part_display()),
            one.state_words,
            one.row.stand_in,
            one.row.reason,
            f"{localtime(one.row.came_at):%H:%M}" if one.row.came_at else "",
        )
        for one in rows
    )
    return by_kind, Sheet(gettext("Từng người"), named, told, title, freeze=1, landscape=True)


def conferences_sheet(rows: Iterable[ListedConference]) -> Sheet:
    """A line per conference."""
    columns = (
        SheetColumn(gettext("Hội nghị"), "text", 60),
        SheetColumn(gettext("Đơn vị"), "text", 30),
        SheetColumn(gettext("Ngày"), "day", 12),
        SheetColumn(gettext("Nơi họp"), "text", 30),
        SheetColumn(gettext("Chủ trì"), "text", 30),
        SheetColumn(gettext("Tình trạng"), "text", 24),
        SheetColumn(gettext("Sơ kết, tổng kết"), "text", 50),
    )
    lines = [
        (
            row.conference.title,
            row.unit.name,
            row.conference.held_on,
            row.conference.place or row.conference.link,
            row.conference.chairs,
            str(row.conference.get_state_display()),
            "; ".join(review.title for review in row.reviews),
        )
        for row in rows
    ]
    title = gettext("Hội nghị sơ kết, tổng kết")
    return Sheet(gettext("Hội nghị"), columns, lines, title, freeze=1, landscape=True)


def delegate_cards(conference: Conference, rows: Iterable[Listed], address: Callable[[str], str]) -> list[Card]:
    """A card for each, whose code the door scans; `address` gives the whole address of a letter's code."""
    head = (conference.title, format_date(conference.held_on))
    return [
        Card(
            head, one.who, tuple(line for line in (one.row.post, one.place) if line not in {"", one.who}), address(code)
        )
        for one in rows
        if (code := one.row.code)
    ]
