"""A cell of the calendar: what was done in one month, quarter or year, sorted by indicator and spot, with running sums.

A key is (rank of the indicator in the segment) x (room of the layout) + spot, so that one search over the whole
segment finds the sums of any indicator up to any spot.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from viecthat.rollup.question import Numbers
from viecthat.rollup.store.arrays import Array

# Columns of running sums, as look-ups give them.
DECLARED, EVIDENCED, VERIFIED, ENTRIES, REPORTERS = range(5)
WIDTH = 5

ABSENT = -1
# Sums at marks are kept where each stands for so many lines.
LINES_A_MARK = 4
NO_MARKS: Numbers = np.zeros((0, 0, WIDTH), dtype=np.int64)

_MANY_EDGES = 4096
_NARROWED = frozenset({"named_run", "marked"})
# Sums below this, and their differences, fit into 32 bits.
NARROW = 1 << 30


@dataclass(frozen=True, eq=False)
class Segment(ABC):
    """Keys in order, and after each the sums of everything up to it.

    marked: the same sums once more at the layout's marks, by (mark, rank, column).
    """

    room: int
    indicators: Numbers
    key: npt.NDArray[np.unsignedinteger[Any]]
    marked: Numbers

    @abstractmethod
    def running(self, at: Numbers) -> Numbers:
        """Sums of the first `at` lines: declared, evidenced, verified, entries, reporting units as the last axis."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The arrays a segment of this kind is made of."""
        return tuple(field.name for field in fields(cls) if field.name != "room")

    def arrays(self) -> dict[str, Array]:
        """Its arrays by name, as they are written: running sums in the smaller numbers that hold them, if they do."""
        arrays = {name: getattr(self, name) for name in self.names()}
        return {name: narrowed(held) if name in _NARROWED else held for name, held in arrays.items()}

    @classmethod
    def from_arrays(cls, room: int, arrays: Mapping[str, Array]) -> Self:
        """The opposite of `arrays`."""
        return cls(room=room, **arrays)

    def ranks(self, indicators: Numbers) -> Numbers:
        """Each indicator's rank in this segment, -1 for one without lines here."""
        rank = np.searchsorted(self.indicators, indicators)
        rank[rank == len(self.indicators)] = 0
        return np.where(self.indicators[rank] == indicators, rank, ABSENT) if len(self.indicators) else rank + ABSENT

    @cached_property
    def offsets(self) -> Numbers:
        """Where each indicator's lines begin, and at the end their number."""
        begins = np.arange(len(self.indicators) + 1, dtype=np.uint64) * np.uint64(self.room)
        last = len(self.key)
        if not last:
            return np.zeros(len(begins), dtype=np.int64)
        found = np.searchsorted(self.key, begins[:-1].astype(self.key.dtype))
        return np.append(found, last).astype(np.int64)

    def spots(self, rank: int) -> Numbers:
        """The spots of one indicator's lines, in order."""
        lines = self.key[self.offsets[rank] : self.offsets[rank + 1]]
        return lines.astype(np.int64) - rank * self.room

    def look_up(self, indicators: Numbers, edges: Numbers, marks: Numbers | None = None) -> Numbers:
        """Running sums by (edge, indicator, column): of everything of the indicator at spots before the edge.

        marks: the layout's marks at these edges, if they are all marked.
        """
        ranks = self.ranks(indicators)
        present = np.flatnonzero(ranks != ABSENT)
        if len(present) and len(edges):
            found = self._at_edges(ranks[present], edges, marks)
            if len(present) == len(indicators):
                return found
            running = np.zeros((len(edges), len(indicators), WIDTH), dtype=np.int64)
            running[:, present] = found
            return running
        return np.zeros((len(edges), len(indicators), WIDTH), dtype=np.int64)

    def _at_edges(self, ranks: Numbers, edges: Numbers, marks: Numbers | None) -> Numbers:
        if marks is not None and len(self.marked):
            return by_mark(self.marked, marks, ranks).astype(np.int64, copy=False)
        return self.running(self.search(ranks, edges).T)

    def search(self, ranks: Numbers, edges: Numbers) -> Numbers:
        """How many lines lie before each (rank, edge); edges must be sorted, ranks present."""
        if len(edges) > _MANY_EDGES:
            return np.stack([self._counted(int(rank), edges) for rank in ranks])
        wanted = (ranks[:, np.newaxis] * self.room + edges).astype(self.key.dtype)
        return np.searchsorted(self.key, wanted.ravel()).reshape(wanted.shape)

    def _counted(self, rank: int, edges: Numbers) -> Numbers:
        # With so many edges, counting the lines of every spot is cheaper than searching for each edge.
        per_spot = np.bincount(self.spots(rank), minlength=int(edges[-1]) + 1)
        before = np.concatenate(([self.offsets[rank]], self.offsets[rank] + np.cumsum(per_spot)))
        return before[edges]


def narrowed(sums: Numbers) -> npt.NDArray[np.int32] | Numbers:
    """Sums in half the bytes, where every one of them, and every difference of two, fits."""
    if sums.dtype == np.int32 or not sums.size or int(sums.max()) >= NARROW or int(sums.min()) <= -NARROW:
        return sums
    return sums.astype(np.int32)


def by_mark(table: Numbers, marks: Numbers, ranks: Numbers) -> Numbers:
    """What a table over (mark, rank, …) holds for these marks and ranks."""
    if len(ranks) and int(ranks[-1]) - int(ranks[0]) + 1 == len(ranks):
        # Ranks rise: one after the other they are a slice, and whole rows are copied.
        return table[:, int(ranks[0]) : int(ranks[-1]) + 1][marks]
    return table[marks[:, np.newaxis], ranks]


def marked_of(segment: Segment, marks: Numbers) -> Numbers:
    """Running sums by (mark, rank, column); none where they would be long beside the segment itself."""
    ranks = np.arange(len(segment.indicators))
    if len(marks) * len(ranks) * LINES_A_MARK > len(segment.key):
        return NO_MARKS
    return segment.running(segment.search(ranks, marks).T)


def keys_of(rank: Numbers, spot: Numbers, indicators: int, room: int) -> npt.NDArray[np.unsignedinteger[Any]]:
    """Keys in the smallest numbers that hold them: half the memory is half the time to search."""
    narrow = indicators * room <= np.iinfo(np.uint32).max
    return (rank * room + spot).astype(np.uint32 if narrow else np.uint64)


def places_of(key: npt.NDArray[Any], room: int) -> tuple[Numbers, Numbers]:
    """Ranks and spots of keys. A room is a power of two, so nothing needs dividing."""
    wide = key.astype(np.int64)
    return wide >> (room.bit_length() - 1), wide & (room - 1)


def running_of(columns: Numbers) -> Numbers:
    """Running sums down the first axis, with a row of zeros before."""
    running = np.zeros((len(columns) + 1, *columns.shape[1:]), dtype=np.int64)
    # Sums over all indicators may pass what int64 holds; they wrap, and so do the differences, back to what is right.
    np.cumsum(columns, axis=0, out=running[1:])
    return running
