"""The seam of the roll-up: what is asked, and what whoever holds the ledger must be able to add up."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from viecthat.kernel.periods import Period
from viecthat.rollup.answer import Way
from viecthat.rollup.facts import Where
from viecthat.rollup.measures import Counted, Coverage, Difference, Flow, Measure, People, Ratio, Stock
from viecthat.rollup.placement import UnitMap
from viecthat.rollup.regions import Regions

Numbers = npt.NDArray[np.int64]

GRADES = 3
FROM_EVER = 0

# An eighth of what int64 holds, so that differences of sums still fit.
LARGEST_SUM = 2**60


class Window(NamedTuple):
    """Days [start, stop) as ordinals; a stock starts at FROM_EVER, before every date."""

    start: int
    stop: int


# An indicator and the window over which it is read.
Read = tuple[int, Window]


@dataclass(frozen=True)
class Question:
    """Measures of regions of a map over periods; `as_known` and `where` leave entries out."""

    measures: Mapping[Any, Measure]
    periods: tuple[Period, ...]
    map: UnitMap
    regions: Regions
    as_known: datetime | None = None
    where: Where | None = None

    @cached_property
    def reads(self) -> frozenset[Read]:
        """Every indicator the measures read, each with every window over which they do."""
        found: set[Read] = set()
        windows = [window_of(period) for period in self.periods]
        for measure in self.measures.values():
            if isinstance(measure, Flow):
                # The usual case, and there may be thousands of them.
                found.update((measure.indicator, window) for window in windows)
            else:
                found.update(*(reads_of(measure, period) for period in self.periods))
        return frozenset(found)

    @cached_property
    def heads(self) -> frozenset[Read]:
        """The reads of which people are counted."""
        return frozenset(
            (people.indicator, window_of(period))
            for measure in self.measures.values()
            for people in _within(measure, People)
            for period in self.periods
        )

    @cached_property
    def coverages(self) -> frozenset[tuple[Coverage, Window]]:
        """The coverages asked for, each with its window."""
        return frozenset(
            (coverage, window_of(period))
            for measure in self.measures.values()
            for coverage in _within(measure, Coverage)
            for period in self.periods
        )


class Reckoner(Protocol):
    """One question's sums, made ready by whoever holds the ledger. Arrays run over the question's regions (R).

    outside: ledger lines the question reads that stand nowhere in the map. way: how it was answered.
    """

    @property
    def outside(self) -> int: ...

    @property
    def way(self) -> Way: ...

    def sums(self, indicators: Sequence[int], window: Window) -> tuple[Numbers, Numbers]:
        """Quantities by (indicator, region, grade), and ledger lines by (indicator, region)."""
        ...

    def reporters(self, scope: Collection[Read]) -> Numbers:
        """Distinct recording units that, in some calendar month of some window, have entries that do not cancel."""
        ...

    def reporters_each(self, indicators: Sequence[int], window: Window) -> Numbers:
        """The same of each indicator alone, by (indicator, region)."""
        ...

    def people(self, indicator: int, window: Window) -> Numbers:
        """Distinct people by (region, grade), unnamed head counts included."""
        ...

    def coverage(
        self, indicator: int, window: Window, kinds: Collection[str], at_least: int
    ) -> tuple[Numbers, Numbers]:
        """Units of the kinds whose total reaches `at_least`, by (region, grade), and all of the kinds, by region."""
        ...


class Source(Protocol):
    """Whoever holds the ledger."""

    def reckoner(self, question: Question) -> Reckoner:
        """Make the sums of one question ready, all from one state of the ledger."""
        ...


def over_grades(quantities: Numbers) -> Numbers:
    """Sums over the grades, the first columns of the last axis: one by one, as `sum` takes twenty times as long."""
    declared, evidenced, verified = (quantities[..., grade] for grade in range(GRADES))
    added: Numbers = declared + evidenced + verified
    return added


@lru_cache(maxsize=1024)
def window_of(period: Period) -> Window:
    """The days of the period."""
    return Window(period.start.toordinal(), period.end.toordinal())


@lru_cache(maxsize=1024)
def history_of(period: Period) -> Window:
    """Everything before the end of the period."""
    return Window(FROM_EVER, period.end.toordinal())


def scope_of(measure: Measure, period: Period) -> dict[int, Window]:
    """The window of each indicator the measure reads; one read both ways is in scope over its whole history."""
    match measure:
        case Difference(a, b) | Ratio(a, b):
            first, second = scope_of(a, period), scope_of(b, period)
            both = {i: min(first[i], second[i]) for i in first.keys() & second.keys()}
            return first | second | both
        case Stock(indicator):
            return {indicator: history_of(period)}
        case _:
            return {measure.indicator: window_of(period)}


def reads_of(measure: Measure, period: Period) -> frozenset[Read]:
    """Every indicator the measure reads, each with every window over which it does."""
    match measure:
        case Difference(a, b) | Ratio(a, b):
            return reads_of(a, period) | reads_of(b, period)
        case _:
            return frozenset(scope_of(measure, period).items())


def months_of(days: Numbers) -> Numbers:
    """The calendar month of each day (an ordinal), as a number that grows by one from month to month."""
    since_1970 = (days - _EPOCH).astype("datetime64[D]")
    return since_1970.astype("datetime64[M]").astype(np.int64) + _MONTHS_BEFORE


_EPOCH = 719_163  # 1970-01-01 as an ordinal
_MONTHS_BEFORE = 1970 * 12


def _within(measure: Measure, kind: type[Any]) -> list[Any]:
    parts: list[Counted] = []
    match measure:
        case Difference(a, b) | Ratio(a, b):
            parts = [a, b]
    return [measure] if isinstance(measure, kind) else [found for part in parts for found in _within(part, kind)]
