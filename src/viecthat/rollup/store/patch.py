"""The lines that whole months do not tell rightly: of months cut by the period, and those not known yet on the day.

A patch is added to what the whole months give: lines of a month's days that lie in the period, and, taken away again,
lines that were recorded only after the moment as of which is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from viecthat.rollup.groups import starts_of
from viecthat.rollup.question import Numbers, months_of
from viecthat.rollup.store.bucket import MONTHS
from viecthat.rollup.store.calendar import Edge, Span, first_day
from viecthat.rollup.store.month import Lines, Month
from viecthat.rollup.store.segment import ENTRIES, WIDTH, running_of
from viecthat.rollup.store.stack import Stack, Touched, touched_of


@dataclass(frozen=True)
class Plan:
    """A window over a stack: months that count whole, days of others, and the last moment of recording that counts."""

    months: tuple[int, ...]
    edges: tuple[Edge, ...]
    known: int | None

    @classmethod
    def of(cls, stack: Stack, span: Span, known: int | None) -> Plan:
        """Months without a line that was recorded in time are left out as a whole."""
        months = [
            at
            for at in stack.months
            if at in span and (known is None or any(one.first_recorded <= known for one in stack.segments(at)))
        ]
        return cls(tuple(months), span.edges, known)

    @cached_property
    def whole(self) -> frozenset[int]:
        """The months that count whole."""
        return frozenset(self.months)

    def within(self, year: int) -> int:
        """Which months of a year count whole, as bits."""
        return sum(1 << number for number in range(MONTHS) if year * MONTHS + number in self.whole)

    def bits(self, year: int) -> int:
        """Which months of a year count whole or in part, as bits."""
        cut = sum(1 << edge.month % MONTHS for edge in self.edges if edge.month // MONTHS == year)
        return self.within(year) | cut

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years that have a part in it."""
        return tuple(sorted({month // MONTHS for month in (*self.months, *(edge.month for edge in self.edges))}))


class Extent(NamedTuple):
    """Runs of spots that the question looks at all, each spot in one of them at most."""

    first: Numbers
    after: Numbers


@dataclass(frozen=True, eq=False)
class Patch:
    """Lines with their signs: +1 for one more, -1 for one less. Sorted by indicator and spot."""

    stack: Stack
    plan: Plan
    lines: Lines
    sign: Numbers

    def __len__(self) -> int:
        return len(self.sign)

    @cached_property
    def running(self) -> Numbers:
        """Running sums over the lines, in the columns of a look-up."""
        columns = np.zeros((len(self), WIDTH), dtype=np.int64)
        columns[np.arange(len(self)), self.lines.grade] = self.lines.quantity * self.sign
        columns[:, ENTRIES] = self.sign
        return running_of(columns)

    def look_up(self, indicators: Numbers, edges: Numbers) -> Numbers:
        """As `Segment.look_up`."""
        at = np.empty((len(edges), len(indicators)), dtype=np.int64)
        for column, indicator in enumerate(indicators.tolist()):
            mine = self.of(indicator)
            at[:, column] = mine.start + np.searchsorted(self.lines.spot[mine], edges)
        return np.take(self.running, at, axis=0)

    def of(self, indicator: int) -> slice:
        """The lines of one indicator."""
        first, last = np.searchsorted(self.lines.indicator, (indicator, indicator + 1)).tolist()
        return slice(first, last)

    @cached_property
    def touched(self) -> dict[int, Touched]:
        """By year, whom these lines make report in the period or not."""
        lines, month = self.lines, months_of(self.lines.day)
        by_year: dict[int, list[tuple[int, Numbers, Numbers, Numbers]]] = {}
        for at in np.unique(month).tolist():
            here = np.flatnonzero(month == at)
            indicator, spot = lines.indicator[here], lines.spot[here]
            change = (lines.quantity * self.sign)[here]
            starts = starts_of(indicator, spot)
            indicator, spot, net = indicator[starts], spot[starts], np.add.reduceat(change, starts)
            if at in self.plan.whole:
                net = net + self.stack.net(at, indicator, spot)
            by_year.setdefault(at // MONTHS, []).append((at, indicator, spot, net))
        return {year: touched_of(year, nets, self.stack, self.plan.within(year)) for year, nets in by_year.items()}


def patch_of(stack: Stack, plan: Plan, indicators: Numbers, extent: Extent) -> Patch | None:
    """What is to be added to the whole months, of these indicators and spots; None when it is nothing."""
    found = [*_cut(stack, plan, indicators, extent), *_late(stack, plan, indicators, extent)]
    found = [(lines, sign) for lines, sign in found if len(lines.spot)]
    if not found:
        return None
    lines = Lines.joined([lines for lines, _ in found])
    sign = np.concatenate([np.full(len(lines.spot), sign) for lines, sign in found])
    order = np.lexsort((lines.spot, lines.indicator))
    return Patch(stack, plan, lines.where(order), sign[order])


def _cut(stack: Stack, plan: Plan, indicators: Numbers, extent: Extent) -> Iterator[tuple[Lines, int]]:
    """Lines of the days of months that do not lie in the period whole."""
    known = plan.known
    for edge in plan.edges:
        for month in stack.segments(edge.month):
            begin = first_day(edge.month)
            numbers = []
            for first, last in _ranges(month, indicators, extent):
                day = month.day[first:last].astype(np.int64) + (begin - 1)
                chosen = (day >= edge.start) & (day < edge.stop)
                if known is not None:
                    chosen &= month.recorded[first:last] <= known
                numbers.append(first + np.flatnonzero(chosen))
            if numbers:
                yield month.lines(np.concatenate(numbers), begin), 1


def _late(stack: Stack, plan: Plan, indicators: Numbers, extent: Extent) -> Iterator[tuple[Lines, int]]:
    """Lines of whole months that were recorded too late to count."""
    known = plan.known
    if known is None:
        return
    for at in plan.months:
        for month in stack.segments(at):
            if month.last_recorded <= known:
                continue
            numbers = [
                first + np.flatnonzero(month.recorded[first:last] > known)
                for first, last in _ranges(month, indicators, extent)
            ]
            if numbers:
                yield month.lines(np.concatenate(numbers), first_day(at)), -1


def _ranges(month: Month, indicators: Numbers, extent: Extent) -> Iterator[tuple[int, int]]:
    """The lines of these indicators at these spots, as few ranges as it takes."""
    ranks = month.ranks(indicators)
    ranks = ranks[ranks >= 0]
    if not len(ranks) or not len(extent.first):
        return
    edges = np.stack((extent.first, extent.after), axis=1).ravel()
    at = month.search(ranks, edges).ravel()
    begins, ends = at[::2], at[1::2]
    full = np.flatnonzero(ends > begins)
    if not len(full):
        return
    begins, ends = begins[full], ends[full]
    heads = np.flatnonzero(np.concatenate(([True], begins[1:] != ends[:-1])))
    last = np.append(heads[1:], len(begins)) - 1
    yield from zip(begins[heads].tolist(), ends[last].tolist(), strict=True)
