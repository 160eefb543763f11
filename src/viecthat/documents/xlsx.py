"""A workbook as an Excel file: numbers stay numbers, shares and totals stay formulas, text is never a formula."""

import io
import re
from collections.abc import Iterable, Sized
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell  # type: ignore[import-untyped]

from viecthat.documents import text
from viecthat.documents.model import Lang
from viecthat.documents.workbook import ShareOf, Sheet, SheetCell, SheetColumn, SumOf, Workbook
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.quantities import Share

# From here rows are written out as they come, not gathered first.
STREAMED_FROM = 20_000
MOST_ROWS = 1_048_576
_LONGEST_TEXT = 32_767
_LONGEST_FOOTER = 200
# Excel keeps 15 digits of a number and silently makes the rest noughts.
_EXACT = 10**15
# Points.
_ROW, _TALLEST = 18, 409

_INK, _BLUE_INK, _BLUE_SOFT, _LINE, _NOTE_INK = "#0E1A2B", "#14479F", "#E8F0FD", "#C6D0DD", "#3D4C61"
_FACE = {"font_name": "Times New Roman", "font_size": 12, "font_color": _INK, "valign": "vcenter"}
_WORDS: dict[Lang, dict[str, str]] = {
    "vi": {"total": "Cộng", "page": "Trang", "sheet": "Bảng"},
    "en": {"total": "Total", "page": "Page", "sheet": "Sheet"},
}
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")

# A float only where a share is already divided.
_Value = int | Fraction | float
Format = Any
Worksheet = Any


