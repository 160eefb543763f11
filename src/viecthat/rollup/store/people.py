"""Distinct people of regions: from the presences of whole months, put right where single lines changed somebody's."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from viecthat.rollup.groups import rows_between, starts_of
from viecthat.rollup.question import GRADES, Numbers, months_of
from viecthat.rollup.store.bucket import MONTHS
from viecthat.rollup.store.calendar import first_day
from viecthat.rollup.store.layout import Runs
from viecthat.rollup.store.month import Month
from viecthat.rollup.store.presences import Presences
from viecthat.rollup.store.segment import ABSENT

if TYPE_CHECKING:
    from viecthat.rollup.store.index import Index
    from viecthat.rollup.store.patch import Patch, Plan

# Up to this highest id people are told apart by a table of all ids.
_LARGEST_TABLE = 1 << 27
_FEW = 500_000


class Seen(NamedTuple):
    """Somebody at a spot in a month; grade 0 to 2."""

    month: Numbers
    spot: Numbers
    person: Numbers
    grade: Numbers


class Change(NamedTuple):
    """What single lines add to or take from somebody's net, line by line."""

    month: Numbers
    spot: Numbers
    person: Numbers
    grade: Numbers
    quantity: Numbers


def people_of(index: Index, indicator: int, plan: Plan, patch: Patch | None) -> Numbers:
    """By (region, grade), the last region for what stands nowhere: distinct people, and heads that nobody named."""
    changes = _changes(index, indicator, plan, patch)
    total = _heads(index, indicator, plan, patch)
    total += _of_whole_months(index, indicator, plan)
    if len(changes.person):
        before, after = _put_right(index, indicator, plan, changes)
        total += _count(after, index.runs)
        total -= _count(before, index.runs)
    return total


def _heads(index: Index, indicator: int, plan: Plan, patch: Patch | None) -> Numbers:
    edges = index.runs.edges
    running = np.zeros((len(edges), GRADES), dtype=np.int64)
    for at in plan.months:
        for month in index.stack.segments(at):
            rank = _rank(month.indicators, indicator)
            if rank != ABSENT:
                lines = month.search(np.array([rank]), edges)[0]
                running += month.heads(lines)
    if patch is not None:
        mine = patch.of(indicator)
        lines = patch.lines.where(mine)
        unnamed = lines.person == 0
        columns = np.zeros((int(unnamed.sum()) + 1, GRADES), dtype=np.int64)
        rows = np.arange(1, len(columns))
        columns[rows, lines.grade[unnamed]] = lines.quantity[unnamed] * patch.sign[mine][unnamed]
        running += columns.cumsum(axis=0)[np.searchsorted(lines.spot[unnamed], edges)]
    return index.runs.summed(running)


def _of_whole_months(index: Index, indicator: int, plan: Plan) -> Numbers:
    """Distinct people by the generation alone, without its tail."""
    cells = _cells(index, plan)
    runs, total = index.runs, np.zeros((index.runs.count, GRADES), dtype=np.int64)
    found = [(cell, rank) for cell in cells if (rank := _rank(cell.indicators, indicator)) != ABSENT]
    if not found:
        return total
    bounds = [(cell, *cell.between(rank, runs.first, runs.after)) for cell, rank in found]
    heads = np.flatnonzero(np.diff(runs.owner, prepend=-1))
    tails = np.append(heads[1:], len(runs.owner))
    for first, last in zip(heads.tolist(), tails.tolist(), strict=True):
        pieces = [
            (cell, begin, end)
            for cell, begins, ends in bounds
            for begin, end in zip(begins[first:last].tolist(), ends[first:last].tolist(), strict=True)
            if end > begin
        ]
        if len(pieces) == 1:
            (cell, begin, end) = pieces[0]
            total[runs.owner[first]] = cell.distinct(begin, end)
        elif pieces:
            persons = np.concatenate([cell.person[begin:end] for cell, begin, end in pieces])
            grades = np.concatenate([cell.grade[begin:end] for cell, begin, end in pieces])
            total[runs.owner[first]] = _distinct(persons, grades)
    return total


