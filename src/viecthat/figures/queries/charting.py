"""Which chart says what an answer says, and its geometry in percent of the box."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from viecthat.figures.choices import Axis
from viecthat.figures.queries.pivot import Layout, Spot, sorting_value

if TYPE_CHECKING:
    from viecthat.figures.queries.answer import Answer, Place
    from viecthat.kernel.periods import Period
    from viecthat.ledger.models import Indicator
    from viecthat.rollup.answer import Grades

MOST_BARS = 20
MOST_LINES = 4
FEWEST_POINTS = 3


@dataclass(frozen=True)
class Bar:
    """A unit; width: percent of the longest, and of each grade (verified, evidenced, declared) in it."""

    place: Place
    spot: Spot
    width: Fraction
    grades: Grades


@dataclass(frozen=True)
class BarChart:
    """Units side by side in one indicator over one period; `rest` are not drawn."""

    indicator: Indicator
    period: Period
    bars: tuple[Bar, ...]
    rest: int


@dataclass(frozen=True)
class Line:
    """A unit or an indicator over the periods; points in percent, a gap where nothing was recorded."""

    spot: Spot
    points: tuple[tuple[Fraction, Fraction] | None, ...]


@dataclass(frozen=True)
class LineChart:
    """Figures of one unit of measure over periods that follow each other; top: what the upper edge stands for."""

    of: Axis
    indicator: Indicator
    periods: tuple[Period, ...]
    lines: tuple[Line, ...]
    top: int | Fraction
    rest: int


def chart_of(layout: Layout) -> BarChart | LineChart | None:
    """Lines for periods, bars for units, nothing where neither would say more than the table.

    Counts what the first indicator of the question counts; rows in the order of the table.
    """
    answer = layout.answer
    if not answer.question.indicators or answer.is_empty:
        return None
    periods = answer.question.periods
    running = list(periods) == sorted(periods, key=lambda p: p.start)
    if len(periods) >= FEWEST_POINTS and running:
        return _lines(layout)
    return _bars(layout)


def _places_in_order(layout: Layout) -> list[int]:
    """Units as the table has them, without wholes."""
    answer = layout.answer
    shown = layout.columns if layout.across is Axis.UNIT else [row.place for row in layout.rows]
    return [n for n in dict.fromkeys(shown) if not answer.places[n].is_total and not answer.places[n].is_own]


def _bars(layout: Layout) -> BarChart | None:
    answer, period = layout.answer, len(layout.answer.question.periods) - 1
    indicator = answer.question.shown[0]
    columns = answer.columns[indicator.pk]
    spots = [Spot(place, 0, period) for place in _places_in_order(layout)]
    values = [(value, spot) for spot in spots if (value := sorting_value(answer, spot)) is not None and value >= 0]
    largest = max((value for value, _ in values), default=0)
    if len(values) < 2 or not largest:
        return None
    values.sort(key=lambda pair: -pair[0])
    bars = tuple(
        Bar(
            answer.places[spot.place],
            spot,
            Fraction(100 * value) / Fraction(largest),
            columns.grades_at(spot.place, spot.period),
        )
        for value, spot in values[:MOST_BARS]
    )
    return BarChart(indicator, answer.question.periods[period], bars, len(values) - len(bars))


def _lines(layout: Layout) -> LineChart | None:
    answer = layout.answer
    places = _places_in_order(layout) or [0]
    first = answer.question.shown[0]
    if len(places) > 1:
        of, starts = Axis.UNIT, [Spot(place, 0, 0) for place in places]
    else:
        alike = [n for n, i in enumerate(answer.question.shown) if _alike(i, first)]
        of, starts = Axis.INDICATOR, [Spot(places[0], number, 0) for number in alike]
    told = [(start, _values(answer, start)) for start in starts]
    told = [(start, values) for start, values in told if any(value is not None for value in values)]
    told.sort(key=lambda pair: -sum((value or 0 for value in pair[1]), Fraction(0)))
    shown = told[:MOST_LINES]
    every = [value for _, values in shown for value in values if value is not None]
    top = max(every, default=0)
    if not top or min(every) < 0:
        return None
    count = len(answer.question.periods)
    lines = tuple(
        Line(
            start,
            tuple(
                None if value is None else (Fraction(100 * n, count - 1), 100 - Fraction(100 * value) / Fraction(top))
                for n, value in enumerate(values)
            ),
        )
        for start, values in shown
    )
    return LineChart(of, first, answer.question.periods, lines, top, len(told) - len(shown))


def _values(answer: Answer, start: Spot) -> list[int | Fraction | None]:
    return [sorting_value(answer, start.at(Axis.PERIOD, n)) for n in range(len(answer.question.periods))]


def _alike(one: Indicator, other: Indicator) -> bool:
    return (one.unit_of_measure, one.is_share, one.decimals) == (other.unit_of_measure, other.is_share, other.decimals)
