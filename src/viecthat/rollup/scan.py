"""The plain scan: facts in memory, sorted once by indicator, added up per region in one pass per indicator."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.rollup.answer import Way
from viecthat.rollup.coverage import coverage_of
from viecthat.rollup.facts import Facts, micros
from viecthat.rollup.groups import starts_of
from viecthat.rollup.person_lines import PersonLines
from viecthat.rollup.question import GRADES, LARGEST_SUM, Numbers, Question, Read, Window, months_of
from viecthat.rollup.ranks import Ranks


@dataclass(frozen=True, slots=True)
class MemorySource:
    """A source over facts in memory: every question is one plain pass over them."""

    held: Facts

    def reckoner(self, question: Question) -> Scan:
        """Scan what the question's filters leave."""
        facts = self.held
        if question.as_known is not None:
            known = facts.recorded <= micros(question.as_known)
            facts = facts if known.all() else facts.where(known)
        if question.where is not None:
            facts = facts.where(question.where.holds(facts))
        return Scan(facts, question)

    def lines_of(self, indicator: int) -> tuple[PersonLines, ...]:
        """The lines of the indicator."""
        return (PersonLines.of(self.held.where(self.held.indicator == indicator)),)


@dataclass(frozen=True, slots=True)
class Tally:
    """One indicator over one window: `by_unit` (recording unit, grade), `by_region` (region, grade), `entries`.

    reported: whether the entries of some calendar month do not cancel, by recording unit.
    """

    by_unit: Numbers
    reported: npt.NDArray[np.bool_]
    by_region: Numbers
    entries: Numbers


