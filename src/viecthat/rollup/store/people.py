"""Distinct people of regions: from the presences of whole months, put right where single lines changed somebody's."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from viecthat.rollup.groups import distinct, rows_between, starts_of
from viecthat.rollup.question import GRADES, Numbers, months_of, over_grades
from viecthat.rollup.store.bucket import MONTHS
from viecthat.rollup.store.calendar import first_day
from viecthat.rollup.store.layout import Runs
from viecthat.rollup.store.month import Month
from viecthat.rollup.store.presences import Presences, in_order
from viecthat.rollup.store.segment import ABSENT

if TYPE_CHECKING:
    from viecthat.rollup.store.index import Index
    from viecthat.rollup.store.layout import Extent
    from viecthat.rollup.store.patch import Patch, Plan

# Up to this highest id people are told apart by a table of all ids.
_LARGEST_TABLE = 1 << 27
FEW = 500_000
# Of so many presences looked at for each person concerned, looking at all is cheaper.
MANY_FOR_EACH = 64


class Seen(NamedTuple):
    """Somebody at a spot in some month; grade 0 to 2."""

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
    total = _heads(index, indicator, plan, patch)
    total += _of_whole_months(index, indicator, plan)
    before, after = _concerned(index, indicator, plan, patch)
    total += _count(after, index.runs)
    total -= _count(before, index.runs)
    return total


def _concerned(index: Index, indicator: int, plan: Plan, patch: Patch | None) -> tuple[Seen, Seen]:
    """Where those people were whom single lines name, by the generation alone and with these lines."""
    if patch is None or indicator not in patch.people:
        changes = _changes(index, indicator, plan, patch)
        found = _put_right(index, indicator, plan, changes) if len(changes.person) else (_NOBODY, _NOBODY)
        if patch is None:
            return found
        patch.people[indicator] = found
    kept: tuple[Seen, Seen] = patch.people[indicator]
    return kept


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
            total[runs.owner[first]] = _distinct(pieces)
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


def _distinct(pieces: list[tuple[Presences, int, int]]) -> Numbers:
    """Distinct people of pieces of several cells, by the best grade of each."""
    highest = max(int(cell.person[begin:end].max()) for cell, begin, end in pieces)
    if sum(end - begin for _, begin, end in pieces) < FEW or highest >= _LARGEST_TABLE:
        persons = np.concatenate([cell.person[begin:end] for cell, begin, end in pieces])
        grades = np.concatenate([cell.grade[begin:end] for cell, begin, end in pieces])
        alone: Numbers = _best_grades(np.zeros_like(persons), persons, grades.astype(np.int64), 1)[0]
        return alone
    best = np.zeros(highest + 1, dtype=np.uint8)
    # The best grade is written last.
    for grade in range(GRADES):
        for cell, begin, end in pieces:
            best[cell.people_proved(grade, begin, end)] = grade + 1
    counted: Numbers = np.bincount(best, minlength=GRADES + 1)[1:].astype(np.int64)
    return counted


def _best_grades(owner: Numbers, person: Numbers, grade: Numbers, owners: int) -> Numbers:
    """Distinct people by (owner, best grade)."""
    owner, person, grade = in_order(owner, person, grade)
    total = np.zeros((owners, GRADES), dtype=np.int64)
    if len(owner):
        last = np.append((np.diff(owner) != 0) | (np.diff(person) != 0), True)
        total += np.bincount(owner[last] * GRADES + grade[last], minlength=owners * GRADES).reshape(total.shape)
    return total


def _changes(index: Index, indicator: int, plan: Plan, patch: Patch | None) -> Change:
    """Every line beside the generation that names somebody, at the spots looked at."""
    found = [Change(*(_NOTHING for _ in Change._fields))]
    for layer in index.stack.layers:
        for at, month in layer.months.items():
            if at in plan.whole and len(month.named):
                lines = month.lines(_named_lines(month, indicator, index), first_day(at))
                found.append(
                    Change(np.full(len(lines.spot), at), lines.spot, lines.person, lines.grade, lines.quantity)
                )
    if patch is not None:
        mine = patch.of(indicator)
        lines = patch.lines.where(mine)
        quantity = lines.quantity * patch.sign[mine]
        change = Change(months_of(lines.day), lines.spot, lines.person, lines.grade, quantity)
        found.append(Change(*(column[lines.person != 0] for column in change)))
    return Change(*(np.concatenate(columns) for columns in zip(*found, strict=True)))


def _named_lines(month: Month, indicator: int, index: Index) -> Numbers:
    """Numbers of the lines of an indicator that name somebody, at the spots looked at."""
    rank = _rank(month.indicators, indicator)
    if rank == ABSENT:
        return _NOTHING
    bounds = month.search(np.array([rank]), index.extent.edges)[0]
    first, last = np.searchsorted(month.named, bounds[::2]), np.searchsorted(month.named, bounds[1::2])
    return month.named[rows_between(first, last)]


def _put_right(index: Index, indicator: int, plan: Plan, changes: Change) -> tuple[Seen, Seen]:
    """Where the people concerned were by the generation alone, and where they were with the changes.

    People are numbered among those concerned, so that a spot and a person always fit into one number.
    """
    persons = distinct(changes.person)
    many = len(persons)
    month, place, row = in_order(
        changes.month,
        changes.spot * many + np.searchsorted(persons, changes.person),
        np.arange(len(changes.person)),
    )
    starts = starts_of(month, place)
    nets = np.zeros((len(row), GRADES), dtype=np.int64)
    nets[np.arange(len(row)), changes.grade[row]] = changes.quantity[row]
    nets = np.add.reduceat(nets, starts, axis=0)
    month, place = month[starts], place[starts]
    spot, number = np.divmod(place, many)
    left: list[Seen] = []
    before: list[Seen] = []
    for at, held in _base_months(index, plan):
        rank = _rank(held.indicators, indicator)
        if rank == ABSENT:
            continue
        begin, end = np.searchsorted(month, (at, at + 1)).tolist()
        here = slice(begin, end)
        if end > begin:
            nets[here] += _net_in(held, rank, spot[here], persons[number[here]])
        seen = _seen_in(held, rank, persons, index.extent)
        before.append(seen)
        kept = ~_among(seen.spot * many + seen.person, place[here])
        left.append(Seen(*(column[kept] for column in seen)))
    present = over_grades(nets) > 0
    highest = GRADES - 1 - np.argmax(nets[:, ::-1] > 0, axis=1)
    made = Seen(spot[present], number[present], highest[present])
    return _joined(before), _joined([*left, made])


def _joined(parts: list[Seen]) -> Seen:
    if not parts:
        return Seen(*(_NOTHING for _ in Seen._fields))
    return Seen(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _seen_in(month: Month, rank: int, persons: Numbers, extent: Extent) -> Seen:
    """Presences of these people (sorted, distinct), numbered among them, at the spots looked at."""
    who = month.presences
    first, last = who.between(rank, extent.first, extent.after)
    highest = int(persons[-1])
    if len(persons) * MANY_FOR_EACH > int((last - first).sum()) and highest < _LARGEST_TABLE:
        # With so many of them, it is cheaper to look at everybody there than to look each of them up.
        concerned = np.zeros(highest + 1, dtype=np.bool_)
        concerned[persons] = True
        found = [_NOTHING]
        for begin, end in zip(first.tolist(), last.tolist(), strict=True):
            found.append(begin + np.flatnonzero(concerned.take(who.person[begin:end], mode="clip")))
        rows = np.concatenate(found)
        number = np.minimum(np.searchsorted(persons, who.person[rows]), len(persons) - 1)
        # Ids beyond the table were taken for its last one.
        same = persons[number] == who.person[rows]
        rows, number = rows[same], number[same]
    else:
        rows = np.sort(who.of_people(persons))
        at = np.searchsorted(last, rows, "right")
        inside = at < len(last)
        inside[inside] = rows[inside] >= first[at[inside]]
        rows = rows[inside]
        number = np.searchsorted(persons, who.person[rows])
    spot = who.key[rows].astype(np.int64) - rank * who.room
    return Seen(spot, number, who.grade[rows].astype(np.int64))


def _net_in(month: Month, rank: int, spot: Numbers, person: Numbers) -> Numbers:
    """The net by grade of each (spot, person) in a month; spots in order."""
    first, last = month.offsets[rank : rank + 2].tolist()
    key = month.key[first:last]
    wanted = (rank * month.room + spot).astype(key.dtype)
    begins, ends = np.searchsorted(month.named, (first, last)).tolist()
    lines = np.searchsorted(key, wanted), np.searchsorted(key, wanted, "right")
    if ends - begins == last - first:
        low, high = (begins + at for at in lines)
    else:
        low, high = (np.searchsorted(month.named, first + at) for at in lines)
    # The lines of a spot lie sorted by person.
    begin = _first_of(month.person, low, high, person)
    end = _first_of(month.person, begin, high, person + 1)
    return month.named_run[end] - month.named_run[begin]


def _first_of(column: Numbers, low: Numbers, high: Numbers, wanted: Numbers) -> Numbers:
    """In each range of a column, sorted within it, where the first number no smaller than the wanted one lies."""
    low, high = low.copy(), high.copy()
    open_still = np.flatnonzero(low < high)
    while len(open_still):
        middle = (low[open_still] + high[open_still]) >> 1
        less = column[middle] < wanted[open_still]
        low[open_still[less]] = middle[less] + 1
        high[open_still[~less]] = middle[~less]
        open_still = open_still[low[open_still] < high[open_still]]
    return low


def _base_months(index: Index, plan: Plan) -> list[tuple[int, Month]]:
    base = index.stack.base
    if base is None:
        return []
    return [(at, month) for at in plan.months if (month := base.month(at)) is not None]


def _among(numbers: Numbers, among: Numbers) -> npt.NDArray[np.bool_]:
    """Which of the numbers are one of these, which are sorted."""
    if not len(among):
        return np.zeros(len(numbers), dtype=np.bool_)
    at = np.minimum(np.searchsorted(among, numbers), len(among) - 1)
    found: npt.NDArray[np.bool_] = among[at] == numbers
    return found


def _count(seen: Seen, runs: Runs) -> Numbers:
    """Distinct people by (region, best grade)."""
    if not len(seen.spot):
        return np.zeros((runs.count, GRADES), dtype=np.int64)
    order = np.argsort(seen.spot, kind="stable")
    spot = seen.spot[order]
    first, last = np.searchsorted(spot, runs.first), np.searchsorted(spot, runs.after)
    rows = order[rows_between(first, last)]
    owner = np.repeat(runs.owner, last - first)
    return _best_grades(owner, seen.person[rows], seen.grade[rows], runs.count)


def _rank(indicators: Numbers, indicator: int) -> int:
    at = int(np.searchsorted(indicators, indicator))
    return at if at < len(indicators) and int(indicators[at]) == indicator else ABSENT


_NOTHING: Numbers = np.array([], dtype=np.int64)
_NOBODY = Seen(_NOTHING, _NOTHING, _NOTHING)
