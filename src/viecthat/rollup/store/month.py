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
from viecthat.rollup.store.running import Running
from viecthat.rollup.store.segment import (
    ENTRIES,
    NO_MARKS,
    REPORTERS,
    WIDTH,
    Segment,
    keys_of,
    marked_of,
    places_of,
    running_of,
)

RUN_REPORTERS = 3
LATE = 16  # one line in so many is late
SOME = 1024  # moments of recording that stand for all
ZONE = 256  # lines of which the first moment of recording is told; files of another number are of another format
_AFTER_ALL = np.iinfo(np.int64).max


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
    after which few lines were recorded; late_*: those few lines once more, with what is known of each in one row, for
    few of them are read: day, quantity, grade, person, and what the whole month nets at its indicator and spot;
    late_marked: by (mark, rank) how many of them lie before each; some_recorded: some of all moments of recording,
    sorted.
    zones: of every so many lines the first moment of recording, and at the end one after all.
    named: which lines name a person; person: whom; named_run: running sums by grade over those lines alone.
    """

    day: npt.NDArray[np.uint8]
    grade: npt.NDArray[np.uint8]
    recorded: Numbers
    bounds: Numbers
    some_recorded: Numbers
    zones: Numbers
    late_key: npt.NDArray[np.unsignedinteger[Any]]
    late_marked: npt.NDArray[np.int32]
    late_recorded: Numbers
    late_line: Numbers
    run_begin: Numbers
    run_rise: npt.NDArray[np.int32]
    run_wide: Numbers
    run_wide_at: Numbers
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

    @cached_property
    def run(self) -> Running:
        """Sums by grade, and reporting units."""
        return Running.within(self)

    def running(self, at: Numbers) -> Numbers:
        """Every line is an entry: the number of lines is their running sum."""
        sums = np.empty((*at.shape, WIDTH), dtype=np.int64)
        found = self.run.at(at)
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
        """The moment after which few lines were recorded: the late ones."""
        return int(self.bounds[3])

    @property
    def weight(self) -> float:
        """The sum of all quantities without their signs, roughly: while it is small, no sum can be too large."""
        return float(self.bounds[2])

    def lines(self, chosen: Any, first_day: int) -> Lines:
        """Lines by their numbers (sorted) or a slice; `first_day`: the ordinal of the month's first day."""
        numbers = np.arange(len(self.key))[chosen] if isinstance(chosen, slice) else chosen
        grade = self.grade[chosen].astype(np.int64)
        person = np.zeros(len(numbers), dtype=np.int64)
        if len(self.named) and len(numbers):
            at = np.searchsorted(self.named, numbers)
            at[at == len(self.named)] = 0
            person = np.where(self.named[at] == numbers, self.person[at], 0)
        indicator, spot = self._places(self.key[chosen])
        day = first_day - 1 + self.day[chosen].astype(np.int64)
        return Lines(indicator, spot, day, self.quantities(numbers), grade, person, self.recorded[chosen])

    def late_lines(self, chosen: Numbers, first_day: int) -> tuple[Lines, Numbers]:
        """Late lines by their numbers among these, and what the month nets at the place of each."""
        indicator, spot = self._places(self.late_key[chosen])
        day, quantity, grade, person, net = np.take(self.late_line, chosen, axis=0).T
        day += first_day - 1
        return Lines(indicator, spot, day, quantity, grade, person, self.late_recorded[chosen]), net

    def perhaps_recorded(self, known: int, first: Numbers, after: Numbers) -> npt.NDArray[np.bool_]:
        """Of ranges of lines, none of them empty, which may hold some recorded by then: told zone by zone."""
        zones = np.stack((first // ZONE, (after - 1) // ZONE + 1), axis=1).ravel()
        some: npt.NDArray[np.bool_] = np.minimum.reduceat(self.zones, zones)[::2] <= known
        return some

    def quantities(self, numbers: Numbers) -> Numbers:
        """Of lines by their numbers: what each adds to the sum of its grade."""
        grade = self.grade[numbers].astype(np.int64)
        return self.run.one(numbers + 1, grade) - self.run.one(numbers, grade)

    def _places(self, key: npt.NDArray[Any]) -> tuple[Numbers, Numbers]:
        rank, spot = places_of(key, self.room)
        return self.indicators[rank] if len(self.indicators) else rank, spot

    def heads(self, at: Numbers) -> Numbers:
        """Running sums by grade of the lines that name nobody, among the first `at` lines."""
        named = self.named_run[np.searchsorted(self.named, at)]
        return self.run.at(at)[..., :GRADES] - named


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
    last = np.append(starts[1:], len(key))[: len(starts)] - 1
    nets = np.add.reduceat(lines.quantity, starts) if len(key) else lines.quantity
    reports = np.zeros(len(key), dtype=np.bool_)
    reports[last] = nets != 0
    named = np.flatnonzero(lines.person)
    bounds = _bounds(lines)
    late = np.flatnonzero(lines.recorded > bounds[3])
    net = nets[np.searchsorted(starts, late, "right") - 1] if len(late) else nets[:0]
    who = presences_of(key[named], lines.person[named], lines.grade[named], lines.quantity[named], indicators, room)
    day, grade = (column.astype(np.uint8, copy=False) for column in (lines.day, lines.grade))

    def steps_of(rows: slice) -> Numbers:
        steps = np.zeros((RUN_REPORTERS + 1, rows.stop - rows.start), dtype=np.int64)
        for number in range(GRADES):
            np.multiply(lines.quantity[rows], grade[rows] == number, out=steps[number])
        steps[RUN_REPORTERS] = reports[rows]
        return steps

    quantities = np.zeros((len(named), GRADES), dtype=np.int64)
    quantities[np.arange(len(named)), lines.grade[named]] = lines.quantity[named]
    month = Month(
        room=room,
        indicators=indicators,
        key=key,
        marked=NO_MARKS,
        day=day,
        grade=grade,
        recorded=lines.recorded,
        bounds=bounds,
        some_recorded=np.sort(lines.recorded[:: max(1, len(key) // SOME)]),
        zones=np.append(np.minimum.reduceat(lines.recorded, np.arange(0, len(key), ZONE)), _AFTER_ALL),
        late_key=key[late],
        late_marked=NO_MARKS[..., ENTRIES].astype(np.int32),
        late_recorded=lines.recorded[late],
        late_line=np.stack((*(column[late] for column in (day, lines.quantity, grade, lines.person)), net), axis=1),
        **Running.of_steps(len(key), RUN_REPORTERS + 1, steps_of).arrays(),
        named=named,
        person=lines.person[named],
        named_run=running_of(quantities),
        **who.arrays(),
    )
    marked = marked_of(month, layout.marks)
    if not len(marked):
        return month
    at = np.arange(len(indicators)) * room + layout.marks[:, np.newaxis]
    late_marked = np.searchsorted(month.late_key, at.astype(key.dtype)).astype(np.int32)
    return replace(month, marked=marked, late_marked=late_marked)


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
