"""A quarter or a year: the months' lines added up once more, so that a long period is one look-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from viecthat.rollup.groups import distinct
from viecthat.rollup.question import Numbers
from viecthat.rollup.store.layout import Layout
from viecthat.rollup.store.month import Month
from viecthat.rollup.store.presences import Presences, joined_presences, presences_in
from viecthat.rollup.store.running import Running
from viecthat.rollup.store.segment import (
    ABSENT,
    NO_MARKS,
    REPORTERS,
    WIDTH,
    Segment,
    by_mark,
    keys_of,
    marked_of,
    places_of,
)

MONTHS = 12
_SPAN = {span: number for number, span in enumerate((a, b) for a in range(MONTHS) for b in range(a + 1, MONTHS + 1))}


@dataclass(frozen=True, eq=False)
class Bucket(Segment):
    """Sums by indicator and spot over some months.

    run: after each key the sums declared, evidenced, verified, the lines and the units that reported. mask: in which
    months, counted from the first, the unit's lines of the indicator do not cancel.
    """

    run_begin: Numbers
    run_rise: npt.NDArray[np.int32]
    run_wide: Numbers
    run_wide_at: Numbers
    mask: npt.NDArray[np.uint16]

    @cached_property
    def run(self) -> Running:
        """The columns lie as they are asked for."""
        return Running.within(self)

    def running(self, at: Numbers) -> Numbers:
        """Sums of the first `at` keys."""
        return self.run.at(at)


@dataclass(frozen=True, eq=False)
class Year(Bucket):
    """A calendar year, with who was where in it.

    reach: for every span of months within the year, by (span, mark, rank), how many units before the mark have lines
    that do not cancel in some month of the span: what would else be counted row by row.
    """

    reach: npt.NDArray[np.int32]
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
    def presences(self) -> Presences:
        """Who was where in this year."""
        return presences_in(self)

    def reporting_before(self, marks: Numbers, ranks: Numbers, first: int, after: int) -> Numbers:
        """How many units before each (mark, rank) have lines that do not cancel in months [first, after)."""
        return by_mark(self.reach[_SPAN[first, after]], marks, ranks).astype(np.int64)


def bucket_of(months: Sequence[tuple[int, Month]], layout: Layout) -> Bucket:
    """Add months up; each comes with its number counted from the first month of the bucket."""
    room = layout.room
    indicators = distinct(np.concatenate([month.indicators for _, month in months]))
    ranks, spots, sums, masks = [], [], [], []
    total = np.zeros((room, WIDTH), dtype=np.int64)
    mask = np.zeros(room, dtype=np.uint16)
    touched = np.zeros(room, dtype=np.bool_)
    for rank, indicator in enumerate(indicators):
        for number, month in months:
            where = int(month.ranks(np.array([indicator]))[0])
            if where == ABSENT:
                continue
            here, added = _by_spot(month, where)
            total[here] += added
            mask[here] |= (added[:, REPORTERS] != 0).astype(np.uint16) << np.uint16(number)
            touched[here] = True
        here = np.flatnonzero(touched)
        ranks.append(np.full(len(here), rank))
        spots.append(here)
        total[:, REPORTERS] = mask != 0
        sums.append(total[here])
        masks.append(mask[here])
        # Only what was used is wiped: there is room for twice as many units as there are.
        total[here], mask[here], touched[here] = 0, 0, False
    steps = np.concatenate(sums)
    bucket = Bucket(
        room=room,
        indicators=indicators,
        key=keys_of(np.concatenate(ranks), np.concatenate(spots), len(indicators), room),
        marked=NO_MARKS,
        **Running.of_steps(len(steps), WIDTH, lambda rows: steps[rows].T).arrays(),
        mask=np.concatenate(masks),
    )
    return replace(bucket, marked=marked_of(bucket, layout.marks))


def year_of(months: Sequence[tuple[int, Month]], layout: Layout) -> Year:
    """Add the months of a year up and join who was where."""
    room = layout.room
    bucket = bucket_of(months, layout)
    who = who_in(months, bucket.indicators, room, bucket.key.dtype)
    return Year(**bucket.arrays(), room=room, reach=reach_of(bucket, layout.marks), **who.arrays())


def who_in(months: Sequence[tuple[int, Month]], indicators: Numbers, room: int, dtype: Any) -> Presences:
    """Who was where in any of the months, under the ranks of these indicators."""
    parts = []
    for _, month in months:
        rank, spot = places_of(month.who_key, room)
        renumbered = np.searchsorted(indicators, month.indicators)[rank] if len(rank) else rank
        parts.append((renumbered * room + spot, month.who_person, month.who_grade))
    return joined_presences(parts, indicators, room, dtype)


def reach_of(bucket: Bucket, marks: Numbers) -> npt.NDArray[np.int32]:
    """By (span of months, mark, rank): how many units before the mark reported in the span."""
    ranks = np.arange(len(bucket.indicators))
    if not len(bucket.marked):
        return np.zeros((len(_SPAN), 0, 0), dtype=np.int32)
    bounds = bucket.search(ranks, marks).ravel()
    # Which (rank, mark) a row comes after; rows beyond an indicator's last mark end up in the next one's first place.
    place = np.repeat(np.arange(len(bounds) + 1), np.diff(bounds, prepend=0, append=len(bucket.mask)))
    reach = np.zeros((len(_SPAN), len(marks), len(ranks)), dtype=np.int32)
    masks = np.arange(1 << MONTHS)
    for first in range(MONTHS):
        # The first month from `first` on in which a mask has its bit; MONTHS for none.
        upcoming = np.full(len(masks), MONTHS, dtype=np.int64)
        for month in range(MONTHS - 1, first - 1, -1):
            upcoming[(masks >> month) & 1 == 1] = month
        found = np.bincount(place * (MONTHS + 1) + upcoming[bucket.mask], minlength=(len(bounds) + 1) * (MONTHS + 1))
        until = found.reshape(-1, MONTHS + 1)[:-1].cumsum(axis=1)
        for after in range(first + 1, MONTHS + 1):
            before = until[:, after - 1].cumsum().reshape(len(ranks), len(marks))
            reach[_SPAN[first, after]] = before.T
    return reach


def reach_moved(
    held: Year,
    bucket: Bucket,
    marks: Numbers,
    rows: Numbers,
    was: npt.NDArray[np.uint16],
    now: npt.NDArray[np.uint16],
) -> npt.NDArray[np.int32]:
    """`reach_of` a year carried on, from what it was: `rows` of the bucket had one mask and now have another."""
    if len(held.marked) != len(bucket.marked):
        return reach_of(bucket, marks)
    changed = was != now
    if not len(bucket.marked) or not changed.any():
        return held.reach
    reach: npt.NDArray[np.int32] = held.reach.copy()
    was, now = was[changed], now[changed]
    bounds = (np.arange(len(bucket.indicators))[:, np.newaxis] * bucket.room + marks).ravel()
    place = np.searchsorted(bounds, bucket.key[rows[changed]].astype(np.int64), "right")
    for (first, after), number in _SPAN.items():
        span = np.uint16((1 << after) - (1 << first))
        more = (now & span != 0).astype(np.int8) - (was & span != 0)
        moved = np.flatnonzero(more)
        if len(moved):
            at = np.bincount(place[moved], more[moved], len(bounds) + 1)[:-1].astype(np.int32)
            reach[number] += at.cumsum(dtype=np.int32).reshape(-1, len(marks)).T
    return reach


def _by_spot(month: Month, rank: int) -> tuple[Numbers, Numbers]:
    """Distinct spots of one indicator, and the columns added up at each."""
    begin, end = month.offsets[rank], month.offsets[rank + 1]
    key = month.key[begin:end]
    last = np.append(np.flatnonzero(key[1:] != key[:-1]), end - begin - 1)
    at = np.concatenate(([begin], begin + last + 1))
    return month.spots(rank)[last], np.diff(month.running(at), axis=0)