class Scan:
    """Facts prepared for one question. Refused when the quantities are too large to be added exactly."""

    def __init__(self, facts: Facts, question: Question) -> None:
        unit_map, regions, reads = question.map, question.regions, question.reads
        self.way = Way(gettext_noop("quét thẳng {lines} dòng"), {"lines": len(facts)})
        self._map = unit_map
        self._regions = regions
        self._tallies: dict[Read, Tally] = {}
        self._heads: dict[Read, Numbers] = {}

        ids = np.array(sorted({indicator for indicator, _ in reads}), dtype=np.int64)
        which = Ranks(ids).of(facts.indicator)
        rank = unit_map.rank(facts.unit)
        # The last place of the array answers for rank -1: a unit never heard of stands nowhere.
        place = np.append(unit_map.places, -1)[rank]
        longest = Window(min(window.start for _, window in reads), max(window.stop for _, window in reads))
        asked = (which >= 0) & _within(facts.day, longest)
        self.outside = _count_read(facts.where(asked & (place < 0)), reads)

        covered = np.zeros(unit_map.tree.size + 1, dtype=np.bool_)
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
        self._month = months_of(self._day)
        self._quantity = facts.quantity[lines]
        self._grade = facts.grade[lines].astype(np.int64) - 1
        self._person = facts.person[lines]
        self._unit, self._unit_place = _compressed(rank[lines], unit_map.places)
        if np.abs(self._quantity.astype(np.float64)).sum() >= LARGEST_SUM:
            raise Refused(gettext_noop("Các số liệu quá lớn, cộng lại không còn chính xác; hãy xem lại đơn vị tính."))
        self._labels = tuple(layer[self._unit_place] for layer in regions.layers)

    def sums(self, indicators: Sequence[int], window: Window) -> tuple[Numbers, Numbers]:
        """Quantities by (indicator, region, grade), and lines by (indicator, region)."""
        tallies = [self._tally(indicator, window) for indicator in indicators]
        return np.stack([tally.by_region for tally in tallies]), np.stack([tally.entries for tally in tallies])

    def _tally(self, indicator: int, window: Window) -> Tally:
        if (known := self._tallies.get((indicator, window))) is not None:
            return known
        lines = self._lines(indicator, window)
        units = len(self._unit_place)
        by_unit = _graded_sums(self._unit[lines], self._grade[lines], self._quantity[lines], units)
        lines_by_unit = np.bincount(self._unit[lines], minlength=units)
        reported = self._reported(self._unit[lines], self._month[lines], self._quantity[lines], units)
        tally = Tally(by_unit, reported, self._summed(by_unit), self._summed(lines_by_unit))
        self._tallies[indicator, window] = tally
        return tally

    def reporters(self, scope: Collection[Read]) -> Numbers:
        """Distinct recording units that, in some calendar month of some window, have entries that do not cancel."""
        reported = np.zeros(len(self._unit_place), dtype=np.bool_)
        for indicator, window in scope:
            reported |= self._tally(indicator, window).reported
        return self._summed(reported.astype(np.int64))

    def reporters_each(self, indicators: Sequence[int], window: Window) -> Numbers:
        """The same of each indicator alone, by (indicator, region)."""
        return np.stack([self.reporters(((indicator, window),)) for indicator in indicators])

    def people(self, indicator: int, window: Window) -> Numbers:
        """Distinct people by (region, grade): named ones at the best proof of any presence, plus head counts.

        A person is present at a unit in a calendar month when their net there is above zero; the proof of that
        presence is the highest grade whose own net is above zero.
        """
        if (known := self._heads.get((indicator, window))) is not None:
            return known
        lines = self._lines(indicator, window)
        named = self._person[lines] != 0
        unit, grade, quantity = self._unit[lines], self._grade[lines], self._quantity[lines]
        heads = _graded_sums(unit[~named], grade[~named], quantity[~named], len(self._unit_place))
        people = self._summed(heads)
        if named.any():
            present = _presences(
                unit[named], self._month[lines][named], self._person[lines][named], grade[named], quantity[named]
            )
            self._count_named(people, present)
        self._heads[indicator, window] = people
        return people

    def coverage(
        self, indicator: int, window: Window, kinds: Collection[str], at_least: int
    ) -> tuple[Numbers, Numbers]:
        """Units of the kinds whose total reaches `at_least`, by (region, grade), and all of the kinds, by region.

        Such a unit is verified when its verified quantity alone reaches it, evidenced when that with the evidenced
        does, else declared.
        """
        placed = np.zeros((self._map.tree.size, GRADES), dtype=np.int64)
        np.add.at(placed, self._unit_place, self._tally(indicator, window).by_unit)
        return coverage_of(placed, self._regions, kinds, at_least)

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

    def _reported(self, unit: Numbers, month: Numbers, quantity: Numbers, units: int) -> npt.NDArray[np.bool_]:
        reported = np.zeros(units, dtype=np.bool_)
        if len(unit):
            order = np.lexsort((month, unit))
            starts = starts_of(unit[order], month[order])
            net = np.add.reduceat(quantity[order], starts)
            reported[unit[order][starts][net != 0]] = True
        return reported

    def _count_named(self, people: Numbers, present: Presences) -> None:
        # All layers at once: the spans of one region may lie in several of them.
        region = np.concatenate([labels[present.unit] for labels in self._labels])
        inside = np.flatnonzero(region < self._regions.count)
        if not len(inside):
            return
        region, row = region[inside], inside % len(present.unit)
        person, grade = present.person[row], present.grade[row]
        order = np.lexsort((grade, person, region))
        region, person, grade = region[order], person[order], grade[order]
        # The last line of a person in a region is the one of the best proof.
        last = np.append(starts_of(region, person)[1:], len(region)) - 1
        np.add.at(people, (region[last], grade[last]), 1)


@dataclass(frozen=True, slots=True)
class Presences:
    """Who was where in some month, once per (unit, month, person); grade 0 to 2."""

    unit: Numbers
    person: Numbers
    grade: Numbers


def _presences(unit: Numbers, month: Numbers, person: Numbers, grade: Numbers, quantity: Numbers) -> Presences:
    order = np.lexsort((person, month, unit))
    unit, month, person = unit[order], month[order], person[order]
    starts = starts_of(unit, month, person)
    group = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(unit))))
    net = _graded_sums(group, grade[order], quantity[order], len(starts))
    present = net.sum(axis=1) > 0
    highest = GRADES - 1 - np.argmax(net[:, ::-1] > 0, axis=1)
    return Presences(unit[starts][present], person[starts][present], highest[present])


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
