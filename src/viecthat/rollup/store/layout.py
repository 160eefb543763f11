"""One order of units for all maps: a unit's figures lie at its spot for good, and a region of any map is a few runs."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from viecthat.rollup.groups import distinct, rows_between
from viecthat.rollup.placement import UnitMap
from viecthat.rollup.question import Numbers
from viecthat.rollup.ranks import Ranks
from viecthat.rollup.regions import Regions
from viecthat.rollup.tree import Tree

ABSENT = -1

_LEAST_ROOM = 1024
_LEAST_MARKS = 64
_SPOTS_A_MARK = 24


@dataclass(frozen=True, eq=False)
class Layout:
    """Which unit's figures lie at which spot: `units` holds a unit id per spot.

    room: how many spots keys leave room for, so that units founded later are appended and no key changes.
    marks: spots, in order, at which subtrees of upper units begin and end, in any of the maps: cells keep their running
    sums there at hand, so that a question about upper units needs no search.
    """

    units: Numbers
    room: int
    marks: Numbers = field(default_factory=lambda: np.array([], dtype=np.int64))

    @classmethod
    def of(cls, *maps: UnitMap, most_marks: int | None = None) -> Layout:
        """The units of the first map in preorder, siblings in the order in which they stood in the other maps.

        So a subtree of the first map is one run of spots, and one of another map a few: what merged lies together as
        it lay before. A unit that is no longer there lies beside the one that it stands at. `most_marks`: how many
        there may be; level by level from the top, as many levels as fit.
        """
        newest = maps[0]
        known = distinct(np.concatenate([unit_map.known for unit_map in maps]))
        places = [_places(unit_map, known) for unit_map in maps]
        here = np.where(places[0] < 0, newest.tree.size, places[0])
        turn = np.append(_walk(newest.tree, maps[1:]), newest.tree.size)
        itself = np.isin(known, newest.tree.units)
        order = np.lexsort((known, *reversed(places[1:]), ~itself, turn[here]))
        plain = cls(known[order], 1 << (max(2 * len(known), _LEAST_ROOM) - 1).bit_length())
        most = max(_LEAST_MARKS, len(known) // _SPOTS_A_MARK) if most_marks is None else most_marks
        return replace(plain, marks=_marks(plain, maps, most))

    @property
    def size(self) -> int:
        """How many spots are taken."""
        return len(self.units)

    def spots(self, units: Numbers) -> Numbers:
        """The spot of each unit id, -1 for a unit without one."""
        spots: Numbers = self._spot_of_rank[self._ranks.of(units)]
        return spots

    def extended(self, units: Numbers) -> Layout:
        """With spots for those of the units that have none yet. ValueError when there is no room: build anew."""
        new = distinct(units[self.spots(units) == ABSENT])
        if not len(new):
            return self
        if self.size + len(new) > self.room:
            raise ValueError("no room for so many new units: the generation must be built anew")
        return replace(self, units=np.concatenate((self.units, new)))

    def marked(self, edges: Numbers) -> Numbers | None:
        """The number of the mark at each of these spots; None unless there is one at every spot."""
        if not len(self.marks):
            return None
        at = np.minimum(np.searchsorted(self.marks, edges), len(self.marks) - 1)
        return at if (self.marks[at] == edges).all() else None

    @cached_property
    def _spot_of_rank(self) -> Numbers:
        # The last place answers for rank -1.
        return np.append(np.argsort(self.units), ABSENT)

    @cached_property
    def _ranks(self) -> Ranks:
        return Ranks(np.sort(self.units))


def _marks(layout: Layout, maps: Sequence[UnitMap], most: int) -> Numbers:
    """Where subtrees begin and end, level by level: the newest map's level first, then the older ones'."""
    atlases = [(unit_map.tree, Atlas(layout, unit_map)) for unit_map in maps]
    marks = np.array([], dtype=np.int64)
    for level in range(max((int(tree.depths.max(initial=0)) for tree, _ in atlases), default=0) + 1):
        for tree, atlas in atlases:
            at = np.flatnonzero(tree.depths == level)
            _, first, after = atlas.runs(at, tree.ends[at])
            more = distinct(np.concatenate((marks, atlas.nowhere.first, atlas.nowhere.after, first, after)))
            if len(more) > most:
                return marks
            marks = more
    return marks


def _places(unit_map: UnitMap, units: Numbers) -> Numbers:
    """The position at which each unit stands, -1 for nowhere."""
    places: Numbers = np.append(unit_map.places, ABSENT)[unit_map.rank(units)]
    return places


def _walk(tree: Tree, older: Sequence[UnitMap]) -> Numbers:
    """For each position its turn in a walk through the tree that takes siblings in the order of the older maps."""
    before = [_places(unit_map, tree.units) for unit_map in older]
    for place in before:
        # Who stood nowhere goes with the first of those below.
        for position in range(tree.size - 1, 0, -1):
            above = tree.parents[position]
            if above >= 0 and place[above] < 0 <= place[position]:
                place[above] = place[position]
    order = np.lexsort((np.arange(tree.size), *reversed(before)))
    below: dict[int, list[int]] = {}
    for position, above in zip(order[::-1].tolist(), tree.parents[order[::-1]].tolist(), strict=True):
        below.setdefault(above, []).append(position)
    turn = np.empty(tree.size, dtype=np.int64)
    waiting = list(below.get(-1, ()))
    for number in range(tree.size):
        position = waiting.pop()
        turn[position] = number
        waiting.extend(below.get(position, ()))
    return turn


@dataclass(frozen=True, slots=True)
class _Ranges:
    """Runs of spots by position: those of position p are number[p] to number[p + 1], from `first` up to `after`."""

    number: Numbers
    first: Numbers
    after: Numbers

    @classmethod
    def of(cls, labels: Sequence[Numbers], size: int) -> _Ranges:
        """From arrays that hold a position for each spot, -1 for none."""
        owners, firsts, afters = [], [], []
        for label in labels:
            heads = np.flatnonzero(np.diff(label, prepend=-2)) if len(label) else np.array([], dtype=np.int64)
            owner = label[heads]
            after = np.append(heads[1:], len(label))[: len(heads)]
            owners.append(owner[owner >= 0])
            firsts.append(heads[owner >= 0])
            afters.append(after[owner >= 0])
        owner = np.concatenate(owners)
        order = np.argsort(owner, kind="stable")
        number = np.searchsorted(owner[order], np.arange(size + 1))
        return cls(number, np.concatenate(firsts)[order], np.concatenate(afters)[order])


class Atlas:
    """Where the spots of a layout stand in one map, as runs: of whole subtrees, and of single positions alone."""

    def __init__(self, layout: Layout, unit_map: UnitMap) -> None:
        tree = unit_map.tree
        self.places = _places(unit_map, layout.units)
        self.alone = _Ranges.of([self.places], tree.size)
        self.below = _Ranges.of(list(_by_depth(tree, self.places)), tree.size)
        self.nowhere = _Ranges.of([np.where(self.places < 0, 0, -1)], 1)
        self._ends = tree.ends
        self._runs: OrderedDict[int, tuple[Regions, Runs]] = OrderedDict()

    def runs_of(self, regions: Regions, layout: Layout) -> Runs:
        """The regions as runs of spots, made once and kept while they are in use."""
        held = self._runs.get(id(regions))
        if held is None:
            # The regions are kept with it, so that no other object can come to have the same identity.
            held = self._runs[id(regions)] = (regions, Runs(regions, self, layout))
            while len(self._runs) > _MOST_RUNS_KEPT:
                self._runs.popitem(last=False)
        return held[1]

    def runs(self, lows: Numbers, highs: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """The runs of spots of each span of positions: (number of the span, first spot, spot after the last)."""
        subtree = highs == self._ends[lows]
        found = [
            _runs_of(ranges, np.flatnonzero(chosen), lows[chosen], ends)
            for ranges, chosen, ends in (
                (self.below, subtree, lows[subtree] + 1),
                (self.alone, ~subtree, highs[~subtree]),
            )
        ]
        span, first, after = (np.concatenate(columns) for columns in zip(*found, strict=True))
        return span, first, after


def _runs_of(ranges: _Ranges, span: Numbers, lows: Numbers, highs: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    begin = ranges.number[lows]
    count = ranges.number[highs] - begin
    rows = rows_between(begin, begin + count)
    return np.repeat(span, count), ranges.first[rows], ranges.after[rows]


def _by_depth(tree: Tree, places: Numbers) -> Iterator[Numbers]:
    """For each depth, which position of that depth every spot stands at or below; -1 for none."""
    depth = tree.depths
    above = np.arange(tree.size + 1)
    above[-1] = ABSENT
    for level in range(int(depth.max(initial=-1)), -1, -1):
        deeper = np.flatnonzero(above >= 0)
        deeper = deeper[depth[above[deeper]] > level]
        above[deeper] = tree.parents[above[deeper]]
        reached = np.full(tree.size + 1, ABSENT, dtype=np.int64)
        at = np.flatnonzero(above >= 0)
        at = at[depth[above[at]] == level]
        reached[at] = above[at]
        yield reached[places]


_kept: OrderedDict[tuple[int, int], tuple[UnitMap, Layout, Atlas]] = OrderedDict()
_MOST_KEPT = 12
_MOST_RUNS_KEPT = 64


def atlas_of(layout: Layout, unit_map: UnitMap) -> Atlas:
    """The atlas of this layout and map, made once and kept while both are in use."""
    key = (id(layout), id(unit_map))
    # The pair is kept with it, so that no other object can come to have the same identity.
    if (held := _kept.get(key)) is not None:
        return held[2]
    atlas = Atlas(layout, unit_map)
    _kept[key] = (unit_map, layout, atlas)
    while len(_kept) > _MOST_KEPT:
        _kept.popitem(last=False)
    return atlas


class Extent(NamedTuple):
    """Every spot that a question looks at, once: runs apart from each other, in order.

    marks: the layout's marks at each run's begin and end in turn; None unless all of them are marked.
    """

    first: Numbers
    after: Numbers
    marks: Numbers | None

    @property
    def edges(self) -> Numbers:
        """Each run's begin and end in turn."""
        return np.stack((self.first, self.after), axis=1).ravel()


