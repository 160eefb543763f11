"""Sheets that people send: XLSX and CSV read row by row, with bounds on size, memory and time.

Written here rather than taken from a reader that lays a sheet out as a rectangle: a file of 6 kB with one cell in the
last row and column asks such a reader for half a terabyte. Here a row is a row, however far apart its cells lie; what a
cell holds besides its value (a formula, a hidden row, a merged heading) is told too.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import IO
from xml.parsers import expat

from viecthat.kernel.errors import Refused, gettext_noop

MOST_BYTES = 24 * 2**20
MOST_UNPACKED = 256 * 2**20
MOST_ROWS = 150_000
MOST_COLUMNS = 80
MOST_STRINGS = 3_000_000
_MOST_PARTS = 2_000
_LONGEST_CELL = 2_000  # letters kept of a cell: more is no name and no number
_PART = 2**16

# None: empty. A number is a float as Excel keeps it; a date only where the sheet's format says so.
Cell = str | float | bool | date | None


class CellError(str):
    """What Excel shows in place of a value: #REF!, #N/A."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row by its number in the sheet (the first is 1); `formulas` are the places of cells that a formula fills."""

    number: int
    cells: list[Cell]
    formulas: frozenset[int] = frozenset()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class SheetName:
    """A sheet of a file; a hidden one is not offered."""

    name: str
    hidden: bool
    part: str = ""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that can be read. `guessed`: its letters are in no known encoding, and some may be wrong."""

    content: bytes
    sheets: tuple[SheetName, ...]
    kind: str
    encoding: str = "utf-8"
    guessed: bool = False
    delimiter: str = ","
    later_epoch: bool = False
    _styles: frozenset[int] = field(default=frozenset(), repr=False)

    def rows(self, place: int = 0, *, width: int = MOST_COLUMNS, merges: list[str] | None = None) -> Iterator[ReadRow]:
        """The rows of one sheet that hold anything, in order. Raises Refused beyond the bounds or when torn.

        `width`: how many columns are kept. `merges` is filled with the areas of merged cells ("B2:C3"), complete once
        all rows are read.
        """
        if self.kind == "csv":
            return _csv_rows(self, width)
        return _xlsx_rows(self, self.sheets[place], width, [] if merges is None else merges)


def _not_a_sheet() -> Refused:
    return Refused(
        gettext_noop("Tệp này không phải bảng tính Excel (.xlsx) hay CSV; mở bằng Excel rồi lưu lại thành .xlsx."),
        field="file",
    )


def torn() -> Refused:
    return Refused(gettext_noop("Tệp bị hỏng hoặc chưa tải hết; mở bằng Excel, lưu lại rồi gửi lại."), field="file")


def too_much() -> Refused:
    return Refused(
        gettext_noop("Tệp nén chứa quá nhiều dữ liệu so với một danh sách; chép riêng danh sách ra tệp mới."),
        field="file",
    )


def open_sheets(content: bytes) -> ReadFile:
    """The file, its type told by its content. Raises Refused when it is no sheet, too large, or a trap."""
    if len(content) > MOST_BYTES:
        raise Refused(
            gettext_noop("Tệp nặng quá {most} MB; chia danh sách thành nhiều tệp."), field="file", most=MOST_BYTES >> 20
        )
    if not content.strip():
        raise Refused(gettext_noop("Tệp rỗng; chọn lại tệp."), field="file")
    if content.startswith(b"PK"):
        return _open_xlsx(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            gettext_noop("Đây là tệp Excel kiểu cũ (.xls) hoặc có mật khẩu; mở bằng Excel rồi lưu lại thành .xlsx."),
            field="file",
        )
    return _open_csv(content)


# CSV


def _open_csv(content: bytes) -> ReadFile:
    encoding, guessed = _encoding_of(content)
    head = content[:65_536].decode(encoding, "replace")
    if "\x00" in head or sum(not c.isprintable() and c not in "\r\n\t\ufeff\u200b\xad" for c in head) > 20:
        raise _not_a_sheet()
    lines = [line for line in head.splitlines() if line.strip()][:20]
    delimiter = max(",;\t|", key=lambda mark: sum(line.count(mark) for line in lines))
    if lines and not any(delimiter in line for line in lines):
        raise _not_a_sheet()
    return ReadFile(content, (SheetName("CSV", hidden=False),), "csv", encoding, guessed, delimiter)


def _encoding_of(content: bytes) -> tuple[str, bool]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        # Excel on a Vietnamese Windows writes 1258, letters and marks apart; old fonts lie in 1252.
        text = content[:65_536].decode("cp1258", "replace")
        marks = len(re.findall("[\u0300\u0301\u0303\u0309\u0323]", text))
        fitting = len(re.findall("[aeiouyăâêôơưAEIOUYĂÂÊÔƠƯ][\u0300\u0301\u0303\u0309\u0323]", text))
        return ("cp1258" if marks and marks == fitting else "cp1252"), True
    return "utf-8-sig", False


def _csv_rows(file: ReadFile, width: int) -> Iterator[ReadRow]:
    text = io.TextIOWrapper(io.BytesIO(file.content), encoding=file.encoding, errors="replace", newline="")
    reader = csv.reader(text, delimiter=file.delimiter)
    count = 0
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            count += 1
            if count > MOST_ROWS:
                raise too_long()
            kept: list[Cell] = [cell[:_LONGEST_CELL] or None for cell in cells[:width]]
            # Beside the number of the line, so that "row 17" is where an editor shows it.
            yield ReadRow(reader.line_num, kept, frozenset(i for i, c in enumerate(kept) if _formula(c)))
    except csv.Error as wrong:
        raise torn() from wrong


def _formula(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) > 1 and cell[0] == "=" and cell[1] not in "= "


def too_long() -> Refused:
    return Refused(
        gettext_noop("Danh sách dài quá {most} dòng; chia thành nhiều tệp, ví dụ mỗi xã một tệp."),
        field="file",
        most=MOST_ROWS,
    )


# XLSX

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_EPOCH, _LATER_EPOCH = date(1899, 12, 30), date(1904, 1, 1)


def _open_xlsx(content: bytes) -> ReadFile:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise too_much()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise _not_a_sheet()
            book = _Book()
            _parse(packed, "xl/workbook.xml", book)
            targets = _Targets()
            if "xl/_rels/workbook.xml.rels" in names:
                _parse(packed, "xl/_rels/workbook.xml.rels", targets)
            styles = _Styles()
            if "xl/styles.xml" in names:
                _parse(packed, "xl/styles.xml", styles)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, ValueError, EOFError, OSError) as wrong:
        raise torn() from wrong
    sheets = tuple(
        SheetName(name[:60], state != "visible", part)
        for name, state, relation in book.sheets
        if (part := _part_of(targets.by_id.get(relation, ""))) in names
    )
    if not sheets:
        raise _not_a_sheet()
    return ReadFile(content, sheets, "xlsx", later_epoch=book.later_epoch, _styles=styles.dates())


def _part_of(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


class XmlReader:
    """Takes what expat finds; names come without their namespace."""

    def start(self, name: str, given: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


def parser_of(reader: XmlReader) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def prefixed(name: str, given: dict[str, str]) -> None:
        reader.start(name.rpartition(":")[2], given)

    def root(name: str, given: dict[str, str]) -> None:
        # Nearly every program writes its cells without a prefix: millions of them are then handed on as they are.
        plain = ":" not in name
        parser.StartElementHandler = reader.start if plain else prefixed
        parser.EndElementHandler = reader.end if plain else lambda name: reader.end(name.rpartition(":")[2])
        prefixed(name, given)

    parser.StartElementHandler = root
    parser.CharacterDataHandler = reader.text

    def refuse(*_given: object) -> None:
        # A workbook has no document type; whoever writes one wants entities that grow.
        raise torn()

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _parse(packed: zipfile.ZipFile, part: str, reader: XmlReader) -> None:
    with packed.open(part) as stream:
        for _chunk in fed(parser_of(reader), stream):
            pass


def fed(parser: expat.XMLParserType, stream: IO[bytes]) -> Iterator[None]:
    try:
        while chunk := stream.read(_PART):
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
        yield
    except (expat.ExpatError, zipfile.BadZipFile, EOFError, OSError) as wrong:
        raise torn() from wrong


class _Book(XmlReader):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        self.later_epoch = False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "sheet":
            relation = next((v for k, v in given.items() if k.rpartition(":")[2] == "id" and ":" in k), "")
            self.sheets.append((given.get("name", ""), given.get("state", "visible"), relation))
        elif name == "workbookPr":
            self.later_epoch = given.get("date1904", "0") in {"1", "true"}


class _Targets(XmlReader):
    def __init__(self) -> None:
        self.by_id: dict[str, str] = {}

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "Relationship":
            self.by_id[given.get("Id", "")] = given.get("Target", "")


class _Styles(XmlReader):
    """Which cell styles show a number as a day."""

    def __init__(self) -> None:
        self.custom: set[int] = set()
        self.formats: list[int] = []
        self.inside = False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "numFmt":
            code = _QUOTED.sub("", given.get("formatCode", "")).lower()
            if any(letter in code for letter in "dy") or ("m" in code and "0" not in code):
                self.custom.add(int(given.get("numFmtId", "-1")))
        elif name == "cellXfs":
            self.inside = True
        elif name == "xf" and self.inside:
            self.formats.append(int(given.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self.inside = False

    def dates(self) -> frozenset[int]:
        return frozenset(i for i, f in enumerate(self.formats) if f in _DATE_FORMATS or f in self.custom)


class _Strings(XmlReader):
    """The shared strings; the reading aids beside Chinese and Japanese (rPh) are left out."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self.parts: list[str] = []
        self.taking = self.aside = False

    def start(self, name: str, given: dict[str, str]) -> None:  # noqa: ARG002 - as every reader
        if name == "si":
            self.parts = []
        elif name == "rPh":
            self.aside = True
        elif name == "t":
            self.taking = not self.aside

    def end(self, name: str) -> None:
        if name == "si":
            if len(self.all) >= MOST_STRINGS:
                raise too_much()
            self.all.append("".join(self.parts)[:_LONGEST_CELL])
        elif name == "rPh":
            self.aside = False
        elif name == "t":
            self.taking = False

    def text(self, data: str) -> None:
        if self.taking:
            self.parts.append(data)


