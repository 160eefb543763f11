"""Where a sheet keeps its headings, its units and its figures; which lines are totals, headings, notes, signatures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from viecthat.documents.sheets import Cell
from viecthat.kernel.names import fold
from viecthat.reading.tables.sheet import Sheet, words_of

LONGEST_HEAD = 300
_MOST_HEADS = 6
_ABOVE = 12  # how far above the first unit headings are looked for

_TOTAL = re.compile(
    r"(?:[ivx]+[.)]\s*)?(?:tong(?: cong| so| hop)?|cong(?: chung| don)?"
    r"|toan (?:tinh|thanh pho|thanh|huyen|xa|quoc|doan|khoi)|total|tc)(?:\s*[(:].*)?"
    r"|tong cong\b.*|toan (?:tinh|thanh pho|huyen|quoc)\b.*"
)
_SUBTOTAL = re.compile(
    r"(?:cong|tong(?: cong| so)?|so ket)\s+(?:cac\s+)?(?:cum|khoi|vung|nhom|muc|phan|tren|[ivx]+\b|[a-d]\b).*"
)
_HEADING = re.compile(r"(?:[ivx]{1,5}|[a-h]|\d{1,2})?\s*[.)\-]?\s*(?:cum|khoi|vung|nhom|khu vuc|phan|muc|cac)\b.*")
_ROMAN = re.compile(r"[ivx]{1,6}[.)]?|[a-d][.)]?")
_NOTE = re.compile(r"(?:\(?\*+\)?|ghi chu|nguon|luu y|chu thich|so lieu tinh|don vi tinh|dvt)\b.*|\(\*+\).*|\*.*")
_END = re.compile(
    r"(?:.*,\s*)?ngay\s+[\d.…_ ]*thang\s+[\d.…_ ]*nam.*|nguoi (?:lap|tong hop|bao cao|kiem tra).*"
    r"|t\.?/?m\.? .*|kt\. .*"
    r"|(?:pho )?bi thu(?: .*)?|thu truong.*|noi nhan\b.*|ky ten.*|xac nhan cua.*|\(ky.*"
)
_NAMES_HEAD = re.compile(
    r"(?:ten )?(?:don vi|dia phuong|co so doan|to chuc doan|doan xa|xa, phuong|huyen|quan|chi doan|doan truc thuoc"
    r"|doan co so)\b.*"
)
_STT = re.compile(r"stt|tt|so tt|so thu tu|#|no\.?")
_WHAT_HEAD = re.compile(
    r"(?:noi dung|chi tieu|tieu chi|chi so|ten chi so|danh muc|hoat dong|ket qua thuc hien|cac noi dung)\b.*"
)
OWN_HEAD = re.compile(
    r"(?:ket qua|so luong|thuc hien|so lieu|tong so|dat duoc|gia tri)(?: (?:thuc hien|dat duoc|trong ky|ky nay).*)?"
)
_SKIPPED_LINE = re.compile(r"stt|tt|don vi tinh|dvt|ghi chu|noi dung.*|chi tieu.*|so thu tu")
_NUMBERING = re.compile(r"\(?(?:\d{1,2}|[a-z])\)?(?:\s*=.*)?")
_LONGEST_NUMBERING = 12  # "(7)=(5)/(6)"
_DIGIT = re.compile(r"\d")


class Role(StrEnum):
    """What a line is."""

    UNIT = "unit"
    TOTAL = "total"
    SUBTOTAL = "subtotal"
    HEADING = "heading"
    NOTE = "note"
    NUMBERS = "numbers"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet lies: headings from line `head` up to (not with) `first`, units' names at place `names`, lines up to
    (not with) `last`; `heads` says what stands above each place. `turned`: units stand side by side in the file.

    `whose`: the figures stand under words such as "Kết quả": they are of whoever sent the table.
    """

    turned: bool
    head: int
    first: int
    last: int
    names: int
    heads: tuple[str, ...]
    figures: tuple[int, ...]
    own: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line below the headings: its role and the name in it; `below`: a subtotal that stands above its parts."""

    at: int
    role: Role
    name: str
    below: bool = False


def find_layout(sheet: Sheet, is_name: Callable[[str], bool]) -> tuple[Sheet, Layout]:
    """The sheet, turned when its units stand side by side, and how it lies. `is_name`: whether a text is a unit's."""
    down, across = _names_place(sheet, is_name), None
    if sheet.lines and sheet.width:
        turned = sheet.turn()
        across = _names_place(turned, is_name)
        if across[1] > down[1] and across[1] > 1:
            return turned, _laid(turned, across[0], is_name)
    if down[1] == 0 and sheet.lines and (place := _own_figures(sheet)) is not None:
        turned = sheet.turn()
        return turned, _laid(turned, place, is_name, own=True)
    place = down[0] if down[1] else _likely_names(sheet)
    return sheet, _laid(sheet, place, is_name)


