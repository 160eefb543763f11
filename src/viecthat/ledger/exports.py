"""The ledger as files: every line that passes the filter, read and written one after the other."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext

from viecthat.documents.workbook import Sheet, SheetCell, SheetColumn, Workbook
from viecthat.documents.xlsx import to_xlsx
from viecthat.kernel.quantities import unscaled
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.queries import LineFilter, WrittenLine, indicators, lines_in_order
from viecthat.ui.templatetags.ui import moment

BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet takes Vietnamese for another alphabet
MORE_THAN_A_SHEET_KEEPS = 10**15  # beyond 15 digits a spreadsheet makes the rest noughts
LINES_A_PART = 500
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """What csv writes to: it gives the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


@dataclass(frozen=True)
class _Words:
    """The words of a file in the reader's language. Gathered at once: a stream is written after the page is over."""

    english: bool
    heads: list[str]
    grades: dict[int, str]
    kinds: dict[str, str]
    made_up: str

    @classmethod
    def now(cls) -> Self:
        """In the language of this very moment."""
        return cls(
            english=get_language() == "en",
            heads=_heads(),
            grades={grade.value: str(grade.label) for grade in Grade},
            kinds={kind.value: str(kind.label) for kind in PostingKind},
            made_up=gettext("minh hoạ, do máy chia"),
        )


def csv_lines(wanted: LineFilter) -> Iterator[str]:
    """The file part by part: a head in the reader's language, then a line per entry; days and moments as ISO 8601."""
    return _csv_parts(wanted, _Words.now())


def _csv_parts(wanted: LineFilter, words: _Words) -> Iterator[str]:
    writer = csv.writer(_Echo())
    part = [BYTE_ORDER_MARK, str(writer.writerow(words.heads))]
    for line in lines_in_order(wanted):
        part.append(str(writer.writerow([_plain(cell) for cell in _cells(line, words, iso=True)])))
        if len(part) == LINES_A_PART:
            yield "".join(part)
            part = []
    yield "".join(part)


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
    words = _Words.now()
    rows = (_cells(line, words, iso=False) for line in lines_in_order(wanted))
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


def _cells(line: WrittenLine, words: _Words, *, iso: bool) -> tuple[SheetCell, ...]:
    indicator, recorded = line.indicator, localtime(line.recorded_at)
    amount = unscaled(line.quantity, indicator.decimals)
    source = line.source
    return (
        line.day,
        line.unit.code,
        line.unit.name,
        indicator.code,
        indicator.name_en if words.english else indicator.name,
        str(amount) if not iso and abs(amount) >= MORE_THAN_A_SHEET_KEEPS else amount,
        indicator.unit_of_measure_en if words.english else indicator.unit_of_measure,
        words.grades[line.grade],
        words.kinds[line.kind],
        str(line.posting),
        recorded.isoformat(timespec="seconds") if iso else moment(recorded),
        line.reason,
        "" if source is None else f"{source.title} · {words.made_up}" if source.synthetic else source.title,
    )


def _plain(cell: SheetCell) -> str:
    """A cell of text. A text that a spreadsheet would take for a formula is marked as text."""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
    return cell.isoformat() if isinstance(cell, date) else str(cell)
