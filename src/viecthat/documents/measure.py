"""How wide words stand in the documents' face, and how wide the columns of a table must be to hold theirs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

from viecthat.documents import text
from viecthat.documents.model import Cell, Figure, Lang, Number, OfficialDocument, ProofBar, Table

FONTS = Path(__file__).parent / "fonts"
# mm between the margins of an upright page and of a lying one.
UPRIGHT, LYING = 160.0, 257.0
# Short and long side in mm.
PAPERS: dict[str, tuple[float, float]] = {"a4": (210.0, 297.0), "a3": (297.0, 420.0)}
HANDOUT_MARGIN = 15.0
SIGNATURE_COLUMNS = (70.0, 90.0)
CELL_PADDING = 1.5
_HEAD_RIGHT, _MOST_HEAD_RIGHT = 85.0, 98.0
_LEAST_BAR = 15
# A word wider than this (an address) may be broken.
_LONGEST_WORD = 22
# A column of sentences must not become a strip of words.
_SENTENCE, _LEAST_SENTENCE = 40, 26
# Word processors do not agree to the last hair.
_SLACK = 0.6
_BREAK = "\u200b"
TABLE_POINTS, LEAST_POINTS = 12, 8
_UNITS = 1000


@dataclass(frozen=True, slots=True)
class TableLayout:
    """Size of the letters in points, widths of the columns in mm."""

    points: int
    widths: tuple[float, ...]


@lru_cache(maxsize=50_000)
def width_of(words: str, points: float, *, bold: bool = False, italic: bool = False) -> float:
    """Width in mm of words on one line."""
    style = ("Bold" if bold else "") + ("Italic" if italic else "")
    return _face(style or "Regular").getlength(words) / _UNITS * points * 25.4 / 72


def lines_of(words: str, points: float, width: float, *, bold: bool = False) -> int:
    """How many lines words fill when wrapped at `width` mm."""
    count = 0
    for line in words.split("\n"):
        count, room = count + 1, width
        for word in line.split(" "):
            taken = width_of(f"{word} ", points, bold=bold)
            if room < width and taken > room:
                count, room = count + 1, width
            room -= taken
    return count


def breakable(words: str, points: float, width: float) -> str:
    """The words with places to break in those wider than `width` mm, such as an address in a narrow column."""
    return "".join(
        _with_breaks(word, points, width) if width_of(word, points, bold=True) > width else word
        for word in re.split(r"(\s+)", words)
    )


def _with_breaks(word: str, points: float, width: float) -> str:
    parts = re.findall(r"[^/.\-_@?&=]*[/.\-_@?&=]+|[^/.\-_@?&=]+", word)
    return _BREAK.join(part if width_of(part, points, bold=True) <= width else _BREAK.join(part) for part in parts)


def union_width(lang: Lang) -> float:
    """Width in mm of the Union's name: the rule below is as long."""
    # A hair more than the words, lest they wrap.
    return 1 + max(width_of(line, 15, bold=True) for line in text.WORDS[lang].union.split("\n"))


def head_columns(document: OfficialDocument) -> tuple[float, float]:
    """Widths of the head's left and right half; a long place and day gets the room it needs, within reason."""
    wanted = 1 + width_of(text.place_and_day(document), 14, italic=True)
    right = max(_HEAD_RIGHT, wanted) if wanted <= _MOST_HEAD_RIGHT else _HEAD_RIGHT
    # The issuer's name on one line where the right half can spare the room.
    left = 1 + max(width_of(line, 14, bold=True) for line in text.clean(document.issuer).split("\n"))
    if left > UPRIGHT - right and UPRIGHT - left >= max(wanted, union_width(document.lang)):
        right = UPRIGHT - left
    return UPRIGHT - right, right


def lay_out(table: Table, width: float, lang: Lang, largest: int = TABLE_POINTS) -> TableLayout:
    """Columns by their shares, but none too narrow for its longest word; smaller letters before broken numbers.

    `largest` is the size in points that is tried first.
    """
    words = _longest_words(table, lang)
    floors = [_floor(row[place] for row in table.rows) for place in range(len(words))]
    for points in range(max(largest, LEAST_POINTS), LEAST_POINTS - 1, -1):
        least = [
            max(floor, *(_least_width(word, points) for word in column))
            for column, floor in zip(words, floors, strict=True)
        ]
        if sum(least) <= width:
            break
    return TableLayout(points, _spread(width, [column.width_share for column in table.columns], least))


def _least_width(word: str, points: float) -> float:
    return min(width_of(word, points, bold=True), _LONGEST_WORD) + 2 * CELL_PADDING + _SLACK


def _floor(cells: Iterable[Cell]) -> float:
    """The least width of a column whatever the size of its letters."""
    floor = 0
    for cell in cells:
        if isinstance(cell, ProofBar):
            floor = max(floor, _LEAST_BAR)
        elif isinstance(cell, str) and len(cell) > _SENTENCE and " " in cell:
            floor = max(floor, _LEAST_SENTENCE)
    return floor


def _spread(width: float, shares: list[float], least: list[float]) -> tuple[float, ...]:
    if sum(least) >= width:
        return tuple(each * width / sum(least) for each in least)
    held: set[int] = set()
    while True:
        free = width - sum(least[place] for place in held)
        parts = sum(share for place, share in enumerate(shares) if place not in held)
        narrow = {
            place for place, share in enumerate(shares) if place not in held and free * share / parts < least[place]
        }
        if not narrow:
            return tuple(least[place] if place in held else free * share / parts for place, share in enumerate(shares))
        held |= narrow


def _longest_words(table: Table, lang: Lang) -> list[list[str]]:
    """Per column the few words that could be its widest."""
    columns: list[set[str]] = [set(_words(text.clean(column.title))) for column in table.columns]
    for row in table.rows:
        for column, cell in zip(columns, row, strict=True):
            column.update(_words(_written(cell, lang)))
    return [sorted(words, key=len, reverse=True)[:8] for words in columns]


def _words(line: str) -> Iterable[str]:
    # Only an ordinary space parts words; a no-break space holds a number to its unit.
    return line.replace("\n", " ").replace("\t", " ").split(" ")


def _written(cell: Cell, lang: Lang) -> str:
    match cell:
        case Number():
            return text.number_text(cell, lang)
        case Figure():
            return text.clean(cell.text) + text.figure_unit(cell)
        case ProofBar():
            return ""
    return text.clean(cell)


@cache
def _face(style: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"Tinos-{style}.ttf", _UNITS)
