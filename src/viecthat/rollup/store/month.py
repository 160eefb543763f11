"""One calendar month of the ledger: every line, sorted by indicator and spot, with running sums."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from viecthat.rollup.groups import distinct, starts_of
from viecthat.rollup.question import GRADES, LARGEST_SUM, Numbers
from viecthat.rollup.store.layout import Layout
from viecthat.rollup.store.presences import Presences, presences_in, presences_of
from viecthat.rollup.store.segment import (
    ENTRIES,
    NO_MARKS,
    REPORTERS,
    WIDTH,
    Segment,
    keys_of,
    marked_of,
    running_of,
)

RUN_REPORTERS = 3
LATE = 16  # one line in so many is late


class Lines(NamedTuple):
    """Ledger lines as the store sees them, columns of equal length.

    spot: of the layout; day: an ordinal; grade 0 to 2; person 0 = not named; recorded: microseconds since 1970 UTC.
    """

    indicator: Numbers
    spot: Numbers
    day: Numbers
    quantity: Numbers
    grade: Numbers
    person: Numbers
    recorded: Numbers

    def where(self, chosen: Any) -> Lines:
        """The lines chosen by a mask or by their numbers."""
        return Lines(*(column[chosen] for column in self))

    @staticmethod
    def joined(parts: list[Lines]) -> Lines:
        """One after the other."""
        if len(parts) == 1:
            return parts[0]
        if not parts:
            return Lines(*(np.array([], dtype=np.int64) for _ in Lines._fields))
        return Lines(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


@dataclass(frozen=True, eq=False)
class Month(Segment):
    """The lines of one month.

    day: of the month, 1 to 31. run: after each line the sums declared, evidenced, verified, and the number of units
    that have reported: a unit counts at its last line of the indicator, when the month's lines do not cancel.
    bounds: the first and the last moment of recording, the sum of all quantities without their signs, and the moment
    after which few lines were recorded; late: the numbers of those.
    named: which lines name a person; person: whom; named_run: running sums by grade over those lines alone.
    """

    day: npt.NDArray[np.uint8]
    grade: npt.NDArray[np.uint8]
    recorded: Numbers
    bounds: Numbers
    late: npt.NDArray[np.int32]
    run: Numbers
    named: Numbers
    person: Numbers
    named_run: Numbers
    who_key: npt.NDArray[np.unsignedinteger[Any]]
    who_person: Numbers
    who_grade: npt.NDArray[np.uint8]
    who_before: npt.NDArray[np.int32]
    who_order: npt.NDArray[np.int32]
    who_proved: npt.NDArray[np.int32]
    who_proved_before: npt.NDArray[np.int32]
    who_verified: npt.NDArray[np.int32]
    who_verified_before: npt.NDArray[np.int32]

    def running(self, at: Numbers) -> Numbers:
        """Every line is an entry: the number of lines is their running sum."""
        sums = np.empty((*at.shape, WIDTH), dtype=np.int64)
        found = np.take(self.run, at, axis=0)
        sums[..., :ENTRIES] = found[..., :RUN_REPORTERS]
        sums[..., ENTRIES] = at
        sums[..., REPORTERS] = found[..., RUN_REPORTERS]
        return sums

    @cached_property
    def presences(self) -> Presences:
        """Who was where in this month."""
        return presences_in(self)

    @property
    def first_recorded(self) -> int:
        """The first moment at which a line of this month was recorded."""
        return int(self.bounds[0])

    @property
    def last_recorded(self) -> int:
        """The last such moment."""
        return int(self.bounds[1])

    @property
    def usually_recorded(self) -> int:
        """The moment after which few lines were recorded: `late` holds those."""
        return int(self.bounds[3])

    @property
    def weight(self) -> float:
        """The sum of all quantities without their signs, roughly: while it is small, no sum can be too large."""
        return float(self.bounds[2])

    def lines(self, chosen: Any, first_day: int) -> Lines:
        """Lines by their numbers (sorted) or a slice; `first_day`: the ordinal of the month's first day."""
        numbers = np.arange(len(self.key))[chosen] if isinstance(chosen, slice) else chosen
        key = self.key[chosen].astype(np.int64)
        grade = self.grade[chosen].astype(np.int64)
        quantity = (self.run[numbers + 1, :GRADES] - self.run[numbers, :GRADES])[np.arange(len(numbers)), grade]
        quantity = quantity.astype(np.int64, copy=False)
        person = np.zeros(len(numbers), dtype=np.int64)
        if len(self.named) and len(numbers):
            at = np.searchsorted(self.named, numbers)
            at[at == len(self.named)] = 0
            person = np.where(self.named[at] == numbers, self.person[at], 0)
        rank, spot = np.divmod(key, self.room)
        indicator = self.indicators[rank] if len(self.indicators) else rank
        day = first_day - 1 + self.day[chosen].astype(np.int64)
        return Lines(indicator, spot, day, quantity, grade, person, self.recorded[chosen])

    def heads(self, at: Numbers) -> Numbers:
        """Running sums by grade of the lines that name nobody, among the first `at` lines."""
        named = self.named_run[np.searchsorted(self.named, at)]
        return self.run[at, :GRADES].astype(np.int64, copy=False) - named


