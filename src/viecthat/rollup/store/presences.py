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
from viecthat.rollup.question import GRADES, Numbers, over_grades
from viecthat.rollup.store.seam import Seam

NOBODY_BEFORE = -1
ABSENT = -1


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

    def people_proved(self, grade: int, start: int, stop: int) -> Numbers:
        """People of presences [start, stop) that are proved at least so well."""
        rows = (None, self.proved, self.verified)[grade]
        if rows is None or len(rows) == len(self):
            return self.person[start:stop]
        first, last = np.searchsorted(rows, np.array((start, stop), dtype=np.int32)).tolist()
        people: Numbers = self.person[rows[first:last]]
        return people

    def grades_of(self, key: Numbers, person: Numbers) -> npt.NDArray[np.int8] | None:
        """At which grade each person is present at each key, -1 for not at all. None where they cannot be searched."""
        there, wanted = _paired(self.key, self.person, key, person)
        if there is None or wanted is None:
            return None
        if not len(there):
            return np.full(len(wanted), ABSENT, dtype=np.int8)
        at = np.minimum(np.searchsorted(there, wanted), len(there) - 1)
        return np.where(there[at] == wanted, self.grade[at], ABSENT).astype(np.int8)

    def with_grades(self, key: Numbers, person: Numbers, grade: npt.NDArray[np.int8]) -> Presences | None:
        """With each of these people at each of these keys at this grade, or, at -1, not. None as `grades_of`."""
        there, wanted = _paired(self.key, self.person, key, person)
        if there is None or wanted is None:
            return None
        _, first = np.unique(wanted, return_index=True)
        key, person, grade, wanted = key[first], person[first], grade[first], wanted[first]
        at = np.searchsorted(there, wanted)
        known = np.append(there, -1)[at] == wanted
        grades, kept = self.grade.copy(), np.ones(len(there), dtype=np.bool_)
        grades[at[known]] = grade[known]
        kept[at[known & (grade == ABSENT)]] = False
        new = ~known & (grade != ABSENT)
        seam = Seam(np.concatenate(([0], np.cumsum(kept)))[at[new]], int(np.count_nonzero(kept)))
        place = np.empty(len(there), dtype=np.int64)
        place[kept] = np.flatnonzero(seam.is_held)
        person = seam.joined(self.person[kept], person[new])
        held = place[self.order[kept[self.order]]]
        came = seam.new[np.argsort(person[seam.new], kind="stable")]
        bits = len(person).bit_length()
        by_person = np.searchsorted((person[held] << bits) | held, (person[came] << bits) | came)
        order = Seam(by_person, len(held)).joined(held, came)
        key = seam.joined(self.key[kept], key[new])
        return _linked(key, person, seam.joined(grades[kept], grade[new]), order, self.indicators, self.room)

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
    present = over_grades(nets) > 0
    highest = GRADES - 1 - np.argmax(nets[:, ::-1] > 0, axis=1)
    starts = starts[present]
    return _presences(key[starts], person[starts], highest[present].astype(np.uint8), indicators, room)


def joined_presences(
    parts: list[tuple[Numbers, Numbers, npt.NDArray[np.uint8]]], indicators: Numbers, room: int, dtype: Any
) -> Presences:
    """Presences of a longer time from those of its months, (key, person, grade) each: once, at the best grade."""
    key, person, grade = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    key, person, grade = in_order(key, person, grade.astype(np.int64))
    starts = starts_of(key, person)
    last = np.append(starts[1:], len(key))[: len(starts)] - 1
    return _presences(key[last].astype(dtype), person[last], grade[last].astype(np.uint8), indicators, room)


def _presences(
    key: npt.NDArray[Any], person: Numbers, grade: npt.NDArray[np.uint8], indicators: Numbers, room: int
) -> Presences:
    if len(key) > np.iinfo(np.int32).max:
        raise ValueError("more presences in one cell of the calendar than can be numbered")
    _, order = in_order(person, np.arange(len(key)))
    return _linked(key, person, grade, order, indicators, room)


def _linked(
    key: npt.NDArray[Any],
    person: Numbers,
    grade: npt.NDArray[np.uint8],
    order: Numbers,
    indicators: Numbers,
    room: int,
) -> Presences:
    rank = key.astype(np.int64) // room
    proved, verified = (np.flatnonzero(grade >= least) for least in (1, 2))
    return Presences(
        room=room,
        indicators=indicators,
        key=key,
        person=person,
        grade=grade,
        before=_before(rank, person, order),
        order=order.astype(np.int32),
        proved=proved.astype(np.int32),
        proved_before=_before_among(proved, rank, person, order),
        verified=verified.astype(np.int32),
        verified_before=_before_among(verified, rank, person, order),
    )


def _before(rank: Numbers, person: Numbers, order: Numbers) -> npt.NDArray[np.int32]:
    """Where the same person's row of the same indicator before each one lies; `order`: rows sorted by person."""
    before = np.full(len(person), NOBODY_BEFORE, dtype=np.int32)
    # Rows lie sorted by indicator: of one person, those of one indicator follow each other.
    rank, person = rank[order], person[order]
    same = np.flatnonzero((person[1:] == person[:-1]) & (rank[1:] == rank[:-1]))
    before[order[same + 1]] = order[same]
    return before


def _before_among(rows: Numbers, rank: Numbers, person: Numbers, order: Numbers) -> npt.NDArray[np.int32]:
    """The same among some of the rows alone, numbered from 0."""
    number = np.full(len(person), NOBODY_BEFORE, dtype=np.int32)
    number[rows] = np.arange(len(rows), dtype=np.int32)
    among = number[order]
    return _before(rank[rows], person[rows], among[among != NOBODY_BEFORE])


def _paired(
    key: npt.NDArray[Any], person: Numbers, other_key: Numbers, other_person: Numbers
) -> tuple[Numbers, Numbers] | tuple[None, None]:
    """Both pairs as one number each, in the same order; nothing where they do not fit."""
    width = max(int(person.max(initial=0)), int(other_person.max(initial=0))).bit_length()
    if max(int(key.max(initial=0)), int(other_key.max(initial=0))).bit_length() + width > _BITS:
        return None, None
    return (key.astype(np.int64) << width) | person, (other_key << width) | other_person


def in_order(*columns: Numbers) -> tuple[Numbers, ...]:
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
