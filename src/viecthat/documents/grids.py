"""Whole sheets with their merged cells, for tables of figures: XLSX, XLS, ODS, CSV, and text from a clipboard.

Lists of people are read row by row (`sheets`); a table of figures must be seen whole before anybody knows which way it
lies. The bounds are those of `sheets`.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from viecthat.documents.sheets import (
    MOST_BYTES,
    MOST_ROWS,
    MOST_UNPACKED,
    Cell,
    CellError,
    ReadFile,
    ReadRow,
    SheetName,
    XmlReader,
    fed,
    open_sheets,
    parser_of,
    too_long,
    too_much,
    torn,
)
from viecthat.kernel.errors import Refused, gettext_noop

MOST_COLUMNS = 400
MOST_CELLS = 2_000_000
_LONGEST_CELL = 2_000
_OLD_BOOK = b"\xd0\xcf\x11\xe0"
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
_AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")


class Merge(NamedTuple):
    """An area of merged cells; rows are numbered from 1, columns from 0, both ends inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its rows that hold anything, by number, and its merged areas."""

    rows: tuple[ReadRow, ...]
    merges: tuple[Merge, ...]


@dataclass(frozen=True, slots=True)
class GridFile:
    """A file of sheets. `guessed`: its letters are in no known encoding, and some may be wrong."""

    sheets: tuple[SheetName, ...]
    kind: str
    guessed: bool
    _read: ReadFile | None
    _content: bytes

    def grid(self, place: int = 0) -> Grid:
        """One sheet whole. Raises Refused beyond the bounds or when torn."""
        if self.kind == "xls":
            return _xls_grid(self._content, place)
        if self._read is None:
            return _ods_grid(self._content, place)
        areas: list[str] = []
        rows = _bounded(self._read.rows(place, width=MOST_COLUMNS, merges=areas))
        return Grid(rows, tuple(filter(None, map(_merge, areas))))


def open_grids(content: bytes) -> GridFile:
    """The file, its type told by its content. Raises Refused when it is no sheet, too large, or a trap."""
    if content.startswith(b"PK") and (names := _ods_names(content)) is not None:
        return GridFile(names, "ods", False, None, content)
    if content.startswith(_OLD_BOOK) and len(content) <= MOST_BYTES:
        return GridFile(_xls_names(content), "xls", False, None, content)
    file = open_sheets(content)
    if file.kind == "csv":
        file = replace(file, delimiter=_delimiter(content[:65_536].decode(file.encoding, "replace"), file.delimiter))
    return GridFile(file.sheets, file.kind, file.guessed, file, content)


def pasted_grid(text: str) -> bytes:
    """What was copied from a sheet, as a file that `open_grids` reads. Refused when it holds no cells side by side."""
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    if not any("\t" in line for line in lines):
        raise Refused(
            gettext_noop("Chữ dán vào không có ô nào cạnh nhau; bôi đen cả bảng trong Excel rồi chép, dán lại."),
            field="text",
        )
    return text.replace("\x00", "").encode()


def _delimiter(head: str, usual: str) -> str:
    """The sign that cuts most lines into equally many cells: a decimal comma is as frequent as a semicolon."""
    lines = head.split("\n")[:30]
    best, worth = usual, (0.0, 0)
    for mark in "\t;,|":
        widths = [len(cells) for cells in csv.reader(lines, delimiter=mark) if any(cell.strip() for cell in cells)]
        wide = Counter(width for width in widths if width > 1)
        if not wide:
            continue
        width, count = wide.most_common(1)[0]
        if ((count / len(widths)), width) > worth:
            best, worth = mark, (count / len(widths), width)
    return best


def _bounded(rows: Iterator[ReadRow]) -> tuple[ReadRow, ...]:
    kept: list[ReadRow] = []
    cells = 0
    for row in rows:
        cells += len(row.cells)
        if cells > MOST_CELLS:
            raise too_much()
        kept.append(row)
    return tuple(kept)


def _merge(area: str) -> Merge | None:
    match = _AREA.fullmatch(area)
    if match is None:
        return None
    return Merge(int(match[2]), column_place(match[1]), int(match[4]), column_place(match[3]))


def column_place(letters: str) -> int:
    """Where a column stands: "A" → 0, "AA" → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(place: int) -> str:
    """What a sheet calls a column: 0 → "A", 26 → "AA"."""
    letters, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# XLS, the workbook of Excel before 2007. It is not packed, so what it may hold is bounded by the size of the file.


