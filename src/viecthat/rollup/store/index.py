"""The index: a question answered by looking up running sums, without reading the lines behind them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from viecthat.kernel.errors import gettext_noop
from viecthat.rollup.answer import Way
from viecthat.rollup.coverage import covered, members_of
from viecthat.rollup.facts import micros
from viecthat.rollup.question import GRADES, Numbers, Question, Read, Window
from viecthat.rollup.store.bucket import MONTHS, Year
from viecthat.rollup.store.calendar import Cell, cells_of, span_of
from viecthat.rollup.store.layout import Extent, atlas_of
from viecthat.rollup.store.patch import Patch, Plan, patch_of
from viecthat.rollup.store.people import people_of
from viecthat.rollup.store.segment import ABSENT, ENTRIES, REPORTERS, WIDTH, Segment
from viecthat.rollup.store.stack import Masks, Stack, Touched

FEW_CHANGES = 1  # for each sum that is asked for


class Sums(NamedTuple):
    """Of many indicators over one window: which, where each stands, and columns by (region, indicator).

    reporters: reporting units by (region, indicator) in the generation alone, where one cell of it tells them.
    """

    place: dict[int, int]
    columns: Numbers
    reporters: Numbers | None

    def of(self, indicators: Sequence[int], table: Numbers) -> Numbers:
        """A table over (region, indicator, …) as one over (indicator, region, …), without what stands nowhere."""
        turned = table[:-1].swapaxes(0, 1)
        if tuple(indicators) == tuple(self.place):
            return turned
        chosen: Numbers = turned[[self.place[indicator] for indicator in indicators]]
        return chosen


class Index:
    """The sums of one question from a stack of months: a `Reckoner`."""

    def __init__(self, stack: Stack, question: Question) -> None:
        self.known = None if question.as_known is None else micros(question.as_known)
        self.stack = stack if self.known is None else _as_known(stack, self.known)
        self._question = question
        self.atlas = atlas_of(stack.layout, question.map)
        self.runs = self.atlas.runs_of(question.regions, stack.layout)
        wanted: dict[Window, list[int]] = {}
        for indicator, window in sorted(question.reads):
            wanted.setdefault(window, []).append(indicator)
        self._wanted = {window: np.array(indicators, dtype=np.int64) for window, indicators in wanted.items()}
        self._plans: dict[Window, Plan] = {}
        self._patches: dict[Window, Patch | None] = {}
        self._sums: dict[Window, Sums] = {}
        self._reporters: dict[Window, Numbers] = {}
        self._looked: dict[str, int] = {}
        self.outside = self._outside() if self.runs.outside else 0

    @property
    def extent(self) -> Extent:
        """Every spot that the question looks at."""
        return self.runs.extent

    @property
    def way(self) -> Way:
        """Looked up, and how often in what."""
        steps = (
            Way(gettext_noop("{lines} dòng đã xếp sẵn, {tail} dòng mới chưa gộp"), self._counts()),
            Way(gettext_noop("tra {cells} ô thời gian, mỗi ô ở {edges} mốc đơn vị"), self._look_ups()),
            Way(gettext_noop("xem riêng {patched} dòng của ngày lẻ hoặc ghi sau mốc thời gian"), self._patched()),
        )
        return Way(gettext_noop("tra chỉ mục của {lines} dòng"), {"lines": self.stack.lines}, steps)

    def sums(self, indicators: Sequence[int], window: Window) -> tuple[Numbers, Numbers]:
        """Quantities by (indicator, region, grade), and lines by (indicator, region)."""
        sums = self._over(window)
        columns = sums.of(indicators, sums.columns)
        return columns[..., :GRADES], columns[..., ENTRIES]

    def reporters(self, scope: Collection[Read]) -> Numbers:
        """Distinct recording units that, in some calendar month of some window, have entries that do not cancel."""
        reads = list(scope)
        if len(reads) == 1:
            return self._reporters_of(*reads[0])[:-1]
        reported = np.zeros(self.stack.layout.size, dtype=np.bool_)
        for indicator, window in reads:
            self._mark(reported, indicator, window)
        return self.runs.counted_everywhere(reported)[:-1]

    def reporters_each(self, indicators: Sequence[int], window: Window) -> Numbers:
        """The same of each indicator alone, by (indicator, region)."""
        if (told := self._reporters_told(window)) is not None:
            return self._over(window).of(indicators, told)
        return np.stack([self._reporters_of(indicator, window)[:-1] for indicator in indicators])

    def people(self, indicator: int, window: Window) -> Numbers:
        """Distinct people by (region, grade), unnamed head counts included."""
        plan, patch = self.plan(window), self.patch(window)
        if self.known is not None:
            # Attendances are recorded on the spot, reports after the month: a month may count whole for people alone.
            own = Plan.of(self.stack, span_of(window), self.known, indicator)
            if own != plan:
                plan, patch = own, patch_of(self.stack, own, np.array([indicator]), self.extent)
        return people_of(self, indicator, plan, patch)[:-1]

    def coverage(
        self, indicator: int, window: Window, kinds: Collection[str], at_least: int
    ) -> tuple[Numbers, Numbers]:
        """Units of the kinds whose total reaches `at_least`, by (region, grade), and all of the kinds, by region."""
        members = members_of(self._question.regions, kinds)
        runs = self.atlas.runs_of(members.each, self.stack.layout)
        running = self._running(np.array([indicator]), self.plan(window), self.patch(window), runs.edges)
        return covered(runs.summed(running)[:-1, 0, :GRADES], members, self._question.regions, at_least)

    def plan(self, window: Window) -> Plan:
        """The window in months."""
        if window not in self._plans:
            self._plans[window] = Plan.of(self.stack, span_of(window), self.known)
        return self._plans[window]

    def patch(self, window: Window) -> Patch | None:
        """What the whole months of the window do not tell, of every indicator that is read over it."""
        if window not in self._patches:
            plan = self.plan(window)
            exact = not plan.edges and plan.known is None
            self._patches[window] = None if exact else patch_of(self.stack, plan, self._wanted[window], self.extent)
        return self._patches[window]

    def _over(self, window: Window) -> Sums:
        if window not in self._sums:
            wanted, plan, patch = self._wanted[window], self.plan(window), self.patch(window)
            running = self._running(wanted, plan, patch, self.runs.edges)
            columns = self.runs.summed(running)
            reporters: Numbers | None = None
            base = self._base_segments(plan)
            if len(base) <= 1:
                # Where one cell tells all, its own count of reporting units is right; layers and patches change it.
                reporters = columns[..., REPORTERS]
                if self.stack.layers or patch is not None:
                    reporters = self.runs.summed(self._added(base, wanted)[..., REPORTERS:])[..., 0]
            place = {indicator: number for number, indicator in enumerate(wanted.tolist())}
            self._sums[window] = Sums(place, columns, reporters)
        return self._sums[window]

    def _running(self, indicators: Numbers, plan: Plan, patch: Patch | None, edges: Numbers) -> Numbers:
        """Running sums by (edge, indicator, column)."""
        total = self._added(self._segments(plan), indicators, edges)
        if patch is not None:
            total += patch.look_up(indicators, edges)
        return total

    def _added(
        self, segments: Sequence[tuple[int, Segment]], indicators: Numbers, edges: Numbers | None = None
    ) -> Numbers:
        marks = self.runs.marks if edges is None or edges is self.runs.edges else None
        edges = self.runs.edges if edges is None else edges
        self._looked["cells"] = self._looked.get("cells", 0) + len(segments)
        self._looked["edges"] = max(self._looked.get("edges", 0), len(edges))
        total: Numbers | None = None
        for sign, segment in segments:
            found = segment.look_up(indicators, edges, marks)
            total = (found if sign > 0 else -found) if total is None else total + sign * found
        return np.zeros((len(edges), len(indicators), WIDTH), dtype=np.int64) if total is None else total

    def _segments(self, plan: Plan) -> list[tuple[int, Segment]]:
        found = self._base_segments(plan)
        for layer in self.stack.layers:
            found.extend((1, month) for at, month in layer.months.items() if at in plan.whole)
        return found

    def _base_segments(self, plan: Plan) -> list[tuple[int, Segment]]:
        base = self.stack.base
        if base is None:
            return []
        cells = _present(plan.whole, frozenset(base.months))
        return [(sign, segment) for sign, cell in cells if (segment := base.cell(cell)) is not None]

    def _reporters_of(self, indicator: int, window: Window) -> Numbers:
        if (told := self._reporters_told(window)) is not None:
            found: Numbers = told[:, self._over(window).place[indicator]]
            return found
        reported = np.zeros(self.stack.layout.size, dtype=np.bool_)
        self._mark(reported, indicator, window)
        return self.runs.counted_everywhere(reported)

    def _reporters_told(self, window: Window) -> Numbers | None:
        """Reporting units by (region, indicator); None for a window over several years, which must be joined."""
        sums = self._over(window)
        if sums.reporters is not None and not self.stack.layers and self.patch(window) is None:
            return sums.reporters
        if len(self.plan(window).years) > 1:
            return None
        if window not in self._reporters:
            self._reporters[window] = self._reporters_over(window)
        return self._reporters[window]

    def _reporters_over(self, window: Window) -> Numbers:
        """Reporting units by (region, indicator) over a window within one year."""
        plan, wanted, edges = self.plan(window), self._wanted[window], self.runs.edges
        running = np.zeros((len(edges), len(wanted)), dtype=np.int64)
        told = self._over(window).reporters
        for year in plan.years:
            held = None if self.stack.base is None else self.stack.base.year(year)
            if held is not None and told is None:
                ranks = held.ranks(wanted)
                present = np.flatnonzero(ranks != ABSENT)
                running[:, present] += self._marked_before(held, ranks[present], plan, year)
            for touched, before, after in self._touched(plan, self.patch(window), year):
                rows = touched.within(wanted, self.extent.first, self.extent.after)
                change = ((touched.after[rows] & after) != 0).astype(np.int64)
                change -= (touched.before[rows] & before) != 0
                column, spot = np.searchsorted(wanted, touched.indicator[rows]), touched.spot[rows]
                if len(change) < FEW_CHANGES * running.size:
                    # Few: each is put at the first edge it lies before, and counts for all edges from there.
                    cells = np.zeros((len(edges) + 1) * len(wanted), dtype=np.int64)
                    np.add.at(cells, np.searchsorted(edges, spot, "right") * len(wanted) + column, change)
                    running += cells.reshape(-1, len(wanted))[:-1].cumsum(axis=0)
                    continue
                stride = self.stack.layout.room
                begins = np.arange(len(wanted))[:, np.newaxis] * stride
                until, key = np.concatenate(([0], np.cumsum(change))), column * stride + spot
                # Looked for in the order in which they lie: that is what the search is quickest at.
                running += (until[np.searchsorted(key, begins + edges)] - until[np.searchsorted(key, begins)]).T
        changed = self.runs.summed(running)
        return changed if told is None else told + changed

    def _marked_before(self, held: Year, ranks: Numbers, plan: Plan, year: int) -> Numbers:
        """How many units that reported in the plan's months lie before each (edge, rank), in the extent at least."""
        span = self._span_of_months(plan, year)
        if span is not None and self.runs.marks is not None and len(held.marked):
            return held.reporting_before(self.runs.marks, ranks, *span)
        bounds = held.search(ranks, self.extent.edges).ravel()
        first, last = bounds[::2], bounds[1::2]
        held_rows = last > first
        first, last = first[held_rows], last[held_rows]
        at = held.search(ranks, self.runs.edges).T
        if not len(first):
            return np.zeros(at.shape, dtype=np.int64)
        months = plan.within(year)
        ranges = zip(first.tolist(), last.tolist(), strict=True)
        marked = np.concatenate([held.mask[begin:end] for begin, end in ranges]) & np.uint16(months) != 0
        until = np.concatenate(([0], np.cumsum(marked, dtype=np.int64)))
        # From a row of the year to its number among the rows of the extent.
        before = np.concatenate(([0], np.cumsum(last - first)))
        of = np.searchsorted(first, at, "right") - 1
        within = np.clip(at - first[of], 0, (last - first)[of])
        marks: Numbers = until[np.where(of < 0, 0, before[of] + within)]
        return marks

    def _span_of_months(self, plan: Plan, year: int) -> tuple[int, int] | None:
        """The months of a year as one span [first, after), if they are one but for months without lines."""
        wanted = [month for month in plan.months if month // MONTHS == year]
        held = self.stack.base.months if self.stack.base is not None else ()
        if not wanted or any(wanted[0] < month < wanted[-1] and month not in plan.whole for month in held):
            return None
        return wanted[0] % MONTHS, wanted[-1] % MONTHS + 1

    def _mark(self, reported: npt.NDArray[np.bool_], indicator: int, window: Window) -> None:
        """Mark the spots of all units that reported in the window."""
        plan = self.plan(window)
        for year in plan.years:
            spots, mask = self._year_rows(indicator, year)
            here = np.zeros(len(reported), dtype=np.bool_)
            here[spots] = (mask & np.uint16(plan.within(year))) != 0
            for touched, _, after in self._touched(plan, self.patch(window), year):
                mine = touched.of(indicator)
                here[touched.spot[mine]] = (touched.after[mine] & after) != 0
            reported |= here

    def _year_rows(self, indicator: int, year: int) -> tuple[Numbers, Masks]:
        """Spots of an indicator in a year of the base, those looked at, and the months in which each reported."""
        held = None if self.stack.base is None else self.stack.base.year(year)
        rank = -1 if held is None else int(held.ranks(np.array([indicator]))[0])
        if held is None or rank < 0:
            nothing = np.array([], dtype=np.int64)
            return nothing, nothing.astype(np.uint16)
        bounds = held.search(np.array([rank]), self.extent.edges)[0].tolist()
        ranges = [slice(first, last) for first, last in zip(bounds[::2], bounds[1::2], strict=True) if last > first]
        ranges = ranges or [slice(0, 0)]
        key, mask = (np.concatenate([column[of] for of in ranges]) for column in (held.key, held.mask))
        return key.astype(np.int64) - rank * held.room, mask

    def _touched(self, plan: Plan, patch: Patch | None, year: int) -> list[tuple[Touched, np.uint16, np.uint16]]:
        """Changes upon the base, the oldest first, each with the months that count before it and after it."""
        whole = np.uint16(plan.within(year))
        found = [(layer.touched[year], whole, whole) for layer in self.stack.layers if year in layer.touched]
        if patch is not None and year in patch.touched:
            found.append((patch.touched[year], whole, np.uint16(plan.bits(year))))
        return found

    def _outside(self) -> int:
        """Lines that some read takes in and that stand nowhere, each once."""
        lines = 0
        by_indicator: dict[int, list[Window]] = {}
        for indicator, window in sorted(self._question.reads):
            windows = by_indicator.setdefault(indicator, [])
            if windows and window.start <= windows[-1].stop:
                windows[-1] = Window(windows[-1].start, max(windows[-1].stop, window.stop))
            else:
                windows.append(window)
        for indicator, windows in by_indicator.items():
            for window in windows:
                if window in self._wanted and indicator in self._wanted[window]:
                    sums = self._over(window)
                    lines += int(sums.columns[-1, sums.place[indicator], ENTRIES])
                else:
                    lines += self._lines_outside(indicator, window)
        return lines

    def _lines_outside(self, indicator: int, window: Window) -> int:
        plan, wanted = Plan.of(self.stack, span_of(window), self.known), np.array([indicator])
        patch = patch_of(self.stack, plan, wanted, self.extent)
        running = self._running(wanted, plan, patch, self.runs.edges)
        return int(self.runs.summed(running)[-1, 0, ENTRIES])

    def _counts(self) -> dict[str, int]:
        base = self.stack.base
        return {
            "lines": 0 if base is None else base.lines_count,
            "tail": sum(layer.lines for layer in self.stack.layers),
        }

    def _look_ups(self) -> dict[str, int]:
        return {"cells": self._looked.get("cells", 0), "edges": self._looked.get("edges", 0)}

    def _patched(self) -> dict[str, int]:
        return {"patched": sum(len(patch) for patch in self._patches.values() if patch is not None)}


def _present(wanted: frozenset[int], present: frozenset[int]) -> list[tuple[int, Cell]]:
    """Cells that add up to the wanted months; months without lines may go along where that saves look-ups."""
    years = {month // 12 for month in wanted}
    months: list[int] = []
    for year in years:
        within = range(year * 12, year * 12 + 12)
        unwanted = [month for month in within if month in present and month not in wanted]
        months.extend(within if not unwanted else [month for month in within if month in wanted])
    return list(cells_of(months))


def _as_known(stack: Stack, known: int) -> Stack:
    """Without the newest layers that were recorded too late as a whole."""
    layers = list(stack.layers)
    while layers and all(month.first_recorded > known for month in layers[-1].months.values()):
        layers.pop()
    return stack if len(layers) == len(stack.layers) else Stack(stack.layout, stack.base, tuple(layers))