def _cells(index: Index, plan: Plan) -> list[Presences]:
    """The presences of the months, whole years together."""
    base = index.stack.base
    if base is None:
        return []
    cells = []
    for year in sorted({month // MONTHS for month in plan.months}):
        present = {month for month in base.months if month // MONTHS == year}
        wanted = present & plan.whole
        held = base.year(year) if wanted == present else None
        if held is not None:
            cells.append(held.presences)
        else:
            cells.extend(month.presences for at in sorted(wanted) if (month := base.month(at)) is not None)
    return cells


def _distinct(persons: Numbers, grades: npt.NDArray[np.uint8]) -> Numbers:
    """Distinct people by the best grade of each."""
    highest = int(persons.max())
    if len(persons) < _FEW or highest >= _LARGEST_TABLE:
        # One number for both sorts many times faster than two columns.
        both = np.sort(persons * (GRADES + 1) + grades)
        last = np.append(both[1:] // (GRADES + 1) != both[:-1] // (GRADES + 1), True)
        return np.bincount(both[last] % (GRADES + 1), minlength=GRADES).astype(np.int64)
    best = np.zeros(highest + 1, dtype=np.uint8)
    # The best grade is written last.
    for grade in range(GRADES):
        best[persons[grades == grade]] = grade + 1
    return np.bincount(best, minlength=GRADES + 1)[1:].astype(np.int64)


def _changes(index: Index, indicator: int, plan: Plan, patch: Patch | None) -> Change:
    """Every line beside the generation that names somebody."""
    found = []
    for layer in index.stack.layers:
        for at, month in layer.months.items():
            if at in plan.whole and (rank := _rank(month.indicators, indicator)) != ABSENT and len(month.named):
                named = month.named[np.searchsorted(month.named, month.offsets[rank]) :]
                lines = month.lines(named[named < month.offsets[rank + 1]], first_day(at))
                found.append(
                    Change(np.full(len(lines.spot), at), lines.spot, lines.person, lines.grade, lines.quantity)
                )
    if patch is not None:
        mine = patch.of(indicator)
        lines = patch.lines.where(mine)
        quantity = lines.quantity * patch.sign[mine]
        change = Change(months_of(lines.day), lines.spot, lines.person, lines.grade, quantity)
        found.append(Change(*(column[lines.person != 0] for column in change)))
    if not found:
        return Change(*(np.array([], dtype=np.int64) for _ in Change._fields))
    return Change(*(np.concatenate(columns) for columns in zip(*found, strict=True)))


def _named_lines(month: Month, indicator: int, index: Index) -> Numbers:
    """Numbers of the lines of an indicator that name somebody, at the spots looked at."""
    rank = _rank(month.indicators, indicator)
    if rank == ABSENT:
        return np.array([], dtype=np.int64)
    bounds = month.search(np.array([rank]), np.stack(index.extent, axis=1).ravel())[0]
    first, last = np.searchsorted(month.named, bounds[::2]), np.searchsorted(month.named, bounds[1::2])
    return month.named[rows_between(first, last)]


def _put_right(index: Index, indicator: int, plan: Plan, changes: Change) -> tuple[Seen, Seen]:
    """Where the people concerned were by the generation alone, and where they were with the changes."""
    before = _seen_in_base(index, indicator, plan, np.unique(changes.person))
    order = np.lexsort((changes.person, changes.spot, changes.month))
    changes = Change(*(column[order] for column in changes))
    starts = starts_of(changes.month, changes.spot, changes.person)
    nets = np.zeros((len(changes.person), GRADES), dtype=np.int64)
    nets[np.arange(len(nets)), changes.grade] = changes.quantity
    nets = np.add.reduceat(nets, starts, axis=0)
    month, spot, person = changes.month[starts], changes.spot[starts], changes.person[starts]
    nets += _net_in_base(index, indicator, plan, month, spot, person)
    present = nets.sum(axis=1) > 0
    highest = GRADES - 1 - np.argmax(nets[:, ::-1] > 0, axis=1)
    made = Seen(month[present], spot[present], person[present], highest[present])
    kept = ~_among(before, month, spot, person)
    untouched = Seen(*(column[kept] for column in before))
    return before, Seen(*(np.concatenate(columns) for columns in zip(untouched, made, strict=True)))


def _seen_in_base(index: Index, indicator: int, plan: Plan, persons: Numbers) -> Seen:
    found = [Seen(*(np.array([], dtype=np.int64) for _ in Seen._fields))]
    for at, month in _base_months(index, plan):
        rank = _rank(month.indicators, indicator)
        if rank == ABSENT:
            continue
        who = month.presences
        rows = who.of_people(persons)
        ranks, spots = np.divmod(who.key[rows].astype(np.int64), who.room)
        rows, spots = rows[ranks == rank], spots[ranks == rank]
        found.append(Seen(np.full(len(rows), at), spots, who.person[rows], who.grade[rows].astype(np.int64)))
    return Seen(*(np.concatenate(columns) for columns in zip(*found, strict=True)))


def _net_in_base(index: Index, indicator: int, plan: Plan, months: Numbers, spot: Numbers, person: Numbers) -> Numbers:
    """The net by grade of each (month, spot, person) in the generation; nothing where the month does not count."""
    nets = np.zeros((len(person), GRADES), dtype=np.int64)
    for at, month in _base_months(index, plan):
        wanted = np.flatnonzero(months == at)
        rank = _rank(month.indicators, indicator)
        if rank == ABSENT or not len(wanted):
            continue
        key = (rank * month.room + spot[wanted]).astype(month.key.dtype)
        first = np.searchsorted(month.named, np.searchsorted(month.key, key))
        count = np.searchsorted(month.named, np.searchsorted(month.key, key, "right")) - first
        asked = np.repeat(np.arange(len(wanted)), count)
        rows = rows_between(first, first + count)
        same = month.person[rows] == person[wanted][asked]
        rows, asked = rows[same], asked[same]
        np.add.at(nets, wanted[asked], month.named_run[rows + 1] - month.named_run[rows])
    return nets


def _base_months(index: Index, plan: Plan) -> list[tuple[int, Month]]:
    base = index.stack.base
    if base is None:
        return []
    return [(at, month) for at in plan.months if (month := base.month(at)) is not None]


def _among(seen: Seen, month: Numbers, spot: Numbers, person: Numbers) -> npt.NDArray[np.bool_]:
    """Which of the seen are one of these (month, spot, person)."""
    asked = (seen.month, seen.spot, seen.person)
    columns = [np.concatenate(pair) for pair in zip(asked, (month, spot, person), strict=True)]
    order = np.lexsort(columns)
    changed = np.zeros(len(order), dtype=np.bool_)
    for column in columns:
        changed[1:] |= np.diff(column[order]) != 0
    group = np.empty(len(order), dtype=np.int64)
    group[order] = np.cumsum(changed)
    return np.isin(group[: len(seen.person)], group[len(seen.person) :])


def _count(seen: Seen, runs: Runs) -> Numbers:
    """Distinct people by (region, best grade)."""
    total = np.zeros((runs.count, GRADES), dtype=np.int64)
    order = np.argsort(seen.spot, kind="stable")
    spot, person, grade = seen.spot[order], seen.person[order], seen.grade[order]
    first, last = np.searchsorted(spot, runs.first), np.searchsorted(spot, runs.after)
    count = last - first
    rows = rows_between(first, last)
    owner = np.repeat(runs.owner, count)
    if not len(rows):
        return total
    person, grade = person[rows], grade[rows]
    order = np.lexsort((grade, person, owner))
    owner, person, grade = owner[order], person[order], grade[order]
    best = np.append((np.diff(owner) != 0) | (np.diff(person) != 0), True)
    np.add.at(total, (owner[best], grade[best]), 1)
    return total


def _rank(indicators: Numbers, indicator: int) -> int:
    at = int(np.searchsorted(indicators, indicator))
    return at if at < len(indicators) and int(indicators[at]) == indicator else ABSENT
