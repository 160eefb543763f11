"""Campaigns, their weeks and the register of volunteers as workbooks and CSV."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from viecthat.documents.csv_lines import to_csv
from viecthat.documents.workbook import Sheet, SheetCell, SheetColumn, Workbook
from viecthat.documents.xlsx import to_xlsx

if TYPE_CHECKING:
    from viecthat.campaigns.queries.call import Volunteer
    from viecthat.campaigns.queries.campaign import ListedCampaign, TeamRow


def file_of(sheet: Sheet, kind: str, day: date) -> bytes:
    """The sheet as `csv` or `xlsx`."""
    if kind == "csv":
        return "".join(to_csv(sheet)).encode()
    lang = "en" if get_language() == "en" else "vi"
    return to_xlsx(Workbook((sheet,), title=sheet.title, author="Việc Thật", day=day, lang=lang))  # type: ignore[arg-type]


def campaigns_sheet(rows: Iterable[ListedCampaign]) -> Sheet:
    """A line a campaign."""
    columns = (
        SheetColumn(gettext("Chiến dịch"), "text", 44),
        SheetColumn(gettext("Loại"), "text", 30),
        SheetColumn(gettext("Đơn vị"), "text", 30),
        SheetColumn(gettext("Từ ngày"), "day", 12),
        SheetColumn(gettext("Đến trước"), "day", 12),
        SheetColumn(gettext("Đội"), "whole", 10, total=True),
        SheetColumn(gettext("Tình nguyện viên"), "whole", 14),
        SheetColumn(gettext("Lời gọi"), "whole", 10, total=True),
    )
    lines = [
        (
            row.programme.title,
            str(row.campaign.get_kind_display()) if row.campaign else "",
            row.unit.name,
            row.programme.start,
            row.programme.end,
            row.teams,
            row.volunteers,
            row.calls,
        )
        for row in rows
    ]
    return Sheet(gettext("Chiến dịch"), columns, lines, gettext("Các chiến dịch"), freeze=1, landscape=True)


def weeks_sheet(rows: Iterable[TeamRow], title: str) -> Sheet:
    """A line a team, week and indicator; a week without anything recorded has a line of its own that says so."""
    columns = (
        SheetColumn(gettext("Đội"), "text", 34),
        SheetColumn(gettext("Đơn vị"), "text", 28),
        SheetColumn(gettext("Tuần từ"), "day", 12),
        SheetColumn(gettext("đến hết"), "day", 12),
        SheetColumn(gettext("Số hoạt động"), "whole", 12),
        SheetColumn(gettext("Kết quả"), "text", 40),
        SheetColumn(gettext("Số lượng"), "decimal", 14, decimals=1),
        SheetColumn(gettext("Đơn vị tính"), "text", 12),
    )
    lines: list[tuple[SheetCell, ...]] = []
    for row in rows:
        for week in row.weeks:
            start: tuple[SheetCell, ...] = (row.team.name, row.unit.name, week.start, week.end, week.activities)
            if not week.figures:
                lines.append((*start, gettext("chưa ghi gì"), None, ""))
            lines.extend((*start, str(f.indicator), f.amount, f.indicator.measured_in) for f in week.figures)
    return Sheet(gettext("Theo tuần"), columns, lines, title, freeze=1, landscape=True)


def volunteers_sheet(rows: Iterable[Volunteer]) -> Sheet:
    """A line a volunteer."""
    columns = (
        SheetColumn(gettext("Họ và tên"), "text", 28),
        SheetColumn(gettext("Đơn vị"), "text", 32),
        SheetColumn(gettext("Số đội"), "whole", 10),
        SheetColumn(gettext("Số lần tham gia"), "whole", 14),
        SheetColumn(gettext("Số phút"), "whole", 12),
        SheetColumn(gettext("Vào đội gần nhất"), "day", 14),
    )
    lines = (
        (row.person.full_name, row.unit.name if row.unit else "", row.teams, row.times, row.minutes, row.last)
        for row in rows
    )
    notes = (gettext("Mỗi người có tên ở đây thấy trong hồ sơ của mình ai đã tải danh sách này."),)
    return Sheet(gettext("Tình nguyện viên"), columns, lines, gettext("Sổ tình nguyện viên"), notes, freeze=1)
