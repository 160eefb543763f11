"""The register as files: what the reader may see on the screen, and no more."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from django.utils.translation import gettext

from viecthat.documents.workbook import Sheet, SheetCell, SheetColumn, Workbook
from viecthat.documents.xlsx import to_xlsx
from viecthat.people.queries.register import ListedPerson

BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet takes Vietnamese for another alphabet
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_KINDS = ("text", "day", "text", "text", "text", "text", "text", "day", "text")
_WIDTHS = (28, 12, 10, 16, 16, 34, 18, 12, 14)


class _Echo:
    """What csv writes to: it gives the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def register_csv(rows: Iterable[ListedPerson]) -> Iterator[str]:
    """A head in the reader's language, then a line per person; days as ISO 8601."""
    # Worded now: the lines are drawn while they are sent, when the page is long over.
    return _csv_lines(rows, _heads(), gettext("x"))


def _csv_lines(rows: Iterable[ListedPerson], heads: list[str], made_up: str) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + str(writer.writerow(heads))
    for row in rows:
        yield str(writer.writerow([_plain(cell) for cell in _cells(row, made_up)]))


def register_xlsx(
    rows: Iterable[ListedPerson], *, title: str, notes: tuple[str, ...], day: date, lang: Literal["vi", "en"]
) -> bytes:
    """The same lines as a workbook."""
    columns = tuple(
        SheetColumn(head, kind, width)  # type: ignore[arg-type]
        for head, kind, width in zip(_heads(), _KINDS, _WIDTHS, strict=True)
    )
    made_up = gettext("x")
    cells = (_cells(row, made_up) for row in rows)  # read once, never held whole
    sheet = Sheet(gettext("Đoàn viên"), columns, cells, title, notes, freeze=1, landscape=True)
    return to_xlsx(Workbook((sheet,), title=title, author="Việc Thật", day=day, lang=lang))


def _heads() -> list[str]:
    return [
        gettext("Họ và tên"),
        gettext("Ngày sinh"),
        gettext("Giới tính"),
        gettext("Số thẻ"),
        gettext("Điện thoại"),
        gettext("Chi đoàn, đơn vị"),
        gettext("Tình trạng"),
        gettext("Vào chi đoàn ngày"),
        gettext("Dữ liệu minh hoạ"),
    ]


def _cells(row: ListedPerson, made_up: str) -> tuple[SheetCell, ...]:
    person = row.person
    return (
        person.full_name,
        person.birth_date,
        person.get_sex_display() if person.sex else "",
        person.card_number or "",
        row.phone,
        row.unit.name if row.unit else "",
        str(row.state.label),
        row.since,
        made_up if person.example else "",
    )


def _plain(cell: SheetCell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
    return cell.isoformat() if isinstance(cell, date) else str(cell)