def month_of_lines(lines: Lines, layout: Layout, first_day: int) -> Month:
    """Sort the lines of one month. The same lines, in whatever order, make the same month to the byte."""
    room = layout.room
    indicators = distinct(lines.indicator)
    key = keys_of(np.searchsorted(indicators, lines.indicator), lines.spot, len(indicators), room)
    order = np.argsort(key)
    key = key[order]
    lines = lines.where(_settled(key, order, lines))
    return month_of_sorted(key, lines._replace(day=lines.day - (first_day - 1)), indicators, layout)


def month_of_sorted(key: npt.NDArray[Any], lines: Lines, indicators: Numbers, layout: Layout) -> Month:
    """A month of lines in the order they are to have; their days are counted from the first of the month, which is 1.

    The key says what their columns of indicators and spots would.
    """
    room = layout.room
    starts = starts_of(key)
    quantities = np.zeros((len(key), GRADES + 1), dtype=np.int64)
    quantities[np.arange(len(key)), lines.grade] = lines.quantity
    if len(key):
        last = np.append(starts[1:], len(key)) - 1
        quantities[last, RUN_REPORTERS] = np.add.reduceat(lines.quantity, starts) != 0
    named = np.flatnonzero(lines.person)
    bounds = _bounds(lines)
    who = presences_of(key[named], lines.person[named], lines.grade[named], lines.quantity[named], indicators, room)
    month = Month(
        room=room,
        indicators=indicators,
        key=key,
        marked=NO_MARKS,
        day=lines.day.astype(np.uint8, copy=False),
        grade=lines.grade.astype(np.uint8, copy=False),
        recorded=lines.recorded,
        bounds=bounds,
        late=np.flatnonzero(lines.recorded > bounds[3]).astype(np.int32),
        run=running_of(quantities),
        named=named,
        person=lines.person[named],
        named_run=running_of(quantities[named, :GRADES]),
        **who.arrays(),
    )
    return replace(month, marked=marked_of(month, layout.marks))


def _bounds(lines: Lines) -> Numbers:
    weight = float(np.abs(lines.quantity.astype(np.float64)).sum())
    first, last = (lines.recorded.min(), lines.recorded.max()) if len(lines.recorded) else (0, 0)
    most = len(lines.recorded) - 1 - len(lines.recorded) // LATE
    usual = np.partition(lines.recorded, most)[most] if len(lines.recorded) else 0
    return np.array([first, last, min(int(weight), LARGEST_SUM), usual], dtype=np.int64)


def _settled(key: npt.NDArray[Any], order: Numbers, lines: Lines) -> Numbers:
    """The order with lines of one key put by person, then by their contents: how they came leaves no trace."""
    tied = tied_rows(key)
    if len(tied):
        by_person = np.lexsort((lines.person[order[tied]], key[tied]))
        order[tied] = order[tied][by_person]
        again = tied[tied_rows(key[tied], lines.person[order[tied]])]
        if len(again):
            mine = lines.where(order[again])
            same = (mine.grade, mine.quantity, mine.recorded, mine.day, mine.person, key[again])
            order[again] = order[again][np.lexsort(same)]
    return order


def tied_rows(*sorted_columns: npt.NDArray[Any]) -> Numbers:
    """Lines that are equal in all the columns to the one before or after them."""
    same = np.zeros(len(sorted_columns[0]) + 1, dtype=np.bool_)
    if len(sorted_columns[0]):
        same[1:-1] = True
        for column in sorted_columns:
            same[1:-1] &= column[1:] == column[:-1]
    return np.flatnonzero(same[:-1] | same[1:])
