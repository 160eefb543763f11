"""How much of its goal each figure of an answer has reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from viecthat.figures.queries.targets import reached_of
from viecthat.kernel.judging import Verdict, judge
from viecthat.kernel.periods import Period
from viecthat.plans.queries import targets_in_force
from viecthat.plans.queries.judging import Lines, judging_lines
from viecthat.rollup.ask import By, ask

if TYPE_CHECKING:
    from viecthat.figures.queries.answer import Place
    from viecthat.figures.queries.question import FigureQuestion
    from viecthat.plans.models import Target
    from viecthat.rollup.answer import Row
    from viecthat.rollup.placement import UnitMap
    from viecthat.rollup.question import Source


@dataclass(frozen=True)
class Attained:
    """A goal and what of it is reached.

    span: what the result was counted over: the figure's own period, or from the first day of a longer target to the
    end of that period. reached: p, None without figures. verdict: judged at the end of the span, today when it runs.
    """

    target: Target
    span: Period
    row: Row
    reached: Fraction | None
    verdict: Verdict


def attained_of(
    question: FigureQuestion, places: Sequence[Place], *, unit_map: UnitMap, source: Source, today: date
) -> dict[tuple[int, int, int], Attained]:
    """The goals of the units in the answer, by (place, indicator, period): of the period itself, of each year of a
    yearly target, or of the shortest longer target that holds the period.
    """
    standing = {i: p.unit.id for i, p in enumerate(places) if p.unit is not None and not p.is_own}
    whole = Period(min(p.start for p in question.periods), max(p.end for p in question.periods))
    asked = {indicator.pk: indicator for indicator in question.indicators}
    of_figure: dict[tuple[int, int], list[Target]] = {}
    for target in targets_in_force(sorted(set(standing.values())), whole):
        if target.indicator_id in asked:
            of_figure.setdefault((target.unit_id, target.indicator_id), []).append(target)
    wanted: dict[tuple[int, int, int], tuple[Target, Period]] = {}
    for place, unit in standing.items():
        for key in asked:
            for number, period in enumerate(question.periods):
                if chosen := _target_of(of_figure.get((unit, key), []), period):
                    wanted[place, key, number] = chosen
    rows: dict[tuple[int, int, Period], Row] = {}
    for span in {span for _, span in wanted.values()}:
        cells = [(place, key) for (place, key, _), (_, its) in wanted.items() if its == span]
        table = ask(
            {key: question.measure(asked[key]) for key in {key for _, key in cells}},
            units=sorted({standing[place] for place, _ in cells}),
            periods=[span],
            by=By.NONE,
            map=unit_map,
            source=source,
            as_known=question.as_known,
        )
        rows.update({(p, k, span): _proved(table.one(standing[p], k, span), question) for p, k in cells})
    tomorrow = date.fromordinal(today.toordinal() + 1)
    if not wanted:
        return {}
    lines = judging_lines()
    return {
        cell: _attained(target, span, rows[cell[0], cell[1], span], min(span.end, tomorrow), lines)
        for cell, (target, span) in wanted.items()
    }


def _target_of(targets: Sequence[Target], period: Period) -> tuple[Target, Period] | None:
    for target in targets:
        if Period(target.start, target.end) == period:
            return target, period
    holding = [target for target in targets if target.start <= period.start and period.end <= target.end]
    for target in holding:
        if target.cadence == "yearly":
            return (target, period) if [period] == period.years() else None
    if not holding:
        return None
    shortest = min(holding, key=lambda target: (target.end - target.start, target.pk))
    return shortest, Period(shortest.start, period.end)


def _proved(row: Row, question: FigureQuestion) -> Row:
    """The row with only what is proved well enough."""
    parts = (row.grades.declared, row.grades.evidenced, row.grades.verified)[question.proof.lowest :]
    return row._replace(value=sum(parts)) if row.value is not None else row._replace(n=sum(parts))


def _attained(target: Target, span: Period, row: Row, on: date, lines: Lines) -> Attained:
    reached = reached_of(row, target)
    whole = span if target.cadence == "yearly" else Period(target.start, target.end)
    return Attained(target, span, row, reached, judge(reached, whole.elapsed(on), lines(on)))
