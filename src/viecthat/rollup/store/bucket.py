"""A quarter or a year: the months' lines added up once more, so that a long period is one look-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from viecthat.rollup.question import Numbers
from viecthat.rollup.store.month import Month
from viecthat.rollup.store.presences import Presences, joined_presences, presences_in
from viecthat.rollup.store.segment import ABSENT, REPORTERS, WIDTH, Segment, keys_of, running_of

MONTHS = 12
STEP = 64

_SPAN = {span: number for number, span in enumerate((a, b) for a in range(MONTHS) for b in range(a + 1, MONTHS + 1))}


@dataclass(frozen=True, eq=False)
class Bucket(Segment):
    """Sums by indicator and spot over some months.

    run: after each key the sums declared, evidenced, verified, the lines and the units that reported. mask: in which
    months, counted from the first, the unit's lines of the indicator do not cancel.
    """

    run: Numbers
    mask: npt.NDArray[np.uint16]

    def running(self, at: Numbers) -> Numbers:
        """The columns lie as they are asked for."""
        sums: Numbers = np.take(self.run, at, axis=0)
        return sums


@dataclass(frozen=True, eq=False)
class Year(Bucket):
    """A calendar year, with who was where in it.

    reach: for every STEP-th row and every span of months within the year, how many rows before it have lines that do
    not cancel in some month of the span: what would else be counted row by row for each span of months asked for.
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

    def reporting_before(self, rows: Numbers, first: int, after: int) -> Numbers:
        """How many rows before each of these have lines that do not cancel in months [first, after) of the year."""
        block = rows // STEP
        rest = block[..., np.newaxis] * STEP + np.arange(STEP)
        within = rest < rows[..., np.newaxis]
        months = np.uint16((1 << after) - (1 << first))
        marked = self.mask[np.where(within, rest, 0)] & months != 0 if len(self.mask) else within
        counts: Numbers = self.reach[block, _SPAN[first, after]] + (marked & within).sum(axis=-1)
        return counts


def bucket_of(months: Sequence[tuple[int, Month]], room: int) -> Bucket:
    """Add months up; each comes with its number counted from the first month of the bucket."""
    indicators = np.unique(np.concatenate([month.indicators for _, month in months]))
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
    return Bucket(
        room=room,
        indicators=indicators,
        key=keys_of(np.concatenate(ranks), np.concatenate(spots), len(indicators), room),
        run=running_of(np.concatenate(sums)),
        mask=np.concatenate(masks),
    )


def year_of(months: Sequence[tuple[int, Month]], room: int) -> Year:
    """Add the months of a year up and join who was where."""
    bucket = bucket_of(months, room)
    parts = []
    for _, month in months:
        rank, spot = np.divmod(month.who_key.astype(np.int64), room)
        renumbered = np.searchsorted(bucket.indicators, month.indicators)[rank] if len(rank) else rank
        parts.append((renumbered * room + spot, month.who_person, month.who_grade))
    who = joined_presences(parts, bucket.indicators, room, bucket.key.dtype)
    return Year(**bucket.arrays(), room=room, reach=reach_of(bucket.mask), **who.arrays())


def reach_of(mask: npt.NDArray[np.uint16]) -> npt.NDArray[np.int32]:
    """By block of STEP rows and span of months: how many rows before the block reported in the span."""
    blocks = len(mask) // STEP + 1
    reach = np.zeros((blocks + 1, len(_SPAN)), dtype=np.int32)
    block = np.arange(len(mask)) // STEP
    masks = np.arange(1 << MONTHS)
    for first in range(MONTHS):
        # The first month from `first` on in which a mask has its bit; MONTHS for none.
        upcoming = np.full(len(masks), MONTHS, dtype=np.int64)
        for month in range(MONTHS - 1, first - 1, -1):
            upcoming[(masks >> month) & 1 == 1] = month
        found = np.bincount(block * (MONTHS + 1) + upcoming[mask], minlength=blocks * (MONTHS + 1))
        until = found.reshape(blocks, MONTHS + 1).cumsum(axis=1)
        for after in range(first + 1, MONTHS + 1):
            reach[1:, _SPAN[first, after]] = until[:, after - 1].cumsum()
    return reach


def _by_spot(month: Month, rank: int) -> tuple[Numbers, Numbers]:
    """Distinct spots of one indicator, and the columns added up at each."""
    begin, end = month.offsets[rank], month.offsets[rank + 1]
    key = month.key[begin:end]
    last = np.append(np.flatnonzero(key[1:] != key[:-1]), end - begin - 1)
    at = np.concatenate(([begin], begin + last + 1))
    return month.spots(rank)[last], np.diff(month.running(at), axis=0)
