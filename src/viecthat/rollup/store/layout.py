"""One order of units for all maps: a unit's figures lie at its spot for good, and a region of any map is a few runs."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from viecthat.rollup.placement import UnitMap
from viecthat.rollup.question import Numbers
from viecthat.rollup.ranks import Ranks
from viecthat.rollup.regions import Regions
from viecthat.rollup.tree import Tree

ABSENT = -1

_LEAST_ROOM = 1024


@dataclass(frozen=True, eq=False)
class Layout:
    """Which unit's figures lie at which spot: `units` holds a unit id per spot.

    room: how many spots keys leave room for, so that units founded later are appended and no key changes.
    """

    units: Numbers
    room: int

    @classmethod
    def of(cls, tree: Tree, known_units: Iterable[int]) -> Layout:
        """The units of the tree in preorder, so that its subtrees are single runs; then all others by id."""
        others = sorted(set(known_units) - set(tree.units.tolist()))
        units = np.concatenate((tree.units, np.array(others, dtype=np.int64)))
        return cls(units, 1 << (max(2 * len(units), _LEAST_ROOM) - 1).bit_length())

    @property
    def size(self) -> int:
        """How many spots are taken."""
        return len(self.units)

    def spots(self, units: Numbers) -> Numbers:
        """The spot of each unit id, -1 for a unit without one."""
        rank = self._ranks.of(units)
        return np.where(rank < 0, ABSENT, self._order[rank])

    def extended(self, units: Numbers) -> Layout:
        """With spots for those of the units that have none yet. ValueError when there is no room: build anew."""
        new = np.unique(units[self.spots(units) == ABSENT])
        if not len(new):
            return self
        if self.size + len(new) > self.room:
            raise ValueError("no room for so many new units: the generation must be built anew")
        return Layout(np.concatenate((self.units, new)), self.room)

    @cached_property
    def _order(self) -> Numbers:
        return np.argsort(self.units)

    @cached_property
    def _ranks(self) -> Ranks:
        return Ranks(self.units[self._order])


class Atlas:
    """Where the spots of a layout stand in one map. Spots that stand nowhere in it come first, at place -1."""

    def __init__(self, layout: Layout, unit_map: UnitMap) -> None:
        rank = unit_map.rank(layout.units)
        places = np.append(unit_map.places, ABSENT)[rank]
        self.spots: Numbers = np.argsort(places, kind="stable")
        # first[p + 1]: where the spots of place p begin in `spots`.
        counts = np.bincount(places + 1, minlength=unit_map.tree.size + 1)
        self.first: Numbers = np.concatenate(([0], np.cumsum(counts)))
        self._breaks = 1 + np.flatnonzero(np.diff(self.spots) != 1)

    def runs(self, lows: Numbers, highs: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """The runs of spots of each span of places: (number of the span, first spot, spot after the last)."""
        begin, end = self.first[lows + 1], self.first[highs + 1]
        within = np.searchsorted(self._breaks, begin, "right")
        pieces = np.where(end > begin, np.searchsorted(self._breaks, end, "left") - within + 1, 0)
        span = np.repeat(np.arange(len(lows)), pieces)
        if not len(span):
            return span, span, span
        # Number of the piece within its span: the first begins at the span's begin, every other at a break.
        number = np.arange(len(span)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        at = within[span] + number
        starts = np.where(number == 0, begin[span], self._at_break(at - 1))
        last = number == pieces[span] - 1
        stops = np.where(last, end[span], self._at_break(at))
        first = self.spots[starts]
        return span, first, first + (stops - starts)

    def _at_break(self, number: Numbers) -> Numbers:
        if not len(self._breaks):
            return np.zeros_like(number)
        return self._breaks[np.clip(number, 0, len(self._breaks) - 1)]


_kept: OrderedDict[tuple[int, int], tuple[UnitMap, Layout, Atlas]] = OrderedDict()
_MOST_KEPT = 12


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


class Runs:
    """The regions of a question as runs of spots, and what stands nowhere as one region more, the last.

    edges: the spots at which running sums are needed. Run k is from edge `start[k]` to edge `stop[k]` and belongs to
    region `owner[k]`; runs are in the order of their regions.
    """

    def __init__(self, regions: Regions, atlas: Atlas, size: int) -> None:
        self.count = regions.count + 1
        span, first, after = atlas.runs(np.append(regions.lows, ABSENT), np.append(regions.highs, 0))
        owner = np.append(regions.owners, regions.count)[span]
        if len(owner) and not (owner[1:] >= owner[:-1]).all():
            order = np.argsort(owner, kind="stable")
            owner, first, after = owner[order], first[order], after[order]
        self.owner: Numbers = owner
        self.first: Numbers = first
        self.after: Numbers = after
        self.edges, self.start, self.stop = _edges(first, after, size)
        # Where each region's runs begin; None when every region is one run, as under the newest map it is.
        heads = np.flatnonzero(np.diff(owner, prepend=-1))
        self._heads = None if len(owner) == self.count and len(heads) == self.count else heads
        self._with_runs = owner[heads]

    @property
    def outside(self) -> bool:
        """Whether any unit stands nowhere in the map."""
        return bool(len(self.owner)) and int(self.owner[-1]) == self.count - 1

    def summed(self, running: Numbers) -> Numbers:
        """Sums by (…, region, column) from running sums by (…, edge, column)."""
        pieces: Numbers = running[..., self.stop, :] - running[..., self.start, :]
        return self.gathered(pieces)

    def gathered(self, pieces: Numbers) -> Numbers:
        """Sums by (…, region, column) from sums by (…, run, column)."""
        if self._heads is None:
            return pieces
        sums = np.zeros((*pieces.shape[:-2], self.count, pieces.shape[-1]), dtype=np.int64)
        if len(self._heads):
            sums[..., self._with_runs, :] = np.add.reduceat(pieces, self._heads, axis=-2)
        return sums

    def counted(self, spots: Numbers, weights: Numbers) -> Numbers:
        """Sums by region of weights that lie at spots, which must be sorted."""
        running = np.concatenate(([0], np.cumsum(weights, dtype=np.int64)))
        at = np.searchsorted(spots, self.edges)
        return self.summed(running[at][:, np.newaxis])[:, 0]

    def counted_everywhere(self, weights: npt.NDArray[np.bool_]) -> Numbers:
        """How many of a mask over all spots are true, by region."""
        running = np.concatenate(([0], np.cumsum(weights, dtype=np.int64)))
        return self.summed(running[self.edges][:, np.newaxis])[:, 0]


def _edges(first: Numbers, after: Numbers, size: int) -> tuple[Numbers, Numbers, Numbers]:
    """Distinct ends of runs, and where each run's own are among them."""
    if len(first) > size // 64:
        # Marking all spots is cheaper than sorting so many ends.
        marked = np.zeros(size + 1, dtype=np.bool_)
        marked[first] = marked[after] = True
        number = np.cumsum(marked) - 1
        return np.flatnonzero(marked), number[first], number[after]
    edges = np.unique(np.concatenate((first, after)))
    return edges, np.searchsorted(edges, first), np.searchsorted(edges, after)
