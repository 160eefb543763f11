"""Who was where: distinct people of a run of spots, found without sorting anybody.

Presences lie sorted by indicator, spot and person, each with the place of the same person's presence before it. Of a
run that begins at l, a person counts at the one presence whose earlier one lies before l. What proves it best is told
apart by doing the same among the better proved presences alone.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from viecthat.rollup.groups import rows_between, starts_of
from viecthat.rollup.question import GRADES, Numbers

NOBODY_BEFORE = -1


@dataclass(frozen=True, eq=False)
class Presences:
    """Columns over presences, sorted by key, then person.

    key: as in the segment they belong to; grade: 0 to 2; before: where the person's presence of the same indicator
    before this one lies, -1 for none; order: numbers of presences, sorted by person. proved: numbers of presences
    that are evidenced or verified, verified: of those that are verified, each with a `before` counted among them.
    """

    room: int
    indicators: Numbers
    key: npt.NDArray[np.unsignedinteger[Any]]
    person: Numbers
    grade: npt.NDArray[np.uint8]
    before: npt.NDArray[np.int32]
    order: npt.NDArray[np.int32]
    proved: npt.NDArray[np.int32]
    proved_before: npt.NDArray[np.int32]
    verified: npt.NDArray[np.int32]
    verified_before: npt.NDArray[np.int32]

    def arrays(self) -> dict[str, Any]:
        """Its columns under the names a segment gives them."""
        return {f"who_{field.name}": getattr(self, field.name) for field in fields(self)[2:]}

    def __len__(self) -> int:
        return len(self.key)

    def between(self, rank: int, starts: Numbers, stops: Numbers) -> tuple[Numbers, Numbers]:
        """Where the presences of runs of spots begin and end."""
        wanted = (rank * self.room + np.concatenate((starts, stops))).astype(self.key.dtype)
        at = np.searchsorted(self.key, wanted)
        return at[: len(starts)], at[len(starts) :]

    def of_people(self, persons: Numbers) -> Numbers:
        """Numbers of all presences of these people (sorted, distinct), of whatever indicator."""
        first = np.searchsorted(self._people, persons)
        last = np.searchsorted(self._people, persons, "right")
        rows: Numbers = self.order[rows_between(first, last)].astype(np.int64)
        return rows

    def distinct(self, start: int, stop: int) -> Numbers:
        """Distinct people of presences [start, stop) of one indicator, by the best grade of each."""
        total = int(np.count_nonzero(self.before[start:stop] < start))
        proved = self._among(start, stop, total, self.proved, self.proved_before)
        verified = self._among(start, stop, proved, self.verified, self.verified_before)
        return np.array([total - proved, proved - verified, verified], dtype=np.int64)

    @cached_property
    def _people(self) -> Numbers:
        return self.person[self.order]

    def _among(
        self, start: int, stop: int, at_most: int, rows: npt.NDArray[np.int32], before: npt.NDArray[np.int32]
    ) -> int:
        """How many distinct people have one of these presences between the two."""
        if not at_most or len(rows) == len(self):
            return at_most
        first, last = np.searchsorted(rows, np.array((start, stop), dtype=np.int32)).tolist()
        return int(np.count_nonzero(before[first:last] < first))


def presences_in(segment: Any) -> Presences:
    """The presences that lie in a month or a year."""
    return Presences(
        segment.room,
        segment.indicators,
        *(getattr(segment, f"who_{field.name}") for field in fields(Presences)[2:]),
    )


def presences_of(
    key: npt.NDArray[Any],
    person: Numbers,
    grade: Numbers,
    quantity: Numbers,
    indicators: Numbers,
    room: int,
) -> Presences:
    """Who is present by lines sorted by key, then person: whose net at the key is above zero."""
    starts = starts_of(key, person)
    if not len(starts):
        return _presences(key, person, grade.astype(np.uint8), indicators, room)
    nets = np.zeros((len(key), GRADES), dtype=np.int64)
    nets[np.arange(len(key)), grade] = quantity
    nets = np.add.reduceat(nets, starts, axis=0)
    present = nets.sum(axis=1) > 0
    highest = GRADES - 1 - np.argmax(nets[:, ::-1] > 0, axis=1)
    starts = starts[present]
    return _presences(key[starts], person[starts], highest[present].astype(np.uint8), indicators, room)


def joined_presences(
    parts: list[tuple[Numbers, Numbers, npt.NDArray[np.uint8]]], indicators: Numbers, room: int, dtype: Any
) -> Presences:
    """Presences of a longer time from those of its months, (key, person, grade) each: once, at the best grade."""
    key, person, grade = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    key, person, grade = _in_order(key, person, grade.astype(np.int64))
    starts = starts_of(key, person)
    last = np.append(starts[1:], len(key))[: len(starts)] - 1
    return _presences(key[last].astype(dtype), person[last], grade[last].astype(np.uint8), indicators, room)


def _presences(
    key: npt.NDArray[Any], person: Numbers, grade: npt.NDArray[np.uint8], indicators: Numbers, room: int
) -> Presences:
    if len(key) > np.iinfo(np.int32).max:
        raise ValueError("more presences in one cell of the calendar than can be numbered")
    rank, rows = key.astype(np.int64) // room, np.arange(len(key))
    _, order = _in_order(person, rows)
    proved, verified = np.flatnonzero(grade >= 1), np.flatnonzero(grade >= 2)
    return Presences(
        room=room,
        indicators=indicators,
        key=key,
        person=person,
        grade=grade,
        before=_before(rank, person),
        order=order.astype(np.int32),
        proved=proved.astype(np.int32),
        proved_before=_before(rank[proved], person[proved]),
        verified=verified.astype(np.int32),
        verified_before=_before(rank[verified], person[verified]),
    )


def _before(rank: Numbers, person: Numbers) -> npt.NDArray[np.int32]:
    before = np.full(len(person), NOBODY_BEFORE, dtype=np.int32)
    rank, person, row = _in_order(rank, person, np.arange(len(person)))
    same = (person[1:] == person[:-1]) & (rank[1:] == rank[:-1])
    before[row[1:][same]] = row[:-1][same]
    return before


def _in_order(*columns: Numbers) -> tuple[Numbers, ...]:
    """The columns sorted together, by the first, then the second and so on; none may be negative."""
    widths = [int(column.max(initial=0)).bit_length() for column in columns]
    if sum(widths) > _BITS:
        order = np.lexsort(columns[::-1])
        return tuple(column[order] for column in columns)
    # Packed into one number each they are sorted several times faster than by their order.
    packed = np.zeros(len(columns[0]), dtype=np.int64)
    for column, width in zip(columns, widths, strict=True):
        packed <<= width
        packed |= column
    packed.sort()
    sorted_columns = []
    for width in reversed(widths):
        sorted_columns.append(packed & ((1 << width) - 1))
        packed >>= width
    return tuple(reversed(sorted_columns))


_BITS = 63