def to_xlsx(workbook: Workbook) -> bytes:
    """The workbook as an Excel file; equal workbooks give equal bytes.

    Refused when a sheet has more rows than Excel can show. ValueError when a row has not as many cells as there are
    columns, when a cell under a formula is filled, or when a number has more digits than Excel keeps.
    """
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(
        packed,
        {
            "constant_memory": any(_is_long(sheet.rows) for sheet in workbook.sheets),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    made = datetime.combine(workbook.day, time())
    author = text.clean(workbook.author)[:255]
    book.set_properties({"title": text.clean(workbook.title)[:255], "author": author, "created": made})
    names: set[str] = set()
    for sheet in workbook.sheets:
        _SheetWriter(book, sheet, workbook.lang, _tab_name(sheet.name, workbook.lang, names)).write()
    book.close()
    return packed.getvalue()


def _is_long(rows: Iterable[object]) -> bool:
    return not isinstance(rows, Sized) or len(rows) > STREAMED_FROM


def _tab_name(name: str, lang: Lang, taken: set[str]) -> str:
    """A name Excel takes: 31 letters, no []:*?/\\, no quote at an end, each once whatever its case."""
    base = _NO_SHEET_NAME.sub(" ", text.clean(name)).strip(" '\n") or _WORDS[lang]["sheet"]
    candidate, again = base[:31].strip(" '"), 1
    # Excel keeps the name History for itself.
    while candidate.casefold() in taken or candidate.casefold() == "history":
        again += 1
        ending = f" ({again})"
        candidate = base[: 31 - len(ending)].strip() + ending
    taken.add(candidate.casefold())
    return candidate


class _SheetWriter:
    def __init__(self, book: xlsxwriter.Workbook, sheet: Sheet, lang: Lang, name: str) -> None:
        self.sheet, self.lang = sheet, lang
        self.worksheet: Worksheet = book.add_worksheet(name)
        self.places = {column.key: place for place, column in enumerate(sheet.columns) if column.key}
        # Added up exactly, so that the cached totals equal what Excel will compute.
        self.totals: list[_Value] = [0 for _ in sheet.columns]
        self.head_format = book.add_format(
            {
                **_FACE,
                "bold": True,
                "font_color": _BLUE_INK,
                "bg_color": _BLUE_SOFT,
                "border": 1,
                "border_color": _LINE,
                "align": "center",
                "valign": "vcenter",
                "text_wrap": True,
            }
        )
        self.title_format = book.add_format({**_FACE, "bold": True, "font_size": 15, "font_color": _BLUE_INK})
        self.note_format = book.add_format({**_FACE, "italic": True, "font_color": _NOTE_INK})
        self.formats = [book.add_format(_look(column, lang)) for column in sheet.columns]
        self.total_formats = [
            book.add_format(
                {**_look(column, lang), "bold": True, "bg_color": _BLUE_SOFT, "top": 2, "top_color": _BLUE_INK}
            )
            for column in sheet.columns
        ]

    def write(self) -> None:
        self._page()
        at = self._head()
        first = at
        for cells in self.sheet.rows:
            # One row is left for the totals.
            if at >= MOST_ROWS - 1:
                raise Refused(
                    gettext_noop(
                        "Bảng “{name}” dài quá {most} dòng, Excel không mở được. Hãy chọn ít đơn vị hoặc ít ngày hơn."
                    ),
                    name=self.sheet.name,
                    most=MOST_ROWS,
                )
            self._row(at, cells)
            at += 1
        last = at - 1
        if self.sheet.has_total:
            self._total(at, first, last)
        width = len(self.sheet.columns) - 1
        if last >= first:
            self.worksheet.autofilter(first - 1, 0, last, width)
            texts = [place for place, column in enumerate(self.sheet.columns) if column.kind == "text"]
            if texts:
                ranges = " ".join(xl_range(first, place, last, place) for place in texts)
                self.worksheet.ignore_errors({"number_stored_as_text": ranges})

    def _page(self) -> None:
        worksheet, sheet = self.worksheet, self.sheet
        for place, column in enumerate(sheet.columns):
            worksheet.set_column(place, place, column.width)
        worksheet.set_paper(9)  # A4
        if sheet.landscape:
            worksheet.set_landscape()
        worksheet.fit_to_pages(1, 0)
        worksheet.set_margins(left=0.6, right=0.5, top=0.6, bottom=0.8)
        # An ampersand opens a code in a footer.
        notice = (
            " · ".join(text.clean(note) for note in sheet.notes).replace("\n", " ")[:_LONGEST_FOOTER].replace("&", "&&")
        )
        worksheet.set_footer(f"&L&8{notice}&R&8{_WORDS[self.lang]['page']} &P/&N")

    def _head(self) -> int:
        """Title, notes and column titles; the first row of the table."""
        worksheet, sheet, at = self.worksheet, self.sheet, 0
        if sheet.title:
            worksheet.set_row(at, 1.4 * _ROW)
            worksheet.write_string(at, 0, text.clean(sheet.title), self.title_format)
            at += 1
        for note in sheet.notes:
            worksheet.set_row(at, _ROW)
            worksheet.write_string(at, 0, text.clean(note), self.note_format)
            at += 1
        if at:
            at += 1
        worksheet.set_row(at, _height(((column.title, column.width) for column in sheet.columns), bold=True))
        for place, column in enumerate(sheet.columns):
            worksheet.write_string(at, place, text.clean(column.title), self.head_format)
        worksheet.repeat_rows(at)
        worksheet.freeze_panes(at + 1, sheet.freeze)
        return at + 1

    def _row(self, at: int, cells: tuple[SheetCell, ...]) -> None:
        columns = self.sheet.columns
        self.worksheet.set_row(
            at,
            _height(
                (cell, column.width) for cell, column in zip(cells, columns, strict=False) if isinstance(cell, str)
            ),
        )
        if len(cells) != len(columns):
            raise ValueError(f"a row of {len(cells)} cells under {len(columns)} columns")
        values = [_value(cell) for cell in cells]
        # Sums before shares: a share may stand left of the sum it is taken of.
        for kind in (SumOf, ShareOf):
            for place, column in enumerate(columns):
                if isinstance(column.formula, kind):
                    if cells[place] is not None:
                        raise ValueError(f"a cell under the formula of {column.title!r} is filled: {cells[place]!r}")
                    values[place] = self._computed(column.formula, values)
        for place, (column, cell, look) in enumerate(zip(columns, cells, self.formats, strict=True)):
            value = values[place]
            if column.total and value is not None:
                self.totals[place] += value
            if column.formula is None:
                self._cell(at, place, cell, None if column.kind == "text" else value, look)
            else:
                self._formula(at, place, column.formula, value, look)

    def _cell(self, at: int, place: int, cell: SheetCell, value: _Value | None, look: Format) -> None:
        if value is not None:
            self.worksheet.write_number(at, place, _exact(value), look)
        elif cell is None or isinstance(cell, Share):
            self.worksheet.write_blank(at, place, None, look)
        elif isinstance(cell, date):
            moment = cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell
            self.worksheet.write_datetime(at, place, moment, look)
        else:
            self.worksheet.write_string(at, place, text.clean(str(cell))[:_LONGEST_TEXT], look)

    def _computed(self, formula: ShareOf | SumOf, values: list[_Value | None]) -> _Value | None:
        match formula:
            case ShareOf(n=n, of=of):
                part, whole = values[self.places[n]], values[self.places[of]]
                return None if part is None or not whole else _divided(part, whole)
            case SumOf(parts=parts):
                return sum(values[self.places[part]] or 0 for part in parts)

    def _formula(self, at: int, place: int, formula: ShareOf | SumOf, value: _Value | None, look: Format) -> None:
        match formula:
            case ShareOf(n=n, of=of):
                part, whole = (xl_rowcol_to_cell(at, self.places[key]) for key in (n, of))
                # Excel counts an empty cell as nought, but no figure is not a share of 0.
                words = f'=IF(OR(NOT(ISNUMBER({part})),N({whole})=0),"",{part}/{whole})'
            case SumOf(parts=parts):
                words = f"=SUM({','.join(xl_rowcol_to_cell(at, self.places[part]) for part in parts)})"
        self.worksheet.write_formula(at, place, words, look, "" if value is None else _exact(value))

    def _total(self, at: int, first: int, last: int) -> None:
        labelled = False
        self.worksheet.set_row(at, _ROW)
        for place, (column, look) in enumerate(zip(self.sheet.columns, self.total_formats, strict=True)):
            if column.total and last >= first:
                words = f"=SUM({xl_range(first, place, last, place)})"
                self.worksheet.write_formula(at, place, words, look, _exact(self.totals[place]))
            elif column.total:
                self.worksheet.write_number(at, place, 0, look)
            elif isinstance(column.formula, ShareOf) and self._both_totalled(column.formula):
                n, of = self.places[column.formula.n], self.places[column.formula.of]
                whole = self.totals[of]
                value = _divided(self.totals[n], whole) if whole else None
                self._formula(at, place, column.formula, value, look)
            elif column.kind == "text" and not labelled:
                self.worksheet.write_string(at, place, _WORDS[self.lang]["total"], look)
                labelled = True
            else:
                self.worksheet.write_blank(at, place, None, look)

    def _both_totalled(self, formula: ShareOf) -> bool:
        return all(self.sheet.columns[self.places[key]].total for key in (formula.n, formula.of))


def _height(texts: Iterable[tuple[str, float]], *, bold: bool = False) -> float:
    """Room for the longest text when wrapped: LibreOffice does not make it by itself."""
    fit = 0.95 if bold else 1.1
    lines = (sum(max(1, ceil(len(line) / (width * fit))) for line in words.split("\n")) for words, width in texts)
    return min(_ROW * max(lines, default=1), _TALLEST)


def _look(column: SheetColumn, lang: Lang) -> dict[str, Any]:
    look: dict[str, Any] = {**_FACE, "bottom": 1, "bottom_color": _LINE}
    # Codes, not shapes: the reader's own system puts in the separators of its language.
    places = "0" * (
        column.decimals if column.decimals is not None else {"decimal": 2, "percent": 1}.get(column.kind, 0)
    )
    point = f".{places}" if places else ""
    match column.kind:
        case "text":
            look |= {"text_wrap": True}
        case "whole":
            look |= {"num_format": "#,##0"}
        case "decimal":
            look |= {"num_format": f"#,##0{point}"}
        case "percent":
            look |= {"num_format": f"0{point}\\ %" if lang == "vi" else f"0{point}%"}
        case "day":
            look |= {"num_format": "dd/mm/yyyy" if lang == "vi" else "dd mmm yyyy", "align": "center"}
        case "money":
            look |= {"num_format": '#,##0\\ "₫"'}
    return look


def _value(cell: SheetCell) -> _Value | None:
    match cell:
        case int() | Fraction():
            return cell
        case Decimal():
            return Fraction(cell)
        case Share(n=n, of=of):
            return _divided(n, of) if of else None
    return None


def _divided(part: _Value, whole: _Value) -> float:
    return float(part / whole)


def _exact(value: _Value) -> int | float:
    if not -_EXACT < value < _EXACT:
        raise ValueError(f"{value} has more digits than a spreadsheet keeps")
    return float(value) if isinstance(value, Fraction) else value