def _names_place(sheet: Sheet, is_name: Callable[[str], bool]) -> tuple[int, int]:
    """The place that holds most names of units, and how many different ones."""
    held: Counter[int] = Counter()
    seen: set[tuple[int, str]] = set()
    for line in sheet.lines:
        for place, cell in enumerate(line):
            if isinstance(cell, str) and (place, cell) not in seen and not _TOTAL.fullmatch(fold(cell)):
                seen.add((place, cell))
                held[place] += is_name(words_of(cell))
    if not held:
        return 0, 0
    return min(held.items(), key=lambda pair: (-pair[1], pair[0]))


def _own_figures(sheet: Sheet) -> int | None:
    """The line of headings of a table that has what was done below each other and the result beside it."""
    for at, line in enumerate(sheet.lines[:40]):
        said = [fold(words_of(cell)) for cell in line]
        if any(_WHAT_HEAD.fullmatch(word) for word in said) and any(OWN_HEAD.fullmatch(word) for word in said):
            return at
    return None


def _likely_names(sheet: Sheet) -> int:
    """Where names are looked for when none is known: under a heading that says so, else the first place of words."""
    for line in sheet.lines[:40]:
        for place, cell in enumerate(line):
            if isinstance(cell, str) and _NAMES_HEAD.fullmatch(fold(words_of(cell))):
                return place
    words = Counter(
        place
        for line in sheet.lines
        if any(_is_figure(cell) for cell in line)
        for place, cell in enumerate(line)
        if isinstance(cell, str) and not _is_figure(cell)
    )
    return min(words.items(), key=lambda pair: (-pair[1], pair[0]))[0] if words else 0


def _laid(sheet: Sheet, names: int, is_name: Callable[[str], bool], *, own: bool = False) -> Layout:
    anchor = _first_line(sheet, names, is_name, own=own)
    head, first = _headings_above(sheet, anchor, names)
    last = _last_line(sheet, first, names)
    heads = tuple(_head_of(sheet, head, first, place) for place in range(sheet.width))
    body = [line for line in sheet.lines[first:last] if not _looks_numbered(line)]
    figures = tuple(
        place
        for place in range(sheet.width)
        if place != names and not _is_numbering(heads[place], [line[place] for line in body])
        and _holds_figures([line[place] for line in body])
    )  # fmt: skip
    return Layout(sheet.turned, head, first, last, names, heads, figures, own)


def _first_line(sheet: Sheet, names: int, is_name: Callable[[str], bool], *, own: bool) -> int:
    named = None
    for at, line in enumerate(sheet.lines):
        text = words_of(line[names]) if names < len(line) else ""
        if own and OWN_HEAD.fullmatch(fold(text)):
            return at
        if not own and text and is_name(text) and any(_is_figure(cell) for cell in line):
            return at
        filled = sum(_is_figure(cell) for place, cell in enumerate(line) if place != names)
        if named is None and text and filled and not _is_figure(line[names]) and not _looks_numbered(line):
            named = at
    return named if named is not None else len(sheet.lines)


def _headings_above(sheet: Sheet, anchor: int, names: int) -> tuple[int, int]:
    """The lines of headings nearest above: from, and up to (not with)."""
    at, first, head = anchor - 1, None, anchor
    while at >= 0 and anchor - at <= _ABOVE + _MOST_HEADS:
        if _is_heading_line(sheet.lines[at], names):
            if first is None:
                first = at + 1
            head = at
            if first - head >= _MOST_HEADS or not sheet.follows(at):
                break
        elif first is not None or anchor - at > _ABOVE:
            break
        at -= 1
    return (anchor, anchor) if first is None else (head, first)


def _is_heading_line(line: Sequence[Cell], names: int) -> bool:
    texts = [words_of(cell) for place, cell in enumerate(line) if isinstance(cell, str) and cell.strip()]
    distinct = {text for text in texts if not _NUMBERING.fullmatch(fold(text))}
    figures = sum(_is_figure(cell) for cell in line)
    total = _TOTAL.fullmatch(fold(words_of(line[names]))) if names < len(line) else None
    return len(distinct) >= 2 and figures * 3 <= len(texts) and total is None


def _last_line(sheet: Sheet, first: int, names: int) -> int:
    """Where the table ends: before a signature, or after the last line that holds anything."""
    for at in range(first, len(sheet.lines)):
        line = sheet.lines[at]
        if any(isinstance(cell, str) and _END.fullmatch(fold(words_of(cell))) for cell in line) and (
            sum(_is_figure(cell) for place, cell in enumerate(line) if place != names) < 2
        ):
            return at
    return len(sheet.lines)


