"""The plain scan: facts in memory, sorted once by indicator, added up per region in one pass per indicator."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.rollup.facts import Facts
from viecthat.rollup.placement import UnitMap
from viecthat.rollup.ranks import Ranks
from viecthat.rollup.regions import Regions

Numbers = npt.NDArray[np.int64]

GRADES = 3

# An eighth of what int64 holds, so that differences of sums still fit.
_LARGEST_SUM = 2.0**60


class Window(NamedTuple):
    """Days [start, stop) as ordinals; a stock starts at 0, before every date."""

    start: int
    stop: int


# An indicator and the window over which it is read.
Read = tuple[int, Window]


@dataclass(frozen=True, slots=True)
class Tally:
    """One indicator over one window: `by_unit` (recording unit, grade), `by_region` (region, grade), `entries`."""

    by_unit: Numbers
    by_region: Numbers
    entries: Numbers


class Scan:
    """Facts prepared for one question. Refused when the quantities are too large to be added exactly."""

    def __init__(self, facts: Facts, reads: Collection[Read], map: UnitMap, regions: Regions) -> None:
        self._map = map
        self._regions = regions
        self._tallies: dict[Read, Tally] = {}
        self._heads: dict[Read, Numbers] = {}

        ids = np.array(sorted({indicator for indicator, _ in reads}), dtype=np.int64)
        which = Ranks(ids).of(facts.indicator)
        rank = map.rank(facts.unit)
        # The last place of the array answers for rank -1: a unit never heard of stands nowhere.
        place = np.append(map.places, -1)[rank]
        longest = Window(min(window.start for _, window in reads), max(window.stop for _, window in reads))
        asked = (which >= 0) & _within(facts.day, longest)
        self.outside = _count_read(facts.where(asked & (place < 0)), reads)

        covered = np.zeros(map.tree.size + 1, dtype=np.bool_)
        for layer in regions.layers:
            covered[:-1] |= layer < regions.count
        lines = np.flatnonzero(asked & covered[place])
        # 16-bit keys are sorted by radix, several times faster than 64-bit ones.
        narrow = which[lines].astype(np.uint16 if len(ids) < 2**16 else np.int64)
        lines = lines[np.argsort(narrow, kind="stable")]
        stops = np.cumsum(np.bincount(narrow, minlength=len(ids))).tolist()
        starts = [0, *stops][: len(stops)]
        self._slices = {
            indicator: slice(start, stop) for indicator, start, stop in zip(ids.tolist(), starts, stops, strict=True)
        }

        self._day = facts.day[lines]
        self._quantity = facts.quantity[lines]
        self._grade = facts.grade[lines].astype(np.int64) - 1
        self._person = facts.person[lines]
        self._unit, self._unit_place = _compressed(rank[lines], map.places)
        if np.abs(self._quantity.astype(np.float64)).sum() >= _LARGEST_SUM:
            raise Refused(gettext_noop("Các số liệu quá lớn, cộng lại không còn chính xác; hãy xem lại đơn vị tính."))
        self._labels = tuple(layer[self._unit_place] for layer in regions.layers)

    def tally(self, indicator: int, window: Window) -> Tally:
        """Sums and counts of one indicator over one window."""
        if (known := self._tallies.get((indicator, window))) is not None:
            return known
        lines = self._lines(indicator, window)
        units = len(self._unit_place)
        by_unit = _graded_sums(self._unit[lines], self._grade[lines], self._quantity[lines], units)
        lines_by_unit = np.bincount(self._unit[lines], minlength=units)
        tally = Tally(by_unit, self._summed(by_unit), self._summed(lines_by_unit))
        self._tallies[indicator, window] = tally
        return tally

    def reporters(self, scope: Collection[Read]) -> Numbers:
        """Per region the distinct recording units for which some indicator of the scope does not cancel to zero."""
        reported = np.zeros(len(self._unit_place), dtype=np.bool_)
        for indicator, window in scope:
            reported |= self.tally(indicator, window).by_unit.sum(axis=1) != 0
        return self._summed(reported.astype(np.int64))

    def people(self, indicator: int, window: Window) -> Numbers:
        """Distinct people by (region, grade): named ones by the highest grade of a positive net, plus head counts."""
        if (known := self._heads.get((indicator, window))) is not None:
            return known
        lines = self._lines(indicator, window)
        named = self._person[lines] != 0
        unit, grade, quantity = self._unit[lines], self._grade[lines], self._quantity[lines]
        heads = _graded_sums(unit[~named], grade[~named], quantity[~named], len(self._unit_place))
        people = self._summed(heads)
        persons, person = np.unique(self._person[lines][named], return_inverse=True)
        for labels in self._labels if len(persons) else ():
            self._count_named(people, labels[unit[named]], person, len(persons), grade[named], quantity[named])
        self._heads[indicator, window] = people
        return people

    def coverage(
        self, indicator: int, window: Window, kinds: Collection[str], at_least: int
    ) -> tuple[Numbers, Numbers]:
        """Units of the kinds whose total reaches `at_least`, by (region, grade), and all of the kinds, by region.

        Such a unit is verified when its verified quantity alone reaches it, evidenced when that with the evidenced
        does, else declared.
        """
        tree = self._map.tree
        placed = np.zeros((tree.size + 1, GRADES), dtype=np.int64)
        np.add.at(placed, self._unit_place + 1, self.tally(indicator, window).by_unit)
        until = placed.cumsum(axis=0)
        members = np.flatnonzero(np.isin(tree.kinds, list(kinds)))
        totals = until[tree.ends[members]] - until[members]
        # Columns: the total; the evidenced and verified; the verified alone.
        reached, evidenced, verified = (totals[:, ::-1].cumsum(axis=1)[:, ::-1] >= at_least).T
        best = np.where(verified, 2, np.where(evidenced, 1, 0))
        n = np.zeros((self._regions.count + 1) * GRADES, dtype=np.int64)
        of = np.zeros(self._regions.count + 1, dtype=np.int64)
        for layer in self._regions.layers:
            region = layer[members]
            of += np.bincount(region, minlength=len(of))
            n += np.bincount((region * GRADES + best)[reached], minlength=len(n))
        return n.reshape(-1, GRADES)[:-1], of[:-1]

    def _lines(self, indicator: int, window: Window) -> slice | Numbers:
        lines = self._slices[indicator]
        within = _within(self._day[lines], window)
        return lines if within.all() else lines.start + np.flatnonzero(within)

    def _summed(self, by_unit: Numbers) -> Numbers:
        """Sums over recording units, per region and column."""
        width = math.prod(by_unit.shape[1:])
        sums = np.zeros((self._regions.count + 1) * width, dtype=np.int64)
        for labels in self._labels:
            # Added up flat: over two dimensions add.at is ten times slower.
            np.add.at(sums, (labels[:, np.newaxis] * width + np.arange(width)).ravel(), by_unit.ravel())
        return sums.reshape(-1, *by_unit.shape[1:])[:-1]

    def _count_named(
        self, people: Numbers, region: Numbers, person: Numbers, persons: int, grade: Numbers, quantity: Numbers
    ) -> None:
        inside = np.flatnonzero(region < self._regions.count)
        key = region[inside] * persons + person[inside]
        order = np.argsort(key)
        key, lines = key[order], inside[order]
        if not len(key):
            return
        first = np.concatenate(([True], key[1:] != key[:-1]))
        group = np.cumsum(first) - 1
        net = _graded_sums(group, grade[lines], quantity[lines], int(group[-1]) + 1)
        present = net.sum(axis=1) > 0
        highest = GRADES - 1 - np.argmax(net[:, ::-1] > 0, axis=1)
        np.add.at(people, (key[first][present] // persons, highest[present]), 1)


def _within(days: Numbers, window: Window) -> npt.NDArray[np.bool_]:
    return (days >= window.start) & (days < window.stop)


def _count_read(facts: Facts, reads: Collection[Read]) -> int:
    """How many of these lines at least one of the reads takes in."""
    counted = np.zeros(len(facts), dtype=np.bool_)
    for indicator, window in reads if len(facts) else ():
        counted |= (facts.indicator == indicator) & _within(facts.day, window)
    return int(counted.sum())


def _graded_sums(group: Numbers, grade: Numbers, quantity: Numbers, groups: int) -> Numbers:
    """Exact sums by (group, grade); bincount would add in binary floats."""
    sums = np.zeros(groups * GRADES, dtype=np.int64)
    np.add.at(sums, group * GRADES + grade, quantity)
    return sums.reshape(groups, GRADES)


def _compressed(ranks: Numbers, places: Numbers) -> tuple[Numbers, Numbers]:
    """Ranks renumbered 0 … without gaps, and the place of each number: arrays then grow with the units that report."""
    used = np.zeros(len(places), dtype=np.bool_)
    used[ranks] = True
    return (np.cumsum(used) - 1)[ranks], places[used]