def _xls_names(content: bytes) -> tuple[SheetName, ...]:
    """The names of the sheets. Refused with the way out for what calamine can't open: a document, a locked workbook."""
    return tuple(
        SheetName(sheet.name[:60], hidden=sheet.visible != SheetVisibleEnum.Visible)
        for sheet in _old_book(content).sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet
    )


def _old_book(content: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except CalamineError as wrong:
        raise Refused(
            gettext_noop("Đây là tệp Excel kiểu cũ (.xls) hoặc có mật khẩu; mở bằng Excel rồi lưu lại thành .xlsx."),
            field="file",
        ) from wrong


def _xls_grid(content: bytes, place: int) -> Grid:
    try:
        book = _old_book(content)
        names = [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        sheet = book.get_sheet_by_name(names[place])
        if sheet.total_height > MOST_ROWS:
            raise too_long()
        if sheet.total_height * sheet.total_width > MOST_CELLS:  # two cells far apart make the sheet as large as any
            raise too_much()
        told = ([_old_cell(value) for value in row[:MOST_COLUMNS]] for row in sheet.to_python(skip_empty_area=False))
        rows = (
            ReadRow(number, cells)
            for number, cells in enumerate(told, start=1)
            if any(cell is not None for cell in cells)
        )
        merges = (
            Merge(top + 1, left, bottom + 1, right)
            for (top, left), (bottom, right) in (sheet.merged_cell_ranges or [])[:MOST_ROWS]
        )
        return Grid(_bounded(rows), tuple(merges))
    except CalamineError as wrong:
        raise torn() from wrong


def _old_cell(value: object) -> Cell:
    if isinstance(value, str):
        return CellError(value) if value in _ERRORS else value[:_LONGEST_CELL] or None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool | date):
        return value
    return float(value) if isinstance(value, int | float) else None


# ODS


def _ods_names(content: bytes) -> tuple[SheetName, ...] | None:
    """The names of the sheets; None when it is no OpenDocument spreadsheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = {part.filename: part for part in packed.infolist()}
            if "content.xml" not in parts or "xl/workbook.xml" in parts:
                return None
            if sum(part.file_size for part in parts.values()) > MOST_UNPACKED:
                raise too_much()
            names = _OdsNames()
            with packed.open("content.xml") as stream:
                for _chunk in fed(parser_of(names), stream):
                    pass
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError) as wrong:
        raise torn() from wrong
    return tuple(SheetName(name[:60], hidden=style in names.hidden) for name, style in names.found) or None


def _plain(given: dict[str, str]) -> dict[str, str]:
    return {name.rpartition(":")[2]: value for name, value in given.items()}


class _OdsNames(XmlReader):
    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []
        self.hidden: set[str] = set()
        self.style = ""
        self.depth = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        told = _plain(given)
        if name == "style":
            self.style = told.get("name", "")
        elif name == "table-properties" and told.get("display") == "false":
            self.hidden.add(self.style)
        elif name == "table":
            self.depth += 1
            if self.depth == 1:
                self.found.append((told.get("name", ""), told.get("style-name", "")))

    def end(self, name: str) -> None:
        if name == "table":
            self.depth -= 1


class _OdsRows(XmlReader):
    """The rows of one sheet. Empty cells and rows are repeated by a count, which costs nothing here."""

    def __init__(self, place: int) -> None:
        self.wanted, self.sheet, self.depth = place, -1, 0
        self.rows: list[ReadRow] = []
        self.merges: list[Merge] = []
        self.number = 0
        self.cells: dict[int, Cell] = {}
        self.formulas: set[int] = set()
        self.place = self.repeat = self.row_repeat = self.size = 0
        self.hidden = self.taking = self.note = False
        self.told: dict[str, str] = {}
        self.words: list[str] = []

    @property
    def here(self) -> bool:
        return self.sheet == self.wanted and self.depth == 1

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "table":
            self.depth += 1
            self.sheet += self.depth == 1
        elif not self.here:
            return
        elif name == "table-row":
            told = _plain(given)
            self.row_repeat = int(told.get("number-rows-repeated", "1"))
            self.hidden = told.get("visibility") in {"collapse", "filter"}
            self.cells, self.formulas, self.place = {}, set(), 0
        elif name in {"table-cell", "covered-table-cell"}:
            self.told, self.words = _plain(given), []
            self.repeat = int(self.told.get("number-columns-repeated", "1"))
        elif name == "annotation":
            self.note = True
        elif name == "p" and not self.note:
            if self.words:
                self.words.append("\n")
            self.taking = True
        elif name == "s" and self.taking:
            self.words.append(" ")

    def text(self, data: str) -> None:
        if self.taking:
            self.words.append(data[:_LONGEST_CELL])

    def end(self, name: str) -> None:
        if name == "table":
            self.depth -= 1
        elif not self.here:
            return
        elif name == "p":
            self.taking = False
        elif name == "annotation":
            self.note = False
        elif name in {"table-cell", "covered-table-cell"}:
            self._cell(covered=name == "covered-table-cell")
        elif name == "table-row":
            self._row()

    def _cell(self, *, covered: bool) -> None:
        value = None if covered else self._read()
        if value is not None:
            for place in range(self.place, min(self.place + self.repeat, MOST_COLUMNS)):
                self.cells[place] = value
                if "formula" in self.told:
                    self.formulas.add(place)
        down, right = (int(self.told.get(f"number-{way}-spanned", "1")) for way in ("rows", "columns"))
        if down > 1 or right > 1:
            number = self.number + 1
            self.merges.append(Merge(number, self.place, number + down - 1, self.place + right - 1))
        self.place += self.repeat

    def _read(self) -> Cell:
        kind, words = self.told.get("value-type", ""), "".join(self.words)[:_LONGEST_CELL]
        try:
            if words.startswith(("#", "Err:")) and kind in {"string", "float", ""}:
                return CellError(words[:20])
            if kind in {"float", "currency", "percentage"}:
                return float(self.told.get("value", ""))
            if kind == "date":
                return date.fromisoformat(self.told.get("date-value", "")[:10])
            if kind == "boolean":
                return self.told.get("boolean-value") == "true"
        except ValueError:
            return CellError(words[:20])
        return words if words.strip() else None

    def _row(self) -> None:
        filled = {place: cell for place, cell in self.cells.items() if cell is not None}
        for number in range(self.number + 1, self.number + 1 + (self.row_repeat if filled else 0)):
            self.size += len(filled)
            if len(self.rows) >= MOST_ROWS:
                raise too_long()
            if self.size > MOST_CELLS:
                raise too_much()
            cells = [filled.get(place) for place in range(max(filled) + 1)]
            self.rows.append(ReadRow(number, cells, frozenset(self.formulas), self.hidden))
        self.number += self.row_repeat


def _ods_grid(content: bytes, place: int) -> Grid:
    reader = _OdsRows(place)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed, packed.open("content.xml") as stream:
            for _chunk in fed(parser_of(reader), stream):
                pass
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, OSError) as wrong:
        raise torn() from wrong
    return Grid(tuple(reader.rows), tuple(reader.merges))