def _head_of(sheet: Sheet, head: int, first: int, place: int) -> str:
    """What stands above a place, from the widest heading down; a group's words lie over the empty cells beside it."""
    said: list[str] = []
    for at in range(head, first):
        text = words_of(sheet.lines[at][place])
        if not text and at + 1 < first and _lower_words(sheet, at, first, place):
            left = place - 1
            while left >= 0 and not words_of(sheet.lines[at][left]):
                left -= 1
            if left >= 0 and _lower_words(sheet, at, first, left):
                text = words_of(sheet.lines[at][left])
        if text and not _NUMBERING.fullmatch(fold(text)) and (not said or said[-1] != text) and text not in said:
            said.append(text)
    return " › ".join(said)[:LONGEST_HEAD]


def _lower_words(sheet: Sheet, at: int, first: int, place: int) -> bool:
    return any(words_of(sheet.lines[below][place]) for below in range(at + 1, first))


def _is_numbering(head: str, cells: Sequence[Cell]) -> bool:
    if _STT.fullmatch(fold(head)):
        return True
    if head:
        return False
    numbers = [int(cell) for cell in cells if isinstance(cell, float) and cell.is_integer()]
    return len(numbers) > 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _holds_figures(cells: Sequence[Cell]) -> bool:
    return any(_is_figure(cell) for cell in cells)


def _is_figure(cell: Cell) -> bool:
    """Whether a cell holds something meant for a number: digits come before words."""
    if isinstance(cell, float):
        return True
    if not isinstance(cell, str):
        return isinstance(cell, date) and not isinstance(cell, bool)
    text = cell.strip()
    return (
        bool(text) and len(text) <= 40 and (text[0].isdigit() or (text[0] in "~<>≥≤≈'" and bool(_DIGIT.search(text))))
    )


def _looks_numbered(line: Sequence[Cell]) -> bool:
    """A line under the headings that numbers the columns: 1, 2, 3 or (1), (2), A, B."""
    if any(isinstance(cell, str) and len(cell) > _LONGEST_NUMBERING for cell in line):
        return False
    if any(isinstance(cell, float) and not 0 < cell <= len(line) + 1 for cell in line):
        return False
    texts = [fold(words_of(cell)) for cell in line if cell is not None]
    digits = [int(match) for text in texts for match in re.findall(r"\d+", text)[:1]]
    return (
        len(texts) >= 3
        and all(_NUMBERING.fullmatch(text) for text in texts)
        and digits == sorted(set(digits))
        and len(digits) >= 2
        and digits[-1] - digits[0] < 2 * len(texts)
    )


def lines_below(sheet: Sheet, layout: Layout, is_name: Callable[[str], bool]) -> list[Line]:
    """The lines below the headings with their roles."""
    return [_line(sheet, layout, at, is_name) for at in range(layout.first, layout.last)]


def _line(sheet: Sheet, layout: Layout, at: int, is_name: Callable[[str], bool]) -> Line:
    line = sheet.lines[at]
    name = words_of(line[layout.names]) if layout.names < len(line) else ""
    before = [words_of(cell) for cell in line[: layout.names]]
    said = fold(name or next(filter(None, before), ""))
    filled = any(_is_figure(line[place]) for place in layout.figures)
    if not said and not filled:
        return Line(at, Role.EMPTY, name)
    if _looks_numbered(line) and (not name or _NUMBERING.fullmatch(said)):
        return Line(at, Role.NUMBERS, name)
    if layout.own and _SKIPPED_LINE.fullmatch(said):
        return Line(at, Role.NOTE, name)
    role, below = _role_said(said, before, filled)
    if role is not None and not (role is not Role.NOTE and is_name(name) and not _TOTAL.fullmatch(said)):
        return Line(at, role, name, below)
    if not filled:
        return Line(at, Role.UNIT if is_name(name) else Role.HEADING if len(said) < 120 else Role.NOTE, name)
    return Line(at, Role.UNIT, name or next((text for text in before if text and not _is_figure(text)), ""))


def _role_said(said: str, before: Sequence[str], filled: bool) -> tuple[Role | None, bool]:
    if _SUBTOTAL.fullmatch(said):
        return Role.SUBTOTAL, False
    if _TOTAL.fullmatch(said):
        return Role.TOTAL, False
    if _NOTE.fullmatch(said):
        return Role.NOTE, False
    if _HEADING.fullmatch(said) or (not filled and any(_ROMAN.fullmatch(fold(text)) for text in before if text)):
        return (Role.SUBTOTAL, True) if filled else (Role.HEADING, False)
    if filled and any(_ROMAN.fullmatch(fold(text)) and not text.isdigit() for text in before if text):
        return Role.SUBTOTAL, True
    return None, False
