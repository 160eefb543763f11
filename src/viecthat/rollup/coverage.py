"""How many units of some kinds reach a mark, from sums by place in the tree."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from viecthat.rollup.question import GRADES, Numbers
from viecthat.rollup.regions import Regions
from viecthat.rollup.spans import sums_over_spans


def coverage_of(by_place: Numbers, regions: Regions, kinds: Collection[str], at_least: int) -> tuple[Numbers, Numbers]:
    """Units of the kinds whose total reaches `at_least`, by (region, grade), and all of the kinds, by region.

    by_place: sums by (position in the tree, grade). A unit that reaches it is verified when its verified quantity
    alone does, evidenced when that with the evidenced does, else declared.
    """
    tree = regions.tree
    members = np.flatnonzero(np.isin(tree.kind_codes, [tree.kind_code(kind) for kind in kinds]))
    every = np.arange(len(members))
    totals = sums_over_spans(by_place, every, members, tree.ends[members], len(members))
    # Columns: the total; the evidenced and verified; the verified alone.
    reached, evidenced, verified = (totals[:, ::-1].cumsum(axis=1)[:, ::-1] >= at_least).T
    # The last column counts every member, so that one pass fills both answers.
    counted = np.zeros((tree.size, GRADES + 1), dtype=np.int64)
    counted[members[reached], np.where(verified, 2, np.where(evidenced, 1, 0))[reached]] = 1
    counted[members, GRADES] = 1
    by_region = sums_over_spans(counted, regions.owners, regions.lows, regions.highs, regions.count)
    return by_region[:, :GRADES], by_region[:, GRADES]
