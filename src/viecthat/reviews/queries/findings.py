"""What a review table shows at a second look: weak proof, silent units, nested targets, what is still to be done."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from viecthat.kernel.judging import Verdict
from viecthat.kernel.names import sort_key
from viecthat.kernel.periods import Period
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.figures.queries.targets import Figure
    from viecthat.plans.models import Target
    from viecthat.reviews.queries.review import ReviewTable

WEAK = Fraction(3, 10)


@dataclass(frozen=True)
class NestedPair:
    """A target and the one that follows from it: introduced to the Party, then admitted."""

    first: Figure
    then: Figure

    @property
    def passed_on(self) -> Fraction | None:
        """The part of the first stage's result that reached the second."""
        before, after = self.first.row.value, self.then.row.value
        return Fraction(after, before) if before and after is not None and self.then.has_figures else None


@dataclass(frozen=True)
class Remaining:
    """What is to be done yet for a goal: `quantity` in the indicator's smallest unit (for a share: how many more of N).

    months: of the target's time left. a_month: the pace that needs, rounded up; None for a share, or when less than a
    month is left.
    """

    figure: Figure
    target: Target
    quantity: int
    months: Fraction
    days: int
    a_month: int | None


def declared_share(figure: Figure) -> Fraction:
    """The part of a figure that was merely declared."""
    grades = figure.row.grades
    return Fraction(grades.declared, grades.total) if grades.total > 0 else Fraction(0)


def weakly_proved(table: ReviewTable) -> list[Figure]:
    """Figures of which more than three tenths were merely declared."""
    return [figure for figure in table.figures if declared_share(figure) > WEAK]


def judged(table: ReviewTable, *verdicts: Verdict) -> list[Figure]:
    """The targets of which one of these is said."""
    return [figure for figure in table.targeted if figure.verdict in verdicts]


def silent_children(table: ReviewTable) -> list[UnitRow]:
    """The units directly below of which there is nothing in the period. One query."""
    found = units_by_id(set(table.silent), table.map_day)
    return sorted(found.values(), key=lambda unit: sort_key(unit.name))


def nested_pairs(table: ReviewTable) -> list[NestedPair]:
    """Targets of the table that follow from another of it, with that one."""
    of_target = {figure.target.pk: figure for figure in table.figures if figure.target is not None}
    return [
        NestedPair(of_target[figure.target.follows_id], figure)
        for figure in table.targeted
        if figure.target is not None and figure.target.follows_id in of_target
    ]


def remaining(table: ReviewTable) -> list[Remaining]:
    """What is still to be done by the targets' last days; nothing for targets reached, or whose time is over."""
    found = []
    for figure in table.targeted:
        target = figure.target
        if target is None or target.direction != "at_least" or target.end <= table.judged_on:
            continue
        if figure.reached is not None and figure.reached >= 1:
            continue
        quantity = _missing(figure, target)
        left = Period(table.judged_on, target.end)
        months = _months(left.start, left.end)
        counted = target.goal_of is None and target.cadence == "whole"
        a_month = ceil(quantity / months) if counted and months >= 1 else None
        found.append(Remaining(figure, target, quantity, months, left.days, a_month))
    return found


def _missing(figure: Figure, target: Target) -> int:
    if target.goal_of is None:
        return target.goal - (figure.row.value or 0)
    return ceil(Fraction(target.goal, target.goal_of) * (figure.row.of or 0)) - (figure.row.n or 0)


def _months(start: date, end: date) -> Fraction:
    """Whole months by their number, a begun one by its days."""
    return _month_of(end) - _month_of(start)


def _month_of(day: date) -> Fraction:
    return day.year * 12 + day.month + Fraction(day.day - 1, monthrange(day.year, day.month)[1])
