"""Figures opened by groups of people: sex, age on the last day asked about, whatever a register can tell of a person.

A group is a property of the person a line names, not of the line: nothing is posted twice, a birth date put right is
right in every figure of the past, and nobody is in two groups on one day.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.rollup.answer import Grid
from viecthat.rollup.facts import micros
from viecthat.rollup.figures import grids_of
from viecthat.rollup.groups import distinct
from viecthat.rollup.measures import Flow, Measure, Stock, Turns
from viecthat.rollup.person_lines import PersonLines, Placed
from viecthat.rollup.question import GRADES, Numbers, Question, Reckoner, Window, history_of, over_grades, window_of
from viecthat.rollup.regions import Regions
from viecthat.rollup.spans import sums_over_spans

Codes = npt.NDArray[np.int8]

MOST_GROUPS = 40  # so that a group and a grade together fit a byte
_FEW_CELLS = 4_000  # counted one after the other; more of them are counted by one key


@dataclass(frozen=True, eq=False)
class PeopleGroups:
    """Groups that leave nobody in two. keys: what they are called in the answer.

    on: for a day, the number of everybody's group by the id of the person; `len(keys)` for whom it can't be told. Who
    has no place in the array, and lines that name nobody, are of that last group too.
    """

    keys: tuple[Hashable, ...]
    on: Callable[[date], Codes]

    def __post_init__(self) -> None:
        if not 0 < len(self.keys) <= MOST_GROUPS:
            raise ValueError(f"1 to {MOST_GROUPS} groups of people, not {len(self.keys)}")


@runtime_checkable
class PersonSource(Protocol):
    """Whoever holds the ledger and can give the lines of an indicator with the people they name."""

    def reckoner(self, question: Question) -> Reckoner: ...

    def lines_of(self, indicator: int) -> Sequence[PersonLines]:
        """The lines of the indicator, in any number of parts."""
        ...


def grouped_grids(
    question: Question, reckoner: Reckoner, source: PersonSource, groups: PeopleGroups
) -> dict[tuple[Any, Hashable], Grid]:
    """Every measure by group, as (key, group) and (key, None) for whom no group can be told; together the whole.

    Refused for measures that are no plain sums. `reported_by` and ways are those of the whole.
    """
    whole = grids_of(question, reckoner)
    cells = _Cells(question.regions)
    found: dict[tuple[Any, Hashable], Grid] = {}
    for key, measure in question.measures.items():
        sums, entries = _sums(question, measure, source, groups, cells)
        for number, name in enumerate((*groups.keys, None)):
            grades = sums[:, :, number]
            found[key, name] = Grid(
                grades=grades,
                totals=over_grades(grades),
                reported_by=whole[key].reported_by,
                entries=entries[:, :, number],
                additive=True,
                turns=over_grades(grades) if isinstance(measure, Turns) else None,
            )
    return found


def _sums(
    question: Question, measure: Measure, source: PersonSource, groups: PeopleGroups, cells: _Cells
) -> tuple[Numbers, Numbers]:
    """Quantities by (region, period, group, grade) and lines by (region, period, group)."""
    if not isinstance(measure, Flow | Stock | Turns):
        raise Refused(gettext_noop("Chỉ tách được theo giới tính và độ tuổi các số cộng dồn và số dư."), field="split")
    width = (len(groups.keys) + 1) * GRADES
    lines = source.lines_of(measure.indicator)
    sums = []
    for period in question.periods:
        window = history_of(period) if isinstance(measure, Stock) else window_of(period)
        of_person = groups.on(date.fromordinal(period.end.toordinal() - 1))
        known = None if question.as_known is None else micros(question.as_known)
        parts = [_counted(one.under(question.map), window, known, of_person, width, cells) for one in lines]
        empty = np.zeros((2, question.regions.count, width), dtype=np.int64)
        sums.append(np.sum([empty, *parts], axis=0))
    # By (what, region, period, group, grade).
    both = np.stack(sums, axis=2).reshape(2, question.regions.count, len(sums), -1, GRADES)
    return both[0], over_grades(both[1])


def _counted(lines: Placed, window: Window, known: int | None, of_person: Codes, width: int, cells: _Cells) -> Numbers:
    """Quantities and numbers of lines, by (which, region, group × grade)."""
    unknown = width // GRADES - 1
    person = lines.person
    if lines.last_person >= len(of_person):
        # Who came after the groups were told stands behind all others.
        person = np.minimum(person, len(of_person))
        of_person = np.append(of_person, np.int8(unknown))
    code = (of_person * np.int8(GRADES))[person]
    code += lines.grade
    first, last = lines.days
    left_out = None
    if first < window.start or last >= window.stop:
        left_out = (lines.day < window.start) | (lines.day >= window.stop)
    if known is not None and lines.last_recorded > known:
        late = lines.recorded > known
        left_out = late if left_out is None else left_out | late
    if left_out is not None:
        np.copyto(code, np.int8(width), where=left_out)  # an index by a mask takes thrice as long
    bounds = np.searchsorted(lines.place, cells.cuts)
    entries = _by_cell(code, bounds, width)
    sums = entries
    if len(lines.odd):
        cell = np.searchsorted(bounds, lines.odd, side="right") - 1
        # Behind the last border there is nothing anybody asked about.
        inside = (cell >= 0) & (cell < len(bounds) - 1) & (code[lines.odd] < width)
        sums = entries.copy()
        np.add.at(sums, (cell[inside], code[lines.odd][inside]), lines.beyond[inside])
    return np.stack([cells.by_region(sums), cells.by_region(entries)])


def _by_cell(code: Codes, bounds: Numbers, width: int) -> Numbers:
    """How many lines of each code lie between neighbouring bounds."""
    count = len(bounds) - 1
    if count <= _FEW_CELLS:
        found = np.zeros((max(count, 0), width), dtype=np.int64)
        for number, (start, stop) in enumerate(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)):
            if stop > start:
                found[number] = np.bincount(code[start:stop], minlength=width + 1)[:width]
        return found
    cell = np.repeat(np.arange(count), np.diff(bounds))
    key = cell * (width + 1) + code[bounds[0] : bounds[-1]]
    return np.bincount(key, minlength=count * (width + 1)).reshape(count, width + 1)[:, :width]


class _Cells:
    """The places cut at the borders of all regions; a region is one or more spans of cells."""

    def __init__(self, regions: Regions) -> None:
        self.cuts = distinct(np.concatenate((regions.lows, regions.highs)))
        self._lows, self._highs = (np.searchsorted(self.cuts, ends) for ends in (regions.lows, regions.highs))
        self._owners, self._count = regions.owners, regions.count

    def by_region(self, values: Numbers) -> Numbers:
        """Values by cell added up by region."""
        return sums_over_spans(values, self._owners, self._lows, self._highs, self._count)