class Runs:
    """The regions of a question as runs of spots, and what stands nowhere as one region more, the last.

    edges: the spots at which running sums are needed; marks: the layout's marks that lie there, None unless all do.
    Run k is from edge `start[k]` to edge `stop[k]` and belongs to region `owner[k]`; runs are in the order of their
    regions.
    """

    def __init__(self, regions: Regions, atlas: Atlas, layout: Layout) -> None:
        self.count = regions.count + 1
        span, first, after = atlas.runs(regions.lows, regions.highs)
        nowhere = np.full(len(atlas.nowhere.first), regions.count)
        owner = np.concatenate((regions.owners[span], nowhere))
        first = np.concatenate((first, atlas.nowhere.first))
        after = np.concatenate((after, atlas.nowhere.after))
        if len(owner) and not (owner[1:] >= owner[:-1]).all():
            order = np.argsort(owner, kind="stable")
            owner, first, after = owner[order], first[order], after[order]
        self.owner: Numbers = owner
        self.first: Numbers = first
        self.after: Numbers = after
        self.edges, self.start, self.stop = _edges(first, after, layout.size)
        self._layout = layout
        self.marks = layout.marked(self.edges)
        # Regions of one run, as most are, take it over; only those of several need adding.
        heads = np.flatnonzero(np.diff(owner, prepend=-1))
        lengths = np.diff(np.append(heads, len(owner)))
        self._lone = _slice_of(heads[lengths == 1])
        self._lone_owners = _slice_of(owner[heads[lengths == 1]])
        several = np.flatnonzero(np.repeat(lengths > 1, lengths))
        self._several = several
        self._several_heads = np.flatnonzero(np.diff(owner[several], prepend=-1))

    @property
    def outside(self) -> bool:
        """Whether any unit stands nowhere in the map."""
        return bool(len(self.owner)) and int(self.owner[-1]) == self.count - 1

    @cached_property
    def extent(self) -> Extent:
        """Every spot in a run, once."""
        order = np.argsort(self.first, kind="stable")
        first = self.first[order]
        after = np.maximum.accumulate(self.after[order]) if len(order) else self.after
        heads = np.flatnonzero(np.concatenate(([True], first[1:] > after[:-1]))) if len(first) else order
        lasts = np.append(heads[1:], len(first))[: len(heads)] - 1
        extent = Extent(first[heads], after[lasts], None)
        return extent._replace(marks=self._layout.marked(extent.edges))

    def summed(self, running: Numbers) -> Numbers:
        """Sums by (region, …) from running sums by (edge, …)."""
        # take() copies whole rows; indexing would go number by number.
        pieces: Numbers = np.take(running, self.stop, axis=0)
        pieces -= np.take(running, self.start, axis=0)
        return self.gathered(pieces)

    def gathered(self, pieces: Numbers) -> Numbers:
        """Sums by (region, …) from sums by (run, …)."""
        sums = np.zeros((self.count, *pieces.shape[1:]), dtype=np.int64)
        sums[self._lone_owners] = pieces[self._lone]
        if len(self._several):
            added = np.add.reduceat(np.take(pieces, self._several, axis=0), self._several_heads, axis=0)
            sums[self.owner[self._several[self._several_heads]]] = added
        return sums

    def counted(self, spots: Numbers, weights: Numbers) -> Numbers:
        """Sums by region of weights that lie at spots, which must be sorted."""
        running = np.concatenate(([0], np.cumsum(weights, dtype=np.int64)))
        return self.summed(running[np.searchsorted(spots, self.edges)])

    def counted_everywhere(self, weights: npt.NDArray[np.bool_]) -> Numbers:
        """How many of a mask over all spots are true, by region."""
        running = np.concatenate(([0], np.cumsum(weights, dtype=np.int64)))
        return self.summed(running[self.edges])


def _slice_of(numbers: Numbers) -> Numbers | slice:
    """Rising numbers, as a slice where they follow each other: rows are then copied in one piece."""
    if len(numbers) and int(numbers[-1]) - int(numbers[0]) + 1 == len(numbers):
        return slice(int(numbers[0]), int(numbers[-1]) + 1)
    return numbers


def _edges(first: Numbers, after: Numbers, size: int) -> tuple[Numbers, Numbers, Numbers]:
    """Distinct ends of runs, and where each run's own are among them."""
    if len(first) > size // 64:
        # Marking all spots is cheaper than sorting so many ends.
        marked = np.zeros(size + 1, dtype=np.bool_)
        marked[first] = marked[after] = True
        number = np.cumsum(marked) - 1
        return np.flatnonzero(marked), number[first], number[after]
    edges = distinct(np.concatenate((first, after)))
    return edges, np.searchsorted(edges, first), np.searchsorted(edges, after)
