"""The units directly below, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from viecthat.reviews.queries import child_rows
from viecthat.reviews.queries.review import columns_of

if TYPE_CHECKING:
    from viecthat.reviews.queries import ChildRow, Figure, ReviewTable
    from viecthat.rollup.answer import Row

ANNEX_COLUMNS = 24
SHEET_COLUMNS = 40


@dataclass(frozen=True)
class Children:
    """A row per unit (the last may be what stands at the unit itself), a column per figure, the totals."""

    columns: tuple[Figure, ...]
    rows: tuple[ChildRow, ...]
    totals: tuple[Row, ...]

    def told(self) -> Children:
        """Without the columns in which no unit has anything."""
        return self._kept(
            place
            for place in range(len(self.columns))
            if any(row.unit is not None and row.rows[place].entries for row in self.rows)
        )

    def of_area(self, area: int) -> Children:
        """The columns of one work area."""
        return self._kept(place for place, figure in enumerate(self.columns) if figure.indicator.area == area)

    def _kept(self, places: Iterable[int]) -> Children:
        kept = list(places)
        rows = tuple(replace(row, rows=tuple(row.rows[place] for place in kept)) for row in self.rows)
        columns = tuple(self.columns[place] for place in kept)
        return Children(columns, rows, tuple(self.totals[place] for place in kept))

    def part(self, start: int, end: int) -> Children:
        """The same units with some of the columns."""
        rows = tuple(replace(row, rows=row.rows[start:end]) for row in self.rows)
        return Children(self.columns[start:end], rows, self.totals[start:end])

    def overlap(self, place: int) -> int:
        """What the rows of a column add up to beyond its total: people seen in several units."""
        return sum(row.rows[place].value or 0 for row in self.rows) - (self.totals[place].value or 0)


def children_of(table: ReviewTable, most: int = ANNEX_COLUMNS, *, shares: bool = False) -> Children:
    """The children of the table's unit with its first figures: those that add up, with `shares` ratios too."""
    columns = columns_of(table, most)
    if shares:
        columns += [f for f in table.figures if f.has_figures and f.row.value is None][: most - len(columns)]
    if not columns or not table.children:
        return Children((), (), ())
    rows, totals = child_rows(table, columns)
    return Children(tuple(columns), tuple(rows), totals)
