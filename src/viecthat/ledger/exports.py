"""The ledger as files: every line that passes the filter, read and written one after the other."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from typing import Literal

from django.utils.timezone import localtime
from django.utils.translation import gettext

from viecthat.documents.workbook import Sheet, SheetCell, SheetColumn, Workbook
from viecthat.documents.xlsx import to_xlsx
from viecthat.kernel.quantities import unscaled
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.queries import LineFilter, ListedLine, indicators, is_synthetic, lines_in_order
from viecthat.ui.templatetags.ui import moment

BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet takes Vietnamese for another alphabet
MORE_THAN_A_SHEET_KEEPS = 10**15  # beyond 15 digits a spreadsheet makes the rest noughts
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """What csv writes to: it gives the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(wanted: LineFilter) -> Iterator[str]:
    """The file part by part: a head in the reader's language, then a line per entry; days and moments as ISO 8601."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + str(writer.writerow(_heads()))
    for line in lines_in_order(wanted):
        yield str(writer.writerow([_plain(cell) for cell in _cells(line, iso=True)]))


def xlsx_bytes(
    wanted: LineFilter, *, title: str, notes: tuple[str, ...], day: date, lang: Literal["vi", "en"]
) -> bytes:
    """The same lines as a workbook. Refused when there are more than a sheet holds."""
    kinds = ("day", "text", "text", "text", "text", "decimal", "text", "text", "text", "text", "text", "text", "text")
    widths = (12, 14, 34, 18, 46, 16, 14, 16, 20, 12, 24, 40, 34)
    places = max((indicator.decimals for indicator in indicators().values()), default=0)
    columns = tuple(
        SheetColumn(head, kind, width, decimals=places if kind == "decimal" else None)  # type: ignore[arg-type]
        for head, kind, width in zip(_heads(), kinds, widths, strict=True)
    )
    rows = (_cells(line, iso=False) for line in lines_in_order(wanted))
    sheet = Sheet(gettext("Sổ việc"), columns, rows, title, notes, freeze=1, landscape=True)
    return to_xlsx(Workbook((sheet,), title=title, author="Việc Thật", day=day, lang=lang))


def _heads() -> list[str]:
    return [
        gettext("Ngày làm"),
        gettext("Mã đơn vị"),
        gettext("Đơn vị"),
        gettext("Mã chỉ số"),
        gettext("Chỉ số"),
        gettext("Số lượng"),
        gettext("Đơn vị tính"),
        gettext("Mức chứng minh"),
        gettext("Loại chứng từ"),
        gettext("Chứng từ số"),
        gettext("Ghi lúc"),
        gettext("Lý do"),
        gettext("Nguồn"),
    ]


def _cells(line: ListedLine, *, iso: bool) -> tuple[SheetCell, ...]:
    entry, posting = line.entry, line.entry.posting
    recorded = localtime(posting.recorded_at)
    amount = unscaled(entry.quantity, entry.indicator.decimals)
    return (
        entry.day,
        line.unit.code,
        line.unit.name,
        entry.indicator.code,
        str(entry.indicator),
        str(amount) if not iso and abs(amount) >= MORE_THAN_A_SHEET_KEEPS else amount,
        entry.indicator.measured_in,
        str(Grade(entry.grade).label),
        str(PostingKind(posting.kind).label),
        str(posting.pk),
        recorded.isoformat(timespec="seconds") if iso else moment(recorded),
        posting.reason,
        _source(line),
    )


def _source(line: ListedLine) -> str:
    posting = line.entry.posting
    original = posting if posting.reverses is None else posting.reverses
    title = "" if original.dataset is None else original.dataset.title
    made_up = gettext("minh hoạ, do máy chia") if is_synthetic(posting) else ""
    return " · ".join(filter(None, (title, made_up)))


def _plain(cell: SheetCell) -> str:
    """A cell of text. A text that a spreadsheet would take for a formula is marked as text."""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
    return cell.isoformat() if isinstance(cell, date) else str(cell)
