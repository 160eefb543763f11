"""An answer laid out as a table: which of unit, indicator and period stand down, which stands across."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from viecthat.figures.choices import Axis
from viecthat.kernel.names import fold, sort_key

if TYPE_CHECKING:
    from viecthat.figures.queries.answer import Answer

BY_NAME = "ten"


class Spot(NamedTuple):
    """Which figure: numbers of its place, indicator and period in the answer. One is made for every cell."""

    place: int
    indicator: int
    period: int

    def at(self, axis: Axis, number: int) -> Spot:
        """The same with another value of one axis."""
        match axis:
            case Axis.UNIT:
                return Spot(number, self.indicator, self.period)
            case Axis.INDICATOR:
                return Spot(self.place, number, self.period)
            case _:
                return Spot(self.place, self.indicator, number)

    def on(self, axis: Axis) -> int:
        """The number on this axis."""
        return {Axis.UNIT: self.place, Axis.INDICATOR: self.indicator, Axis.PERIOD: self.period}[axis]


@dataclass(frozen=True)
class Layout:
    """Rows and columns. `across` numbers the columns; a row is a `Spot` whose number on that axis is meaningless.

    down: the axes that rows name, outermost first; at least one. totals: rows of wholes and sums, below the others.
    """

    answer: Answer
    down: tuple[Axis, ...]
    across: Axis
    rows: tuple[Spot, ...]
    totals: tuple[Spot, ...]
    columns: tuple[int, ...]

    def row_label_of(self, row: Spot) -> Iterator[tuple[Axis, int]]:
        """What names the row."""
        for axis in self.down:
            yield axis, row.on(axis)

    def cell(self, row: Spot, column: int) -> Spot:
        """The figure where a row and a column meet."""
        return row.at(self.across, column)


def key_of(answer: Answer, axis: Axis, number: int) -> str:
    """The value of an axis as addresses name it; "" for what has no name there."""
    match axis:
        case Axis.UNIT:
            place = answer.places[number]
            return "" if place.unit is None or place.is_own else place.unit.code
        case Axis.INDICATOR:
            return answer.question.shown[number].code
        case _:
            return answer.question.periods[number].code


def laid_out(
    answer: Answer, *, down: Axis | None = None, across: Axis | None = None, order: str = "", text: str = ""
) -> Layout:
    """The table. Axes left open are chosen so that the longest list stands down.

    order: the key of a column, largest first, or with "-" smallest first; `BY_NAME` for names; "" keeps the tree's
    order. text: only units whose name holds it, with or without marks.
    """
    sizes = {
        Axis.UNIT: len(answer.places),
        Axis.INDICATOR: len(answer.question.shown),
        Axis.PERIOD: len(answer.question.periods),
    }
    down, across = _axes(sizes, down, across)
    rest = next(axis for axis in Axis if axis not in {down, across})
    named = (down, rest) if sizes[rest] > 1 else (down,)
    wanted = fold(text)
    kept = {
        Axis.UNIT: [i for i, p in enumerate(answer.places) if not wanted or p.is_total or _named(p.unit, wanted)],
        Axis.INDICATOR: list(range(sizes[Axis.INDICATOR])),
        Axis.PERIOD: list(range(sizes[Axis.PERIOD])),
    }
    start = Spot(0, 0, 0)
    every = [start.at(down, outer).at(rest, inner) for outer in kept[down] for inner in kept[rest]]
    columns = tuple(kept[across])
    if across is Axis.UNIT:
        rows, totals = every, []
    else:
        rows = [row for row in every if not answer.places[row.place].is_total]
        totals = [row for row in every if answer.places[row.place].is_total]
        if not rows:
            rows, totals = totals, []
    layout = Layout(answer, named, across, tuple(rows), tuple(totals), columns)
    return _sorted(layout, order) if order else layout


def _named(unit: object, wanted: str) -> bool:
    return unit is not None and wanted in fold(unit.name)  # type: ignore[attr-defined]


def _axes(sizes: dict[Axis, int], down: Axis | None, across: Axis | None) -> tuple[Axis, Axis]:
    if down is not None and down == across:
        across = None
    if across is None:
        if down is None:
            down = Axis.UNIT if sizes[Axis.UNIT] > 1 else Axis.INDICATOR
        one_indicator = sizes[Axis.INDICATOR] == 1 or down is Axis.INDICATOR
        across = Axis.PERIOD if one_indicator and sizes[Axis.PERIOD] > 1 else Axis.INDICATOR
        if across is down:
            across = Axis.UNIT
    if down is None:
        down = max((axis for axis in Axis if axis is not across), key=lambda axis: sizes[axis])
    return down, across


def _sorted(layout: Layout, order: str) -> Layout:
    answer, wanted = layout.answer, order.lstrip("-")
    turn = 1 if order.startswith("-") else -1

    def own_last(row: Spot) -> bool:
        return layout.across is not Axis.UNIT and answer.places[row.place].is_own

    if wanted == BY_NAME:
        rows = sorted(layout.rows, key=lambda row: _name(layout, row), reverse=order.startswith("-"))
        return _with_rows(layout, sorted(rows, key=own_last))
    column = next((c for c in layout.columns if key_of(answer, layout.across, c) == wanted), None)
    if column is None:
        return layout
    values = [(sorting_value(answer, layout.cell(row, column)), row) for row in layout.rows]
    known = sorted((v for v in values if v[0] is not None), key=lambda v: turn * v[0])  # type: ignore[operator]
    unknown = [row for value, row in values if value is None]
    return _with_rows(layout, sorted([*(row for _, row in known), *unknown], key=own_last))


def _with_rows(layout: Layout, rows: list[Spot]) -> Layout:
    return Layout(layout.answer, layout.down, layout.across, tuple(rows), layout.totals, layout.columns)


def _name(layout: Layout, row: Spot) -> str:
    axis, number = next(iter(layout.row_label_of(row)))
    if axis is Axis.UNIT:
        unit = layout.answer.places[number].unit
        return "" if unit is None else sort_key(unit.name)
    if axis is Axis.INDICATOR:
        return sort_key(str(layout.answer.question.shown[number]))
    return layout.answer.question.periods[number].start.isoformat()


def sorting_value(answer: Answer, spot: Spot) -> int | Fraction | None:
    """What a figure counts in an order; None where nothing is shown."""
    columns = answer.columns[answer.question.shown[spot.indicator].pk]
    if not columns.known[spot.place, spot.period] or columns.hidden[spot.place, spot.period]:
        return None
    counted = int(columns.counted[spot.place, spot.period])
    return counted if columns.of is None else Fraction(counted, int(columns.of[spot.place, spot.period]))
