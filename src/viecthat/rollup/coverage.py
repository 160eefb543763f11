"""How many units of some kinds reach a mark."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from viecthat.rollup.answer import RegionNames
from viecthat.rollup.question import GRADES, Numbers
from viecthat.rollup.regions import Regions
from viecthat.rollup.spans import sums_over_spans


@dataclass(frozen=True, slots=True)
class Members:
    """The units that a coverage counts within some regions, in preorder.

    each: a region for every one of them, its whole subtree. Of span k of the regions they are numbers first[k] up to
    after[k]. count: how many there are by region.
    """

    each: Regions
    first: Numbers
    after: Numbers
    count: Numbers

    @classmethod
    def of(cls, regions: Regions, kinds: frozenset[str]) -> Members:
        """Those of the kinds whose place lies in a region."""
        tree = regions.tree
        depth = np.zeros(tree.size + 1, dtype=np.int64)
        np.add.at(depth, regions.lows, 1)
        np.add.at(depth, regions.highs, -1)
        of_kind = np.isin(tree.kind_codes, [tree.kind_code(kind) for kind in kinds])
        places = np.flatnonzero(of_kind & (np.cumsum(depth[:-1]) > 0))
        wholes = np.full(len(places), RegionNames.WHOLE, dtype=np.int64)
        names = RegionNames(tree.units[places].tolist(), range(len(places) + 1), wholes)
        each = Regions(tree, names, np.arange(len(places)), places, tree.ends[places])
        first, after = np.searchsorted(places, regions.lows), np.searchsorted(places, regions.highs)
        count = np.zeros(regions.count, dtype=np.int64)
        np.add.at(count, regions.owners, after - first)
        count.setflags(write=False)  # handed out again and again
        return cls(each, first, after, count)


def members_of(regions: Regions, kinds: Collection[str]) -> Members:
    """As `Members.of`; the same for the same regions as long as they are kept."""
    key = (id(regions), frozenset(kinds))
    if (held := _kept.get(key)) is None:
        made = Members.of(regions, key[1])
        with _lock:  # what is kept is gone through here, and several threads ask at once
            # The regions are kept with it, so that no other ones can come to have the same identity.
            held = _kept.setdefault(key, (regions, made))
            while len(_kept) > _MOST_KEPT or sum(one.each.count for _regions, one in _kept.values()) > _MOST_MEMBERS:
                _kept.popitem(last=False)
    return held[1]


_kept: OrderedDict[tuple[int, frozenset[str]], tuple[Regions, Members]] = OrderedDict()
_lock = threading.Lock()
_MOST_KEPT = 64
_MOST_MEMBERS = 1 << 20


def covered(totals: Numbers, members: Members, regions: Regions, at_least: int) -> tuple[Numbers, Numbers]:
    """Members whose total reaches `at_least`, by (region, grade), and all members, by region.

    totals: by (member, grade). A unit that reaches it is verified when its verified quantity alone does, evidenced when
    that with the evidenced does, else declared.
    """
    # Columns: the total; the evidenced and verified; the verified alone.
    reached, evidenced, verified = (totals[:, ::-1].cumsum(axis=1)[:, ::-1] >= at_least).T
    counted = np.zeros((len(totals), GRADES), dtype=np.int64)
    counted[reached, np.where(verified, 2, np.where(evidenced, 1, 0))[reached]] = 1
    return sums_over_spans(counted, regions.owners, members.first, members.after, regions.count), members.count


def coverage_of(by_place: Numbers, regions: Regions, kinds: Collection[str], at_least: int) -> tuple[Numbers, Numbers]:
    """As `covered`, from sums by (position in the tree, grade)."""
    members = members_of(regions, kinds)
    each = members.each
    totals = sums_over_spans(by_place, each.owners, each.lows, each.highs, each.count)
    return covered(totals, members, regions, at_least)
