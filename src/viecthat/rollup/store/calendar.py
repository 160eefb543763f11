"""From a window of days to the months that lie in it whole, the days left over, and the fewest cells that add to it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from viecthat.rollup.question import FROM_EVER, Window


class Level(Enum):
    """How long a cell is, in months."""

    MONTH = 1
    QUARTER = 3
    YEAR = 12


class Cell(NamedTuple):
    """A calendar month, quarter or year; `number` counts cells of its level, as months_of() counts months."""

    level: Level
    number: int


class Edge(NamedTuple):
    """Days [start, stop), as ordinals, of a month that does not lie in the window whole."""

    month: int
    start: int
    stop: int


class Span(NamedTuple):
    """A window in months: whole ones [first, after), and what is left of others."""

    first: int
    after: int
    edges: tuple[Edge, ...]

    def __contains__(self, month: object) -> bool:
        return isinstance(month, int) and self.first <= month < self.after


def month_of(day: int) -> int:
    """The calendar month of an ordinal day, numbered as months_of() does."""
    on = date.fromordinal(day)
    return on.year * 12 + on.month - 1


def first_day(month: int) -> int:
    """The ordinal of the month's first day."""
    return date(month // 12, month % 12 + 1, 1).toordinal() if month < _AFTER_ALL else _NO_MORE_DAYS


@lru_cache(maxsize=1024)
def span_of(window: Window) -> Span:
    """The whole months of a window and what is left over at its ends."""
    first = 0 if window.start == FROM_EVER else month_of(window.start)
    after = month_of(window.stop)
    starts_whole = window.start == FROM_EVER or first_day(first) == window.start
    if first == after:
        return Span(first, first, (Edge(first, window.start, window.stop),) if window.stop > window.start else ())
    edges = []
    if not starts_whole:
        edges.append(Edge(first, window.start, first_day(first + 1)))
        first += 1
    if window.stop > first_day(after):
        edges.append(Edge(after, first_day(after), window.stop))
    return Span(first, after, tuple(edges))


def cells_of(months: Iterable[int]) -> Iterator[tuple[int, Cell]]:
    """The fewest cells, each with its sign, that add up to these months: eleven months are a year less one month."""
    run: list[int] = []
    for month in sorted(months):
        if run and (month != run[-1] + 1 or month % 12 == 0):
            yield from _cells(run)
            run = []
        run.append(month)
    if run:
        yield from _cells(run)


def _cells(run: list[int]) -> Iterator[tuple[int, Cell]]:
    year, start = divmod(run[0], 12)
    for sign, level, begin in _walk(start, start + len(run)):
        yield sign, Cell(level, (year * 12 + begin) // level.value)


@lru_cache(maxsize=128)
def _walk(start: int, stop: int) -> tuple[tuple[int, Level, int], ...]:
    """The shortest way from one month's beginning to another's within a year, in steps of cells, forward or back."""
    came: dict[int, tuple[int, tuple[int, Level, int]]] = {}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        if here == stop:
            break
        for level in (Level.YEAR, Level.QUARTER, Level.MONTH):
            for sign, begin in ((1, here), (-1, here - level.value)):
                there = here + sign * level.value
                if begin % level.value == 0 and 0 <= there <= 12 and there != start and there not in came:
                    came[there] = (here, (sign, level, begin))
                    waiting.append(there)
    steps = []
    while stop != start:
        stop, step = came[stop]
        steps.append(step)
    return tuple(reversed(steps))


_AFTER_ALL = 10_000 * 12
_NO_MORE_DAYS = date.max.toordinal() + 1
