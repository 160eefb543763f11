"""Where targets are heading: the result so far, carried on to the end, for a unit and for those it shares out to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from viecthat.figures.queries.targets import Figure, figures_of
from viecthat.kernel.judging import Thresholds, Verdict, is_far_too_low, judge, progress
from viecthat.kernel.periods import Period
from viecthat.ledger.feed import LedgerSource
from viecthat.ledger.queries import indicators, measure_of
from viecthat.plans.queries import latest_explanations, targets_of
from viecthat.plans.queries.judging import judging_lines
from viecthat.plans.queries.sharing import balance_of, map_day, sharing_in_force
from viecthat.rollup.ask import By, ask
from viecthat.units.queries import UnitRow
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.plans.models import Explanation, Target

YEAR_DAYS = 365
MOST_UNITS = 1000


@dataclass(frozen=True)
class Forecast:
    """A target's figure today with two guesses of its end, in the indicator's smallest unit; None where a figure can't
    be carried on: a ratio, a time that is over or has just begun.

    even: as fast as on average since the first day. recent: as fast as in the last twelve months (`last_year`).
    """

    target: Target
    figure: Figure
    last_year: int | None
    even: int | None
    recent: int | None
    even_verdict: Verdict | None
    recent_verdict: Verdict | None
    explanation: Explanation | None

    @property
    def too_low(self) -> bool:
        """More than three times the goal is reached, or the last twelve months alone passed three times a year's part
        of it.
        """
        if self.figure.goal_far_too_low:
            return True
        if self.last_year is None or self.target.direction == "at_most":
            return False
        years = max(Fraction((self.target.end - self.target.start).days, YEAR_DAYS), Fraction(1))
        year_goal = Fraction(self.target.goal) / (1 if self.target.cadence == "yearly" else years)
        return is_far_too_low(Fraction(self.last_year) / year_goal, self.figure.lines)


def forecasts_of(unit: int, today: date) -> list[Forecast]:
    """Every adopted target of the unit that is not over, and those that ended last, judged today on today's map."""
    chosen = [t for t in targets_of(unit) if t.start <= today]
    running = [t for t in chosen if t.end > today]
    return forecasts(running or chosen[:20], today)


def forecasts(targets: list[Target], today: date) -> list[Forecast]:
    """The targets with their figures and where they lead."""
    if not targets:
        return []
    known = indicators()
    on = today + timedelta(days=1)
    unit_map = map_on(today)
    said = latest_explanations({target.root for target in targets})
    found: dict[int, Forecast] = {}
    for unit in {target.unit_id for target in targets}:
        own = [target for target in targets if target.unit_id == unit]
        place, _how = unit_map.stands_at(unit)
        if place is None:
            continue
        pairs = [(known[t.indicator_id], Period(t.start, t.end), t) for t in own]
        figures = figures_of(place, pairs, unit_map=unit_map, as_known=None, on=on)
        recent = figures_of(
            place,
            [(i, Period(on - timedelta(days=YEAR_DAYS), on), None) for i, _p, _t in pairs],
            unit_map=unit_map,
            as_known=None,
            on=on,
        )
        for target, figure, year in zip(own, figures, recent, strict=True):
            found[target.pk] = _forecast(target, figure, year, on, said.get(target.root))
    return [found[target.pk] for target in targets if target.pk in found]


def _forecast(target: Target, figure: Figure, year: Figure, on: date, said: Explanation | None) -> Forecast:
    whole = figure.period if target.cadence == "yearly" else Period(target.start, target.end)
    last_year = year.row.value
    result = figure.row.value
    left = (whole.end - on).days
    gone = (min(on, whole.end) - whole.start).days
    even = recent = None
    if result is not None and figure.has_figures and left > 0 and gone > 0:
        even = round(Fraction(result * whole.days, gone))
        if last_year is not None:
            # Within the first year the last twelve months are the days since the beginning.
            days = min(gone, YEAR_DAYS)
            recent = result + round(Fraction((result if gone < YEAR_DAYS else last_year) * left, days))
    return Forecast(
        target,
        figure,
        last_year,
        even,
        recent,
        _verdict(even, target, figure.lines),
        _verdict(recent, target, figure.lines),
        said,
    )


def _verdict(end: int | None, target: Target, lines: Thresholds) -> Verdict | None:
    if end is None:
        return None
    reached = progress(end, target.goal, at_most=target.direction == "at_most")
    return judge(reached, Fraction(1), lines)


@dataclass(frozen=True)
class UnitProgress:
    """A unit's result against its share, or its own figure above that."""

    unit: UnitRow
    goal: int
    result: int | None
    reached: Fraction | None
    verdict: Verdict
    too_low: bool


def progress_of_shares(target: Target, unit: int, today: date) -> list[UnitProgress]:
    """How far each unit that got a share has come, on the map it was shared out on; those furthest behind first.

    At most a thousand.
    """
    day = map_day(target, today)
    balance = balance_of(target, unit, sharing_in_force(target.root, unit), day)
    unit_map = map_on(day)
    rows = [row for row in balance.rows if row.unit.id in unit_map.tree and row.taken_on > 0][:MOST_UNITS]
    if not rows:
        return []
    on = today + timedelta(days=1)
    period = Period(target.start, target.end)
    indicator = indicators()[target.indicator_id]
    table = ask(
        {indicator.pk: measure_of(indicator)},
        units=[row.unit.id for row in rows],
        periods=[period],
        by=By.NONE,
        map=unit_map,
        source=LedgerSource().hold(),
        as_known=None,
    )
    lines, elapsed = judging_lines()(on), period.elapsed(on)
    found = []
    for row in rows:
        told = table.one(row.unit.id, indicator.pk, period)
        at_most = target.direction == "at_most"
        reached = (
            progress(told.value, row.taken_on, at_most=at_most) if told.entries and told.value is not None else None
        )
        verdict = judge(reached, elapsed, lines)
        too_low = not at_most and is_far_too_low(reached, lines)
        result = told.value if told.entries else None
        found.append(UnitProgress(row.unit, row.taken_on, result, reached, verdict, too_low))
    return sorted(found, key=lambda one: (one.reached is not None, one.reached or 0, one.unit.name))
