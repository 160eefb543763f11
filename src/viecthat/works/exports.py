"""Lists and the report of a relief drive as workbooks and CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from viecthat.documents.csv_lines import to_csv
from viecthat.documents.workbook import Sheet, SheetColumn, Workbook
from viecthat.documents.xlsx import to_xlsx

if TYPE_CHECKING:
    from viecthat.works.models import ReliefMove
    from viecthat.works.queries.house import ListedHouse
    from viecthat.works.queries.relief import Balance, Given, ListedDrive
    from viecthat.works.queries.work import ListedWork


def file_of(sheets: tuple[Sheet, ...], title: str, kind: str, day: date) -> bytes:
    """The sheets as `xlsx`, or the first as `csv`."""
    if kind == "csv":
        return "".join(to_csv(sheets[0])).encode()
    lang = "en" if get_language() == "en" else "vi"
    return to_xlsx(Workbook(sheets, title=title, author="Việc Thật", day=day, lang=lang))  # type: ignore[arg-type]


def works_sheet(rows: Iterable[ListedWork]) -> Sheet:
    """A line a work."""
    title = gettext("Công trình, phần việc thanh niên")
    columns = (
        SheetColumn(gettext("Tên"), "text", 44),
        SheetColumn(gettext("Loại"), "text", 20),
        SheetColumn(gettext("Đơn vị làm"), "text", 30),
        SheetColumn(gettext("Mã đơn vị"), "text", 14),
        SheetColumn(gettext("Cấp"), "text", 16),
        SheetColumn(gettext("Đơn vị hướng dẫn"), "text", 26),
        SheetColumn(gettext("Nơi làm"), "text", 30),
        SheetColumn(gettext("Khởi công"), "day", 12),
        SheetColumn(gettext("Dự kiến xong"), "day", 12),
        SheetColumn(gettext("Trạng thái"), "text", 18),
        SheetColumn(gettext("Dự kiến (đồng)"), "money", 18, total=True),
        SheetColumn(gettext("Đã dùng (đồng)"), "money", 18, total=True),
        SheetColumn(gettext("Bàn giao"), "day", 12),
    )
    lines = (
        (
            row.work.title,
            str(row.work.get_size_display()),
            row.unit.name,
            row.unit.code,
            row.level,
            row.guide.name if row.guide else "",
            row.work.place,
            row.work.start,
            row.work.due,
            str(row.work.get_state_display()),
            row.planned,
            row.actual,
            row.work.handed_on,
        )
        for row in rows
    )
    return Sheet(gettext("Công trình"), columns, lines, title, freeze=1, landscape=True)


def houses_sheet(rows: Iterable[ListedHouse]) -> Sheet:
    """A line a house: where and how much, never whose."""
    columns = (
        SheetColumn(gettext("Xã, phường, tỉnh"), "text", 36),
        SheetColumn(gettext("Loại nhà"), "text", 24),
        SheetColumn(gettext("Đơn vị dựng"), "text", 30),
        SheetColumn(gettext("Mã đơn vị"), "text", 14),
        SheetColumn(gettext("Trạng thái"), "text", 16),
        SheetColumn(gettext("Đăng ký"), "day", 12),
        SheetColumn(gettext("Khởi công"), "day", 12),
        SheetColumn(gettext("Bàn giao"), "day", 12),
        SheetColumn(gettext("Kinh phí (đồng)"), "money", 18, total=True),
    )
    lines = (
        (
            row.house.commune,
            str(row.house.get_kind_display()),
            row.unit.name,
            row.unit.code,
            str(row.house.get_state_display()),
            row.house.registered_on,
            row.house.started_on,
            row.house.handed_on,
            row.money,
        )
        for row in rows
    )
    notes = (gettext("Tên và địa chỉ hộ chỉ mở ở đơn vị dựng nhà, mỗi lần xem đều ghi lại."),)
    return Sheet(gettext("Nhà"), columns, lines, gettext("Nhà nhân ái, nhà khăn quàng đỏ"), notes, freeze=1)


def drives_sheet(rows: Iterable[ListedDrive]) -> Sheet:
    """A line a drive."""
    columns = (
        SheetColumn(gettext("Đợt cứu trợ"), "text", 40),
        SheetColumn(gettext("Thiên tai, sự cố"), "text", 36),
        SheetColumn(gettext("Đơn vị"), "text", 30),
        SheetColumn(gettext("Từ ngày"), "day", 12),
        SheetColumn(gettext("Kết thúc"), "day", 12),
        SheetColumn(gettext("Tiền đã trao (đồng)"), "money", 18, total=True),
        SheetColumn(gettext("Số lần trao"), "whole", 12, total=True),
        SheetColumn(gettext("Số xã, phường"), "whole", 12),
    )
    lines = (
        (
            row.drive.title,
            row.drive.disaster,
            row.unit.name,
            row.drive.start,
            row.drive.closed_on,
            row.money,
            row.deliveries,
            row.communes,
        )
        for row in rows
    )
    return Sheet(gettext("Cứu trợ"), columns, lines, gettext("Các đợt cứu trợ"), freeze=1, landscape=True)


def drive_report(
    balances: Sequence[Balance], given: Sequence[Given], moves: Iterable[ReliefMove], title: str
) -> tuple[Sheet, ...]:
    """What was needed, received, handed out and is left; what each commune got; the whole log."""
    sums = (
        SheetColumn(gettext("Mặt hàng"), "text", 28),
        SheetColumn(gettext("Đơn vị tính"), "text", 12),
        SheetColumn(gettext("Cần"), "whole", 14),
        SheetColumn(gettext("Đã nhận"), "whole", 14),
        SheetColumn(gettext("Đã trao"), "whole", 14),
        SheetColumn(gettext("Còn lại"), "whole", 14),
    )
    places = (
        SheetColumn(gettext("Xã, phường"), "text", 32),
        SheetColumn(gettext("Mặt hàng"), "text", 28),
        SheetColumn(gettext("Số lượng"), "whole", 14),
        SheetColumn(gettext("Đơn vị tính"), "text", 12),
        SheetColumn(gettext("Lượt hộ"), "whole", 12),
    )
    log = (
        SheetColumn(gettext("Ngày"), "day", 12),
        SheetColumn(gettext("Việc"), "text", 22),
        SheetColumn(gettext("Mặt hàng"), "text", 24),
        SheetColumn(gettext("Số lượng"), "whole", 14),
        SheetColumn(gettext("Đơn vị tính"), "text", 12),
        SheetColumn(gettext("Từ ai, ai ký nhận"), "text", 32),
        SheetColumn(gettext("Xã, phường"), "text", 28),
        SheetColumn(gettext("Số hộ"), "whole", 10),
        SheetColumn(gettext("Ghi chú"), "text", 32),
    )
    return (
        Sheet(
            gettext("Cân đối"),
            sums,
            [(b.item.name, b.item.measure, b.needed, b.received, b.delivered, b.left) for b in balances],
            title,
        ),
        Sheet(
            gettext("Từng xã"),
            places,
            [(g.commune, g.item.name, g.quantity, g.item.measure, g.households) for g in given],
            title,
        ),
        Sheet(
            gettext("Sổ nhận, trao"),
            log,
            (
                (
                    m.day,
                    str(m.get_kind_display()),
                    m.item.name,
                    m.quantity,
                    m.item.measure,
                    m.party,
                    m.commune,
                    m.households,
                    m.note,
                )
                for m in moves
            ),
            title,
            landscape=True,
        ),
    )
