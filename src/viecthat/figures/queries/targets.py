"""Figures: what the ledger says of an indicator, set against what was undertaken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from viecthat.kernel.judging import USUAL, Thresholds, Verdict, is_far_too_low, judge, progress
from viecthat.kernel.periods import Period
from viecthat.ledger.feed import HeldLedger, LedgerSource
from viecthat.ledger.queries import indicators, known_indicators, measure_of
from viecthat.ledger.queries.own import indicators_for
from viecthat.plans.queries import targets_in_force, targets_under_review
from viecthat.plans.queries.judging import judging_lines
from viecthat.plans.queries.sharing import shares_as_targets
from viecthat.rollup.answer import Row
from viecthat.rollup.ask import By, ask
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator
    from viecthat.plans.models import Target
    from viecthat.rollup.placement import UnitMap


@dataclass(frozen=True)
class YearResult:
    """One calendar year of a target that is repeated yearly."""

    period: Period
    row: Row
    reached: Fraction | None
    verdict: Verdict


@dataclass(frozen=True)
class Figure:
    """A result over `period`, with its target when one was set.

    reached: p, the part of the goal that is done; None without goal or figures. elapsed: t, the part of the target's
    time that is gone. For a yearly target `row`, `reached` and `elapsed` are those of the last whole year with
    figures, and `years` holds each.
    """

    indicator: Indicator
    period: Period
    row: Row
    target: Target | None
    elapsed: Fraction
    reached: Fraction | None
    verdict: Verdict
    years: tuple[YearResult, ...] = ()
    lines: Thresholds = USUAL

    @property
    def goal_far_too_low(self) -> bool:
        """So many times the goal was reached (three, unless set otherwise) that the goal should be questioned."""
        if self.target is None or self.target.direction != "at_least":
            return False
        return is_far_too_low(self.reached, self.lines)

    @property
    def has_figures(self) -> bool:
        """Whether anything at all was recorded; nothing recorded is not the figure zero."""
        return self.row.entries > 0

    @property
    def is_over(self) -> bool:
        """Whether all of the target's time is gone."""
        return self.elapsed >= 1

    @property
    def result(self) -> Fraction | None:
        """The value, or n over N; None when there is nothing to divide by."""
        if self.row.value is not None:
            return Fraction(self.row.value)
        return None if not self.row.of else Fraction(self.row.n or 0, self.row.of)


def figures_under_review(
    unit: int,
    period: Period,
    *,
    unit_map: UnitMap,
    as_known: datetime | None,
    today: date,
    source: HeldLedger | None = None,
) -> list[Figure]:
    """The unit's targets that a review of `period` answers for, its own and its shares of those above, then every other
    indicator with figures in it.

    In the order of the report. A target's result is counted from the target's first day to the review's last.
    """
    known = known_indicators()
    targets = [*targets_under_review(unit, period, known), *shares_as_targets(unit, period, today)]
    targeted = {t.indicator_id for t in targets}
    pairs: list[tuple[Indicator, Period, Target | None]] = []
    for target in targets:
        whole = Period(target.start, target.end)
        pairs.append((known[target.indicator_id], whole.intersection(Period(whole.start, period.end)) or whole, target))
    reported = indicators_for((i for i in known.values() if i.listed), [unit], unit_map.tree.day)
    pairs.extend((i, period, None) for i in reported if i.pk not in targeted)
    on = min(period.end, _after(today))
    found = figures_of(unit, pairs, unit_map=unit_map, as_known=as_known, on=on, source=source, silent=False)
    return sorted(
        found,
        key=lambda f: (f.indicator.area, f.target is None, f.target.position if f.target else 0, f.indicator.pk),
    )


def target_figures(units: Sequence[int], today: date) -> dict[int, list[Figure]]:
    """The targets these units have in force today, judged today under today's map."""
    known = indicators()
    of_unit: dict[int, list[tuple[Indicator, Period, Target | None]]] = {unit: [] for unit in units}
    for target in targets_in_force(list(units), Period(today, _after(today))):
        of_unit[target.unit_id].append((known[target.indicator_id], Period(target.start, target.end), target))
    unit_map = map_on(today)
    return {
        unit: figures_of(unit, pairs, unit_map=unit_map, as_known=None, on=_after(today))
        for unit, pairs in of_unit.items()
        if pairs and unit in unit_map.tree
    }


def figures_of(
    unit: int,
    wanted: Sequence[tuple[Indicator, Period, Target | None]],
    *,
    unit_map: UnitMap,
    as_known: datetime | None,
    on: date,
    source: HeldLedger | None = None,
    silent: bool = True,
) -> list[Figure]:
    """One figure for each (indicator, period, target), judged at the start of day `on`.

    silent: also for those without a target of which nothing was recorded.
    """
    source = source or LedgerSource().hold()
    lines = judging_lines()(on) if any(target is not None for _, _, target in wanted) else USUAL
    by_period: dict[Period, list[Indicator]] = {}
    for indicator, period, target in wanted:
        for span in {period, *(_years(period) if target and target.cadence == "yearly" else ())}:
            by_period.setdefault(span, []).append(indicator)
    aimed = {indicator.pk for indicator, _, target in wanted if target is not None}
    rows: dict[tuple[int, Period], Row] = {}
    for span, asked in by_period.items():
        measures = {i.pk: measure_of(i) for i in asked}
        table = ask(measures, units=[unit], periods=[span], by=By.NONE, map=unit_map, source=source, as_known=as_known)
        # A review asks for every indicator there is, and most units work at some: of the others no row is made.
        told = measures if silent else (key for key in measures if key in aimed or table.grid(key).entries.any())
        rows.update({(key, span): table.one(unit, key, span) for key in told})
    return [
        _figure(indicator, period, target, rows, on, lines)
        for indicator, period, target in wanted
        if target is not None or (indicator.pk, period) in rows
    ]


def _figure(
    indicator: Indicator,
    period: Period,
    target: Target | None,
    rows: dict[tuple[int, Period], Row],
    on: date,
    lines: Thresholds,
) -> Figure:
    row = rows[indicator.pk, period]
    if target is None:
        return Figure(indicator, period, row, None, Fraction(0), None, Verdict.NOT_YET)
    whole = Period(target.start, target.end)
    if target.cadence != "yearly":
        reached, elapsed = reached_of(row, target), whole.elapsed(on)
        verdict = judge(reached, elapsed, lines)
        return Figure(indicator, period, row, target, elapsed, reached, verdict, lines=lines)
    years = tuple(_year(year, rows[indicator.pk, year], target, on, lines) for year in _years(period))
    told = [year for year in years if year.row.entries] or list(years)
    if not told:
        return Figure(indicator, period, row, target, whole.elapsed(on), None, Verdict.NOT_YET)
    last = told[-1]
    elapsed = last.period.elapsed(on)
    return Figure(indicator, last.period, last.row, target, elapsed, last.reached, last.verdict, years, lines)


def _year(year: Period, row: Row, target: Target, on: date, lines: Thresholds) -> YearResult:
    reached = reached_of(row, target)
    return YearResult(year, row, reached, judge(reached, year.elapsed(on), lines))


def reached_of(row: Row, target: Target) -> Fraction | None:
    """p: the part of the goal that the figure is; None without figures."""
    if not row.entries:
        return None
    at_most = target.direction == "at_most"
    if row.value is not None:
        return progress(row.value, target.goal, at_most=at_most)
    if not row.of:
        return None
    return progress(Fraction(row.n or 0, row.of), Fraction(target.goal, target.goal_of or 100), at_most=at_most)


def _years(period: Period) -> list[Period]:
    return period.years()


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
