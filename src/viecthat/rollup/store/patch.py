"""The lines that whole months do not tell rightly: of months cut by the period, and those not known yet on the day.

A patch is added to what the whole months give: lines of a month's days that lie in the period, and, taken away again,
lines that were recorded only after the moment as of which is asked.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from viecthat.rollup.groups import distinct, rows_between, starts_of
from viecthat.rollup.question import Numbers
from viecthat.rollup.store.bucket import MONTHS
from viecthat.rollup.store.calendar import Edge, Span, first_day
from viecthat.rollup.store.layout import Extent
from viecthat.rollup.store.month import Lines, Month
from viecthat.rollup.store.segment import ABSENT, ENTRIES, WIDTH, by_mark, running_of
from viecthat.rollup.store.stack import Nets, Stack, Touched, touched_in_order, touched_of


@dataclass(frozen=True)
class Plan:
    """A window over a stack: months that count whole, days of others, and the last moment of recording that counts."""

    months: tuple[int, ...]
    edges: tuple[Edge, ...]
    known: int | None

    @classmethod
    def of(cls, stack: Stack, span: Span, known: int | None, indicator: int | None = None) -> Plan:
        """Months without a line recorded in time are left out; of those with few, the few are read one by one.

        indicator: of it alone is the plan, by how much of its own lines was recorded in time.
        """
        months = [at for at in stack.months if at in span]
        edges = list(span.edges)
        if known is not None:
            known_of = {at: _share_known(stack, at, known, indicator) for at in months}
            few = [at for at in months if 0 < known_of[at] < _FEW]
            months = [at for at in months if known_of[at] >= _FEW]
            edges += [Edge(at, first_day(at), first_day(at + 1)) for at in few]
        return cls(tuple(months), tuple(edges), known)

    @cached_property
    def whole(self) -> frozenset[int]:
        """The months that count whole."""
        return frozenset(self.months)

    def within(self, year: int) -> int:
        """Which months of a year count whole, as bits."""
        return sum(1 << number for number in range(MONTHS) if year * MONTHS + number in self.whole)

    def bits(self, year: int) -> int:
        """Which months of a year count whole or in part, as bits."""
        cut = sum(1 << edge.month % MONTHS for edge in self.edges if edge.month // MONTHS == year)
        return self.within(year) | cut

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years that have a part in it."""
        return tuple(sorted({month // MONTHS for month in (*self.months, *(edge.month for edge in self.edges))}))


@dataclass(frozen=True, eq=False)
class Patch:
    """Lines with their signs: +1 for one more, -1 for one less. Sorted by indicator and spot.

    month: in which each line was done. net: what each line's month adds up to at its indicator and spot without the
    patch, 0 for a month that does not count whole; None where that is not at hand. people: what was found out about an
    indicator's people with these lines, by whoever did.
    """

    stack: Stack
    plan: Plan
    lines: Lines
    sign: Numbers
    month: Numbers
    net: Numbers | None
    people: dict[int, Any] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.sign)

    @cached_property
    def running(self) -> Numbers:
        """Running sums over the lines, in the columns of a look-up."""
        columns = np.zeros((len(self), WIDTH), dtype=np.int64)
        columns[np.arange(len(self)), self.lines.grade] = self.lines.quantity * self.sign
        columns[:, ENTRIES] = self.sign
        return running_of(columns)

    def look_up(self, indicators: Numbers, edges: Numbers) -> Numbers:
        """As `Segment.look_up`."""
        wanted = indicators[:, np.newaxis] * self.stack.layout.room + edges
        at = np.searchsorted(self._key, wanted.ravel()).reshape(wanted.shape)
        return np.take(self.running, at.T, axis=0)

    @cached_property
    def _key(self) -> Numbers:
        return self.lines.indicator * self.stack.layout.room + self.lines.spot

    def of(self, indicator: int) -> slice:
        """The lines of one indicator."""
        first, last = np.searchsorted(self.lines.indicator, (indicator, indicator + 1)).tolist()
        return slice(first, last)

    @cached_property
    def touched(self) -> dict[int, Touched]:
        """By year, whom these lines make report in the period or not."""
        if self.net is None:
            nets = self._nets_looked_up()
            return {year: touched_of(year, of, self.stack, self.plan.within(year)) for year, of in nets.items()}
        # Of one indicator and spot the lines of one month follow each other, for there is one layer only.
        starts = starts_of(self.lines.indicator, self.lines.spot, self.month)
        was = self.net[starts]
        net = np.add.reduceat(self.lines.quantity * self.sign, starts) + was
        # Most reported in the month without these lines as well: for them nothing has to be looked up.
        turned = (net != 0) != (was != 0)
        starts, net = starts[turned], net[turned]
        month, indicator, spot = (column[starts] for column in (self.month, self.lines.indicator, self.lines.spot))
        touched = {}
        for year in distinct(month // MONTHS).tolist():
            here = np.flatnonzero(month // MONTHS == year)
            of_year = Nets(month[here], indicator[here], spot[here], net[here])
            touched[year] = touched_in_order(year, of_year, self.stack, self.plan.within(year))
        return touched

    def _nets_looked_up(self) -> dict[int, list[tuple[int, Numbers, Numbers, Numbers]]]:
        """By year, what becomes of the months the lines are of."""
        lines, by_year = self.lines, dict[int, list[tuple[int, Numbers, Numbers, Numbers]]]()
        for at in distinct(self.month).tolist():
            here = np.flatnonzero(self.month == at)
            indicator, spot = lines.indicator[here], lines.spot[here]
            change = (lines.quantity * self.sign)[here]
            starts = starts_of(indicator, spot)
            indicator, spot, net = indicator[starts], spot[starts], np.add.reduceat(change, starts)
            if at in self.plan.whole:
                net = net + self.stack.net(at, indicator, spot)
            by_year.setdefault(at // MONTHS, []).append((at, indicator, spot, net))
        return by_year


def patch_of(stack: Stack, plan: Plan, indicators: Numbers, extent: Extent) -> Patch | None:
    """What is to be added to the whole months, of these indicators and spots; None when it is nothing.

    Nothing it is made of ever changes, and who looks at a past day looks at it from all sides: the last ones are kept.
    """
    # Pages ask for more indicators than have lines, each for others of these.
    indicators = indicators[np.isin(indicators, stack.indicators)]
    of = (id(stack.base), *(id(layer) for layer in stack.layers))
    key = (of, stack.layout.size, plan, indicators.tobytes(), extent.first.tobytes(), extent.after.tobytes())
    with _lock:
        if (held := _kept.get(key)) is not None:
            _kept.move_to_end(key)
            return held[1]
    patch = _patch_of(stack, plan, indicators, extent)
    with _lock:
        # Of another generation nothing is kept: its files may be gone, and would take their place on the disk.
        for other in [other for other, (kept, _) in _kept.items() if kept.base is not stack.base]:
            del _kept[other]
        # The stack is kept with it, so that nothing else can come to have the same identity.
        _kept[key] = (stack, patch)
        while len(_kept) > 1 and sum(0 if one is None else len(one) for _, one in _kept.values()) > MOST_LINES_KEPT:
            _kept.popitem(last=False)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return patch


def forget() -> None:
    """Keep nothing of what was asked: for those who measure what asking costs."""
    with _lock:
        _kept.clear()


MOST_LINES_KEPT = 1_500_000  # about a hundred bytes each
_MOST_KEPT = 64
_kept: OrderedDict[Any, tuple[Stack, Patch | None]] = OrderedDict()
_lock = threading.Lock()


class _Found(NamedTuple):
    """Lines of one month with their sign, and what the month nets at the place of each; None where not at hand."""

    month: int
    lines: Lines
    sign: int
    net: Numbers | None


def _patch_of(stack: Stack, plan: Plan, indicators: Numbers, extent: Extent) -> Patch | None:
    found = [*_cut(stack, plan, indicators, extent), *_late(stack, plan, indicators, extent)]
    found = [one for one in found if len(one.lines.spot)]
    if not found:
        return None
    lines = Lines.joined([one.lines for one in found])
    sign, month = (
        np.repeat([one[column] for one in found], [len(one.lines.spot) for one in found]) for column in (2, 0)
    )
    nets = [one.net for one in found if one.net is not None]
    # Every month's are in order already; a stable sort takes such runs as they are.
    order = np.argsort(lines.indicator * stack.layout.room + lines.spot, kind="stable")
    net = np.concatenate(nets)[order] if len(nets) == len(found) and not stack.layers else None
    return Patch(stack, plan, lines.where(order), sign[order], month[order], net)


_FEW = 0.5
LONG = 256  # lines in a range, on average: so long ones are read as they lie
_SAMPLE = 4096


def _share_known(stack: Stack, at: int, known: int, indicator: int | None) -> float:
    """About which part of a month's lines was recorded in time: 0 only when none was, 1 only when all were."""
    lines = recorded = 0.0
    for month in stack.segments(at):
        first, last = 0, len(month.key)
        if indicator is not None:
            rank = int(month.ranks(np.array([indicator]))[0])
            first, last = (0, 0) if rank == ABSENT else month.offsets[rank : rank + 2].tolist()
        lines += last - first
        if month.last_recorded <= known:
            recorded += last - first
        elif month.first_recorded <= known and last > first:
            if indicator is None:
                share = np.searchsorted(month.some_recorded, known, "right") / len(month.some_recorded)
            else:
                some = month.recorded[first : last : max(1, (last - first) // _SAMPLE)]
                share = np.count_nonzero(some <= known) / len(some)
            recorded += (last - first) * min(max(share, 1e-9), 1 - 1e-9)
    return recorded / lines if lines else 0.0


def _cut(stack: Stack, plan: Plan, indicators: Numbers, extent: Extent) -> Iterator[_Found]:
    """Lines of the days of months that do not lie in the period whole."""
    known = plan.known
    for edge in plan.edges:
        for month in stack.segments(edge.month):
            if known is not None and month.first_recorded > known:
                continue
            begin, rows = first_day(edge.month), _Rows.of_all(month, indicators, extent)
            rows = rows if known is None else rows.known_by(known, month)
            chosen = np.ones(rows.total, dtype=np.bool_)
            if (edge.start, edge.stop) != (begin, first_day(edge.month + 1)):
                day = rows.read(month.day).astype(np.int64) + (begin - 1)
                chosen = (day >= edge.start) & (day < edge.stop)
            if known is not None:
                chosen &= rows.read(month.recorded) <= known
            lines = month.lines(rows.numbers(chosen), begin)
            yield _Found(edge.month, lines, 1, np.zeros(len(lines.spot), dtype=np.int64))


def _late(stack: Stack, plan: Plan, indicators: Numbers, extent: Extent) -> Iterator[_Found]:
    """Lines of whole months that were recorded too late to count."""
    known = plan.known
    if known is None:
        return
    for at in plan.months:
        for month in stack.segments(at):
            if month.last_recorded <= known:
                continue
            if known >= month.usually_recorded:
                rows = _Rows.of(month, month.late_key, month.late_marked, indicators, extent)
                late = rows.numbers(rows.read(month.late_recorded) > known)
                lines, net = month.late_lines(late, first_day(at))
                yield _Found(at, lines, -1, net)
            else:
                rows = _Rows.of_all(month, indicators, extent)
                numbers = rows.numbers(rows.read(month.recorded) > known)
                yield _Found(at, month.lines(numbers, first_day(at)), -1, None)


@dataclass(frozen=True, eq=False)
class _Rows:
    """The lines of some indicators at some spots, as few ranges of sorted keys as it takes."""

    first: Numbers
    after: Numbers

    @classmethod
    def of_all(cls, month: Month, indicators: Numbers, extent: Extent) -> _Rows:
        """Of all lines of a month."""
        return cls.of(month, month.key, month.marked[..., ENTRIES], indicators, extent)

    @classmethod
    def of(
        cls, month: Month, key: npt.NDArray[Any], marked: npt.NDArray[Any], indicators: Numbers, extent: Extent
    ) -> _Rows:
        """marked: how many of the keys lie before each (mark, rank), where that is kept."""
        ranks = month.ranks(indicators)
        ranks = ranks[ranks != ABSENT]
        if extent.marks is not None and len(marked):
            at = by_mark(marked, extent.marks, ranks).T.ravel().astype(np.int64)
        else:
            wanted = (ranks[:, np.newaxis] * month.room + extent.edges).ravel()
            at = np.searchsorted(key, wanted.astype(key.dtype))
        begins, ends = at[::2], at[1::2]
        full = ends > begins
        begins, ends = begins[full], ends[full]
        heads = np.flatnonzero(np.concatenate((begins[:1] >= 0, begins[1:] != ends[:-1])))
        return cls(begins[heads], ends[np.append(heads[1:], len(begins))[: len(heads)] - 1])

    def known_by(self, known: int, month: Month) -> _Rows:
        """Without the ranges of which nothing was recorded in time: reports lie by indicator, and come in together."""
        some = month.perhaps_recorded(known, self.first, self.after)
        return _Rows(self.first[some], self.after[some])

    @cached_property
    def total(self) -> int:
        """How many lines."""
        return int((self.after - self.first).sum())

    @cached_property
    def each(self) -> Numbers | None:
        """The number of every line, where there are few in a range; None where ranges are better read as they lie."""
        return rows_between(self.first, self.after) if self.total < LONG * len(self.first) else None

    def read(self, column: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """A column of the month, at these lines."""
        if self.each is not None:
            return column[self.each]
        ranges = zip(self.first.tolist(), self.after.tolist(), strict=True)
        return np.concatenate([column[first:after] for first, after in ranges] or [column[:0]])

    def numbers(self, chosen: npt.NDArray[np.bool_]) -> Numbers:
        """The numbers of the chosen ones among all lines of the month."""
        if self.each is not None:
            return self.each[chosen]
        rows = np.flatnonzero(chosen)
        if not len(rows):
            return rows
        before = np.cumsum(self.after - self.first) - (self.after - self.first)
        of = np.searchsorted(before, rows, "right") - 1
        numbers: Numbers = rows + (self.first - before)[of]
        return numbers
