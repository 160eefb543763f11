"""What stands beside a review's figures: last year, units below against each other and their shares, doubts.

Each is asked for when first needed and once, whatever the number of figures.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from viecthat.ledger.queries import measure_of
from viecthat.plans.queries.sharing import shares_given
from viecthat.reporting.queries.doubts_signed import doubts_standing
from viecthat.reviews.queries.findings import NestedPair, Remaining, nested_pairs, remaining, silent_children
from viecthat.reviews.queries.review import child_rows, columns_of
from viecthat.rollup.ask import By, ask

if TYPE_CHECKING:
    from viecthat.figures.queries.targets import Figure
    from viecthat.kernel.periods import Period
    from viecthat.reporting.queries.content import SignedDoubt
    from viecthat.reviews.queries.review import ReviewTable
    from viecthat.rollup.answer import Row, Table
    from viecthat.units.queries import UnitRow

LONGEST_COMPARED = 366  # days: of a longer period there is no "same period of last year"


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit with its part of a figure; `reached` is the part of its share that this is, where it was given one."""

    unit: UnitRow
    value: int
    reached: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure over `period`, and over the same period a year before."""

    period: Period
    now: Row
    then: Row


class Beside:
    """All of it for one review; `compared` are codes to look at unit by unit besides those a review page compares."""

    def __init__(self, table: ReviewTable, compared: Collection[str] = ()) -> None:
        self.table = table
        self.figures: dict[str, Figure] = {}
        for figure in table.figures:
            self.figures.setdefault(figure.indicator.code, figure)
        self._compared = frozenset(compared)

    @cached_property
    def silent(self) -> list[UnitRow]:
        """The units directly below of which there is nothing. One query."""
        return silent_children(self.table)

    @cached_property
    def left(self) -> dict[str, Remaining]:
        """What is still to be done of each target, by code."""
        return {left.figure.indicator.code: left for left in remaining(self.table)}

    @cached_property
    def passed_on(self) -> dict[str, NestedPair]:
        """The targets that follow from another, with it, by the code of the one that follows."""
        return {pair.then.indicator.code: pair for pair in nested_pairs(self.table)}

    @cached_property
    def doubts(self) -> tuple[SignedDoubt, ...]:
        """What was doubtful in the unit's signed report of the period and nobody has answered. One query."""
        return tuple(one for one in doubts_standing(self.table.unit.id, self.table.period) if not one.answer)

    @cached_property
    def a_year_ago(self) -> dict[str, Compared]:
        """Each figure over a period of at most a year, and over the same period a year before.

        Where a figure runs over a longer time, as those of a term's targets do, both are asked over the review's own
        period. Figures that had nothing a year ago are left out.
        """
        unit = self.table.unit.id
        told = [figure for figure in self.figures.values() if figure.has_figures]
        of_period: dict[Period, list[Figure]] = {}
        for figure in told:
            period = figure.period if figure.period.days <= LONGEST_COMPARED else self.table.period
            if period.days <= LONGEST_COMPARED:
                of_period.setdefault(period, []).append(figure)
        found: dict[str, Compared] = {}
        for period, figures in of_period.items():
            before = period.year_before()
            answer = self._ask(unit, figures, (before, period), By.NONE)
            for figure in figures:
                code = figure.indicator.code
                then, now = (answer.one(unit, code, one) for one in (before, period))
                if then.entries and now.entries:
                    found[code] = Compared(period, now, then)
        return found

    @cached_property
    def comparable(self) -> list[Figure]:
        """The figures whose units stand side by side."""
        chosen = {figure.indicator.code: figure for figure in columns_of(self.table)}
        for code in sorted(self._compared):
            figure = self.figures.get(code)
            if figure is not None and figure.has_figures and figure.row.value is not None:
                chosen.setdefault(code, figure)
        return list(chosen.values())

    @cached_property
    def placed(self) -> dict[str, list[Placed]]:
        """The units directly below that have such figures, by code."""
        columns = self.comparable
        rows, _totals = child_rows(self.table, columns) if columns and self.table.children else ([], ())
        found: dict[str, list[Placed]] = {figure.indicator.code: [] for figure in columns}
        for row in rows:
            for figure, cell in zip(columns, row.rows, strict=True):
                if row.unit is None or not cell.entries or cell.value is None:
                    continue
                root = figure.target.root if figure.target is not None else 0
                share = self._shares.get(root, {}).get(row.unit.id)
                reached = Fraction(cell.value, share) if share else None
                found[figure.indicator.code].append(Placed(row.unit, cell.value, reached))
        return found

    def best(self, code: str) -> Placed | None:
        """The unit below that did most."""
        return max(self.placed.get(code, ()), key=lambda placed: placed.value, default=None)

    def weakest(self, code: str) -> Placed | None:
        """The unit below furthest behind its share; where nobody has a share, the one that did least."""
        placed = self.placed.get(code, [])
        shared = [one for one in placed if one.reached is not None]
        if shared:
            return min(shared, key=lambda one: one.reached or 0)
        return min(placed, key=lambda one: one.value, default=None)

    @cached_property
    def ranks(self) -> dict[str, tuple[int, int]]:
        """The unit's place among the units of its own parent, the largest first, and how many they are, by code."""
        table = self.table
        above = list(table.unit_map.tree.ancestors(table.unit.id))
        found: dict[str, tuple[int, int]] = {}
        for period, figures in _by_period(self.comparable if above else []).items():
            answer = self._ask(above[-1], figures, (period,), By.CHILDREN)
            for figure in figures:
                parts = answer.parts(above[-1], figure.indicator.code, period)
                rows = [row for row in parts if isinstance(row.part, int)]
                told = {row.part: row.value or 0 for row in rows if row.entries}
                mine = told.get(table.unit.id)
                if mine is not None and len(told) > 1:
                    found[figure.indicator.code] = (1 + sum(value > mine for value in told.values()), len(rows))
        return found

    @cached_property
    def _shares(self) -> dict[int, dict[int, int]]:
        roots = {figure.target.root for figure in self.comparable if figure.target is not None}
        return shares_given(self.table.unit.id, roots) if roots else {}

    def _ask(self, unit: int, figures: list[Figure], periods: tuple[Period, ...], by: By) -> Table:
        return ask(
            {figure.indicator.code: measure_of(figure.indicator) for figure in figures},
            units=[unit],
            periods=list(periods),
            by=by,
            map=self.table.unit_map,
            source=self.table.source,
            as_known=self.table.as_known,
        )


def _by_period(figures: list[Figure]) -> dict[Period, list[Figure]]:
    found: dict[Period, list[Figure]] = {}
    for figure in figures:
        found.setdefault(figure.period, []).append(figure)
    return found
