"""A sheet seen with its units one below the other, whichever way it lies in the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from viecthat.documents.grids import Grid, Merge, column_letters
from viecthat.documents.sheets import Cell
from viecthat.kernel.dates import format_date
from viecthat.kernel.names import normalise
from viecthat.kernel.old_fonts import written_in_old_font


@dataclass(frozen=True, slots=True)
class Fault:
    """What is to be said of a cell (or of a line, without a place): whether it keeps figures out, msgid, parameters."""

    line: int
    place: int | None
    refused: bool
    message: str
    params: dict[str, str | int]


class Sheet:
    """The cells as lines of equal length. `turned`: lines are the file's columns.

    A text in merged cells stands in each of them; a figure only in the first, or it would count twice.
    """

    __slots__ = ("formulas", "hidden", "lines", "numbers", "turned", "width")

    def __init__(
        self,
        lines: list[list[Cell]],
        numbers: list[int],
        *,
        turned: bool = False,
        hidden: Iterable[int] = (),
        formulas: Iterable[tuple[int, int]] = (),
    ) -> None:
        self.lines, self.numbers, self.turned = lines, numbers, turned
        self.width = len(lines[0]) if lines else 0
        self.hidden = frozenset(hidden)
        self.formulas = frozenset(formulas)

    @classmethod
    def of(cls, grid: Grid) -> Sheet:
        """The sheet as it lies in the file."""
        width = max((len(row.cells) for row in grid.rows), default=0)
        lines = [[*row.cells, *([None] * (width - len(row.cells)))] for row in grid.rows]
        numbers = [row.number for row in grid.rows]
        _fill(lines, {number: at for at, number in enumerate(numbers)}, grid.merges, width)
        while width and all(_is_empty(line[width - 1]) for line in lines):
            width -= 1
        formulas = [(at, place) for at, row in enumerate(grid.rows) for place in row.formulas if place < width]
        hidden = [at for at, row in enumerate(grid.rows) if row.hidden]
        return cls([line[:width] for line in lines], numbers, hidden=hidden, formulas=formulas)

    def turn(self) -> Sheet:
        """The same with rows for columns."""
        lines = [list(column) for column in zip(*self.lines, strict=True)]
        formulas = ((place, line) for line, place in self.formulas)
        return Sheet(lines, self.numbers, turned=not self.turned, formulas=formulas)

    def address(self, line: int, place: int | None) -> str:
        """What the file calls the cell ("C17"), or the whole row or column."""
        if self.turned:
            letters = column_letters(line)
            return letters if place is None else f"{letters}{self.numbers[place]}"
        return str(self.numbers[line]) if place is None else f"{column_letters(place)}{self.numbers[line]}"

    def place_name(self, place: int) -> str:
        """What the file calls a place of the lines: "C", or "17" where they are its columns."""
        return str(self.numbers[place]) if self.turned else column_letters(place)

    def follows(self, line: int) -> bool:
        """Whether this line stands right below the one before: nothing empty between."""
        return self.turned or line == 0 or self.numbers[line] == self.numbers[line - 1] + 1


def _is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _fill(lines: Sequence[list[Cell]], at: dict[int, int], merges: Iterable[Merge], width: int) -> None:
    for merge in merges:
        line = at.get(merge.top)
        if line is None or merge.left >= width:
            continue
        first = lines[line][merge.left]
        if not isinstance(first, str) or merge.bottom - merge.top > 2000:
            continue
        for number in range(merge.top, merge.bottom + 1):
            if (to := at.get(number)) is not None:
                for place in range(merge.left, min(merge.right + 1, width)):
                    if _is_empty(lines[to][place]):
                        lines[to][place] = first


def words_of(cell: Cell) -> str:
    """A cell as its sheet shows it, in one line of composed Unicode."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 10**16 else repr(cell)
        case date():
            return format_date(cell)
        case _:
            return _text(str(cell))


@lru_cache(maxsize=16_384)
def _text(text: str) -> str:
    return normalise(written_in_old_font(text) or text)
