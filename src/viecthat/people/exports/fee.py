"""The fee book as files: the month's book, who owes, and the statement of a closing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from django.utils.timezone import localdate
from django.utils.translation import gettext

from viecthat.documents.model import Column, Figure, Number, OfficialDocument, Paragraph, Signature, Table
from viecthat.documents.workbook import Sheet, SheetColumn, Workbook
from viecthat.documents.xlsx import to_xlsx
from viecthat.kernel.dates import format_date
from viecthat.kernel.numbers import format_number
from viecthat.people.exports.papers import MADE_UP
from viecthat.units.queries import UnitRow, ancestors_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viecthat.people.models import FeeClosingLine
    from viecthat.people.queries.fee import FeeBook
    from viecthat.people.queries.fee_closing import Arrears, ShownClosing

Lang = Literal["vi", "en"]


def fee_book_xlsx(book: FeeBook, unit: UnitRow, *, day: date, lang: Lang) -> bytes:
    """The members of a branch with what they paid for each month of the year of the book."""
    columns = (
        SheetColumn(gettext("Họ và tên"), "text", 28),
        SheetColumn(gettext("Mức đóng"), "money", 10),
        *(SheetColumn(f"{number:02}/{book.month.year}", "money", 9, total=True) for number in range(1, 13)),
        SheetColumn(gettext("Tháng được miễn"), "text", 16),
    )
    rows = (
        (
            row.person.full_name,
            row.due,
            *(None if one is None or one.exempt else one.amount for one in row.settled),
            ", ".join(f"{one.month:%m}" for one in row.settled if one is not None and one.exempt),
        )
        for row in book.rows
    )
    title = gettext("Sổ thu đoàn phí năm {year}").format(year=book.month.year)
    sheet = Sheet(gettext("Đoàn phí"), columns, rows, title, (unit.name,), freeze=1, landscape=True)
    return to_xlsx(Workbook((sheet,), title=title, author=unit.name, day=day, lang=lang))


def arrears_xlsx(found: Sequence[Arrears], unit: UnitRow, year: int, *, day: date, lang: Lang) -> bytes:
    """Who owes which months."""
    columns = (
        SheetColumn(gettext("Họ và tên"), "text", 28),
        SheetColumn(gettext("Số tháng"), "whole", 10),
        SheetColumn(gettext("Tháng"), "text", 40),
        SheetColumn(gettext("Còn nợ (đồng)"), "money", 14, total=True),
    )
    rows = (
        (one.person.full_name, len(one.months), ", ".join(f"{month:%m/%Y}" for month in one.months), one.due)
        for one in found
    )
    title = gettext("Đoàn viên còn nợ đoàn phí năm {year}").format(year=year)
    sheet = Sheet(gettext("Còn nợ"), columns, rows, title, (unit.name,), freeze=1)
    return to_xlsx(Workbook((sheet,), title=title, author=unit.name, day=day, lang=lang))


def closing_document(
    shown: ShownClosing, lines: Sequence[FeeClosingLine], names: dict[int, str], *, made_up: bool
) -> OfficialDocument:
    """The statement that goes up with the money. names: of the units below, by id."""
    closing = shown.closing
    day = localdate(closing.closed_at)
    above = ancestors_of(shown.unit.id, day)
    notices = []
    if closing.undone_at is not None:
        notices.append(f"ĐÃ MỞ LẠI SỔ ngày {localdate(closing.undone_at):%d/%m/%Y}: {closing.undone_reason}")
    if made_up:
        notices.append(MADE_UP)
    rows = tuple(_line_cells(line, names) for line in lines)
    share = (
        ("Cộng", "", Number(closing.total)),
        ("Giữ lại", "", Number(shown.kept)),
        ("Nộp cấp trên", "", Number(closing.passed)),
    )
    confirmed = []
    if closing.received_on is not None and closing.confirmed_by is not None:
        received = f"Cấp trên xác nhận đã nhận ngày {format_date(closing.received_on)}"
        confirmed.append(Paragraph(f"{received}, người xác nhận: {closing.confirmed_by.full_name}."))
    return OfficialDocument(
        issuer=shown.unit.name.upper(),
        superior=above[-1].name.upper() if above else None,
        type_name="BẢNG KÊ NỘP ĐOÀN PHÍ",
        abstract=(f"Từ ngày {format_date(closing.start)} đến ngày {format_date(shown.last_day)}",),
        number="",
        place="…………",
        day=day,
        body=(
            Paragraph(
                (
                    "Đã thu ",
                    Figure(format_number(closing.total), "đồng"),
                    ", nộp cấp trên ",
                    Figure(format_number(closing.passed), "đồng"),
                    ", gồm:",
                )
            ),
            Table(
                (Column("Nội dung", "left"), Column("Ngày", "center"), Column("Đồng", "right")), (*rows, *share), False
            ),
            *confirmed,
        ),
        signature=Signature("NGƯỜI KHOÁ SỔ", "", closing.closed_by.full_name),
        recipients=((shown.superior.name,) if shown.superior else ()) + ("Lưu sổ",),
        notices=tuple(notices),
    )


def _line_cells(line: FeeClosingLine, names: dict[int, str]) -> tuple[str, str, Number]:
    if line.below is not None:
        received = line.below.received_on
        return f"{names[line.below.unit_id]} nộp", f"{received:%d/%m/%Y}" if received else "", Number(line.below.passed)
    fee = line.fee
    if fee is None:
        raise TypeError("a line of a closing is of a payment or of a closing below")
    what = f"{fee.person.full_name}, tháng {fee.month:%m/%Y}"
    if line.back:
        back = localdate(fee.undone_at) if fee.undone_at else None
        return f"Lấy lại: {what}", f"{back:%d/%m/%Y}" if back else "", Number(-fee.amount)
    return what, f"{fee.paid_on:%d/%m/%Y}", Number(fee.amount)
