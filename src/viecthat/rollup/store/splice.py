"""A generation carried on: the news are sorted alone and spliced into cells that lie sorted already.

Whatever comes out is to the byte what a whole build makes of the same lines; where that would take more than splicing
(an indicator that the cell never had), the functions here give None and the cell is made anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from viecthat.rollup.groups import starts_of
from viecthat.rollup.question import Numbers
from viecthat.rollup.store.bucket import Bucket, Year, reach_moved, who_in
from viecthat.rollup.store.layout import Layout
from viecthat.rollup.store.month import RUN_REPORTERS, Lines, Month, month_of_sorted, tied_rows
from viecthat.rollup.store.presences import Presences
from viecthat.rollup.store.running import Running
from viecthat.rollup.store.seam import Seam
from viecthat.rollup.store.segment import ABSENT, ENTRIES, NO_MARKS, REPORTERS, WIDTH, Segment, marked_of, places_of

_BITS = 63
_DAY_BITS = 5


@dataclass(frozen=True, eq=False)
class Change:
    """What the news of one month change, by distinct (indicator, spot), sorted.

    sums: quantities by grade, and lines, that came; reports: whether the month's lines, old and new, do not cancel.
    whom: (indicator, spot, person) of lines that name somebody, as columns.
    """

    indicator: Numbers
    spot: Numbers
    sums: Numbers
    reports: npt.NDArray[np.bool_]
    whom: tuple[Numbers, Numbers, Numbers]


def month_with(held: Month, news: Lines, layout: Layout, first_day: int) -> Month | None:
    """A month with more lines. None when it must be sorted anew."""
    key = _keys(held, news.indicator, news.spot)
    person = np.zeros(len(held.key), dtype=np.int64)
    person[held.named] = held.person
    people = max(int(held.person.max(initial=0)), int(news.person.max(initial=0))).bit_length()
    if key is None or (len(held.indicators) * held.room).bit_length() + people + _DAY_BITS > _BITS:
        return None
    # Key, person and day in one number: lines that share all three are few.
    day = (news.day - (first_day - 1)).astype(np.uint8)
    there = _packed(held.key, person, held.day, people)
    came = _packed(key, news.person, day, people)
    order = np.argsort(came)
    came = came[order]
    seam = Seam(np.searchsorted(there, came, "right"), len(there))
    columns = {
        "grade": seam.joined(held.grade, news.grade[order]),
        "quantity": seam.joined(held.quantities(np.arange(len(there))), news.quantity[order]),
        "recorded": seam.joined(held.recorded, news.recorded[order]),
    }
    tied = tied_rows(packed := seam.joined(there, came))
    if len(tied):
        settled = tied[np.lexsort((*(column[tied] for column in columns.values()), packed[tied]))]
        columns = {name: _permuted(column, tied, settled) for name, column in columns.items()}
    lines = Lines(
        indicator=np.array([], dtype=np.int64),
        spot=np.array([], dtype=np.int64),
        day=seam.joined(held.day, day[order]),
        person=seam.joined(person, news.person[order]),
        **columns,
    )
    return month_of_sorted(seam.joined(held.key, key[order]), lines, held.indicators, layout)


def change_of(month: Month, news: Lines) -> Change:
    """What these lines, all of this month and already in it, change in longer cells."""
    key = _keys(month, news.indicator, news.spot)
    if key is None:
        raise ValueError("the news are not in the month")
    order = np.argsort(key)
    key = key[order]
    starts = starts_of(key)
    sums = np.zeros((len(key), ENTRIES + 1), dtype=np.int64)
    sums[np.arange(len(key)), news.grade[order]] = news.quantity[order]
    sums[:, ENTRIES] = 1
    distinct = key[starts]
    begin, end = (np.searchsorted(month.key, distinct, side) for side in ("left", "right"))
    rank, spot = places_of(distinct, month.room)
    named = np.flatnonzero(news.person)
    return Change(
        indicator=month.indicators[rank],
        spot=spot,
        sums=np.add.reduceat(sums, starts, axis=0),
        reports=month.run.one(end, RUN_REPORTERS) != month.run.one(begin, RUN_REPORTERS),
        whom=(news.indicator[named], news.spot[named], news.person[named]),
    )


def bucket_with(held: Bucket, changes: Sequence[tuple[int, Change]], layout: Layout) -> Bucket | None:
    """A quarter with what changed in its months, each with its number in it. None when it must be added up anew."""
    moved = _moved(held, changes, layout)
    return None if moved is None else moved.bucket


def year_with(
    held: Year, changes: Sequence[tuple[int, Change]], months: Sequence[tuple[int, Month]], layout: Layout
) -> Year | None:
    """A year with what changed in its months; `months`: all of them as they are now. None as `bucket_with`."""
    # The sums and who was where have nothing to do with each other: there is a second core.
    with ThreadPoolExecutor(1) as beside:
        found = beside.submit(_who_with, held, changes, months)
        moved = _moved(held, changes, layout)
        if moved is None:
            return None
        bucket = moved.bucket
        reach = reach_moved(held, bucket, layout.marks, moved.rows, moved.was, moved.now)
        who = found.result() or who_in(months, bucket.indicators, layout.room, bucket.key.dtype)
    return Year(**bucket.arrays(), room=layout.room, reach=reach, **who.arrays())


@dataclass(frozen=True, eq=False)
class _Moved:
    """A bucket carried on, the rows that changed, and their masks before and after."""

    bucket: Bucket
    rows: Numbers
    was: npt.NDArray[np.uint16]
    now: npt.NDArray[np.uint16]


def _moved(held: Bucket, changes: Sequence[tuple[int, Change]], layout: Layout) -> _Moved | None:
    keys = [key for _, one in changes if (key := _keys(held, one.indicator, one.spot)) is not None]
    if len(keys) < len(changes):
        return None
    key = np.concatenate(keys)
    order = np.argsort(key)
    key = key[order]
    starts = starts_of(key)
    key = key[starts]
    sums = np.zeros((len(key), WIDTH), dtype=np.int64)
    sums[:, :REPORTERS] = np.add.reduceat(np.concatenate([change.sums for _, change in changes])[order], starts)
    bits = np.concatenate([np.full(len(change.spot), 1 << number, dtype=np.uint16) for number, change in changes])[
        order
    ]
    reports = np.concatenate([change.reports for _, change in changes])[order]
    told = np.bitwise_or.reduceat(bits, starts)
    made = np.bitwise_or.reduceat(np.where(reports, bits, np.uint16(0)), starts)

    before = np.searchsorted(held.key, key)
    new = held.key[np.minimum(before, len(held.key) - 1)] != key
    seam = Seam(before[new], len(held.key))
    shift = np.cumsum(new)
    rows = before + shift - new
    mask = seam.joined(held.mask, np.zeros(int(shift[-1]), dtype=np.uint16))
    was = mask[rows]
    now = (was & ~told) | made
    mask[rows] = now
    sums[:, REPORTERS] = (now != 0).astype(np.int64) - (was != 0)
    bucket = Bucket(
        room=held.room,
        indicators=held.indicators,
        key=seam.joined(held.key, key[new]),
        marked=NO_MARKS,
        **_run_with(held.run, rows, shift, sums).arrays(),
        mask=mask,
    )
    return _Moved(replace(bucket, marked=marked_of(bucket, layout.marks)), rows, was, now)


def _who_with(
    held: Year, changes: Sequence[tuple[int, Change]], months: Sequence[tuple[int, Month]]
) -> Presences | None:
    """Who was where in the year, looked up anew in its months for those alone whom the news name."""
    named = [one.whom for _, one in changes]
    indicator, spot, person = (np.concatenate(columns) for columns in zip(*named, strict=True))
    grade = np.full(len(person), ABSENT, dtype=np.int8)
    for _, month in months:
        ranks = month.ranks(indicator)
        known = np.flatnonzero(ranks != ABSENT)
        found = month.presences.grades_of(ranks[known] * month.room + spot[known], person[known])
        if found is None:
            return None
        grade[known] = np.maximum(grade[known], found)
    return held.presences.with_grades(held.ranks(indicator) * held.room + spot, person, grade)


def _run_with(held: Running, rows: Numbers, shift: Numbers, sums: Numbers) -> Running:
    """Running sums with more at some rows: `shift` tells how many of the rows up to each are new ones."""
    more = np.concatenate((np.zeros((1, WIDTH), dtype=np.int64), np.cumsum(sums, axis=0)))
    shift = np.concatenate(([0], shift))

    def sums_of(start: int, stop: int) -> Numbers:
        first, last = np.searchsorted(rows, (start, stop - 1)).tolist()
        lengths = np.diff(rows[first:last] + 1, prepend=start, append=stop)
        of_old = np.arange(start, stop) - np.repeat(shift[first : last + 1], lengths)
        # A row more than there were may stand at the end.
        run = held.at(np.minimum(of_old, len(held) - 1))
        run += np.repeat(more[first : last + 1], lengths, axis=0)
        return run

    return Running.of_rows(len(held) + int(shift[-1]), WIDTH, sums_of)


def _keys(held: Segment, indicator: Numbers, spot: Numbers) -> npt.NDArray[np.unsignedinteger[Any]] | None:
    """Keys in this segment; None when it does not know one of the indicators, which would change all its keys."""
    ranks = held.ranks(indicator)
    return None if (ranks == ABSENT).any() else (ranks * held.room + spot).astype(held.key.dtype)


def _packed(key: npt.NDArray[Any], person: Numbers, day: npt.NDArray[np.uint8], people: int) -> Numbers:
    packed: Numbers = key.astype(np.int64)
    for column, width in ((person, people), (day, _DAY_BITS)):
        packed <<= width
        packed |= column
    return packed


def _permuted(column: npt.NDArray[Any], rows: Numbers, order: Numbers) -> npt.NDArray[Any]:
    column[rows] = column[order]
    return column