def _xlsx_rows(file: ReadFile, sheet: SheetName, width: int, merges: list[str]) -> Iterator[ReadRow]:
    with zipfile.ZipFile(io.BytesIO(file.content)) as packed:
        strings = _Strings()
        if "xl/sharedStrings.xml" in packed.namelist():
            _parse(packed, "xl/sharedStrings.xml", strings)
        reader = _Rows(strings.all, file._styles, _LATER_EPOCH if file.later_epoch else _EPOCH, width, merges)
        with packed.open(sheet.part) as stream:
            for _chunk in fed(parser_of(reader), stream):
                yield from reader.done
                reader.done.clear()


class _Rows(XmlReader):
    def __init__(self, strings: list[str], dates: frozenset[int], epoch: date, width: int, merges: list[str]) -> None:
        self.strings, self.dates, self.epoch = strings, dates, epoch
        self.width, self.merges = width, merges
        self.done: list[ReadRow] = []
        self.count = self.number = self.place = 0
        self.hidden = False
        self.cells: dict[int, Cell] = {}
        self.formulas: set[int] = set()
        self.type = self.value = ""
        self.is_date = self.taking = False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "c":
            self.type, self.value = given.get("t", "n"), ""
            self.is_date = int(given.get("s", "0")) in self.dates
            self.place = _column(given.get("r", "")) if "r" in given else self.place + 1
        elif name in {"v", "t"}:
            self.taking = True
        elif name == "f":
            self.formulas.add(self.place)
        elif name == "row":
            self.number = int(given.get("r", self.number + 1))
            self.hidden = given.get("hidden", "0") in {"1", "true"}
            self.cells, self.formulas, self.place = {}, set(), -1
        elif name == "mergeCell" and len(self.merges) < MOST_ROWS:
            self.merges.append(given.get("ref", ""))

    def text(self, data: str) -> None:
        if self.taking:
            self.value += data[:_LONGEST_CELL]

    def end(self, name: str) -> None:
        if name in {"v", "t"}:
            self.taking = False
        elif name == "c":
            if self.place < self.width and (self.value or self.place in self.formulas):
                self.cells[self.place] = self._read()
        elif name == "row" and any(cell is not None for cell in self.cells.values()):
            self.count += 1
            if self.count > MOST_ROWS:
                raise too_long()
            cells = [self.cells.get(place) for place in range(max(self.cells) + 1)]
            self.done.append(ReadRow(self.number, cells, frozenset(self.formulas), self.hidden))

    def _read(self) -> Cell:
        value, kind = self.value, self.type
        try:
            if kind == "s":
                value = self.strings[int(value)]
            elif kind == "e":
                return CellError(value)
            elif kind == "b":
                return value == "1"
            elif kind == "d":
                return datetime.fromisoformat(value).date()
            elif kind == "n" and value:
                number = float(value)
                return self.epoch + timedelta(days=int(number)) if self.is_date and number >= 0 else number
        except (ValueError, IndexError, OverflowError):
            return CellError(value[:20])
        return value if value.strip() else None


def _column(place: str) -> int:
    match = _PLACE.fullmatch(place)
    return _number_of(match[1]) if match else MOST_ROWS  # beyond any column: left out


@lru_cache(maxsize=256)
def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
