"""From tallies to figures: what each measure makes of the sums, for all regions at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from viecthat.kernel.periods import Period
from viecthat.rollup.answer import Grades, Part, Row
from viecthat.rollup.measures import (
    Counted,
    Coverage,
    Difference,
    Flow,
    Measure,
    People,
    Ratio,
    Stock,
    Turns,
    is_additive,
)
from viecthat.rollup.scan import Numbers, Read, Scan, Window

_BEFORE_EVERY_DATE = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure over one period, as arrays over regions; `grades` has a column per grade of proof."""

    grades: Numbers
    reported_by: Numbers
    entries: Numbers
    additive: bool
    of: Numbers | None = None
    people: bool = False
    turns: Numbers | None = None

    def rows(self, key: Any, period: Period, names: Sequence[tuple[int, Part]]) -> Iterator[Row]:
        """A typed row per region, in the regions' order."""
        nothing: list[int | None] = [None] * len(names)
        totals: list[int | None] = self.grades.sum(axis=1).tolist()
        shares = self.of is not None
        for (unit, part), value, n, of, people, turns, grades, reported_by, entries in zip(
            names,
            nothing if shares else totals,
            totals if shares else nothing,
            nothing if self.of is None else self.of.tolist(),
            totals if self.people else nothing,
            nothing if self.turns is None else self.turns.tolist(),
            self.grades.tolist(),
            self.reported_by.tolist(),
            self.entries.tolist(),
            strict=True,
        ):
            yield Row(
                unit,
                part,
                key,
                period,
                value,
                n,
                of,
                people,
                turns,
                Grades(*grades),
                reported_by,
                entries,
                self.additive,
            )


def figure_of(measure: Measure, period: Period, scan: Scan) -> Figure:
    """The measure over the period for every region of the scan."""
    scope = _scope(measure, period)
    reported_by = scan.reporters(scope.items())
    entries = sum((scan.tally(*of).entries for of in scope.items()), start=0 * reported_by)
    additive = is_additive(measure)
    window = _window(period)
    match measure:
        case Coverage(indicator, kinds, at_least):
            n, of = scan.coverage(indicator, window, kinds, at_least)
            return Figure(n, reported_by, entries, additive, of=of)
        case Ratio(n=above, of=below):
            total = _counted(below, period, scan).sum(axis=1)
            return Figure(_counted(above, period, scan), reported_by, entries, additive, of=total)
        case People(indicator) | Turns(indicator):
            turns = scan.tally(indicator, window).by_region.sum(axis=1)
            counted, people = _counted(measure, period, scan), isinstance(measure, People)
            return Figure(counted, reported_by, entries, additive, people=people, turns=turns)
        case _:
            return Figure(_counted(measure, period, scan), reported_by, entries, additive)


def reads_of(measure: Measure, period: Period) -> frozenset[Read]:
    """Every indicator the measure reads, each with every window over which it does."""
    match measure:
        case Difference(a, b) | Ratio(a, b):
            return reads_of(a, period) | reads_of(b, period)
        case _:
            return frozenset(_scope(measure, period).items())


def _counted(measure: Counted, period: Period, scan: Scan) -> Numbers:
    """A plain count by (region, grade)."""
    match measure:
        case Difference(a, b):
            return _counted(a, period, scan) - _counted(b, period, scan)
        case People(indicator):
            return scan.people(indicator, _window(period))
        case Stock(indicator):
            return scan.tally(indicator, _history(period)).by_region
        case Flow(indicator) | Turns(indicator):
            return scan.tally(indicator, _window(period)).by_region


def _scope(measure: Measure, period: Period) -> dict[int, Window]:
    """The window of each indicator the measure reads; one read both ways is in scope over its whole history."""
    match measure:
        case Difference(a, b) | Ratio(a, b):
            first, second = _scope(a, period), _scope(b, period)
            both = {i: min(first[i], second[i]) for i in first.keys() & second.keys()}
            return first | second | both
        case Stock(indicator):
            return {indicator: _history(period)}
        case _:
            return {measure.indicator: _window(period)}


def _window(period: Period) -> Window:
    return Window(period.start.toordinal(), period.end.toordinal())


def _history(period: Period) -> Window:
    return Window(_BEFORE_EVERY_DATE, period.end.toordinal())
