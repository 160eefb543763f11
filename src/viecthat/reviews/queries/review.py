"""A review as a table: figures by work area, children side by side, what the figures rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from viecthat.figures.queries.targets import Figure, figures_under_review
from viecthat.kernel.dates import format_date
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.judging import Verdict
from viecthat.kernel.made_up import MadeUp
from viecthat.kernel.periods import Period
from viecthat.ledger.choices import WorkArea
from viecthat.ledger.feed import HeldLedger, LedgerSource
from viecthat.ledger.queries import datasets_behind, measure_of
from viecthat.plans.queries import term_of
from viecthat.reviews.models import Review
from viecthat.reviews.queries.checks import SumCheck, sum_checks
from viecthat.rollup.answer import Row
from viecthat.rollup.ask import By, ask
from viecthat.rollup.measures import Measure, without_people
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import Units, among
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.ledger.models import Dataset, Indicator
    from viecthat.plans.models import Directive, Term
    from viecthat.rollup.placement import UnitMap


@dataclass(frozen=True)
class AreaFigures:
    """The figures of one block of the report."""

    area: WorkArea
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class ReviewTable:
    """Where a unit stands: everything a review page or document shows, each figure asked for just now.

    map_day: whose day's map it was added up under. reporting: how many children stand behind each figure, by indicator.
    judged_on: the day at whose start figures are judged, the first one after the period or, while that runs, after
    today. unit_map, source: the map and the state of the ledger that all of it was asked of, for whatever is shown
    beside.
    """

    unit: UnitRow
    period: Period
    review: Review | None
    term: Term | None
    map_name: str
    map_day: date
    judged_on: date
    as_known: datetime | None
    areas: tuple[AreaFigures, ...]
    verdicts: dict[Verdict, int]
    children: int
    silent: frozenset[int]
    reporting: dict[int, int]
    kinds_below: dict[str, int]
    datasets: tuple[Dataset, ...]
    checks: tuple[SumCheck, ...]
    unit_map: UnitMap
    source: HeldLedger

    @property
    def lines_read(self) -> int:
        """How many ledger lines there are in all."""
        return self.source.lines

    @property
    def children_reporting(self) -> int:
        """How many children have anything behind these figures within the period; `silent` holds the others."""
        return self.children - len(self.silent)

    @property
    def figures(self) -> list[Figure]:
        """All figures in the order of the report."""
        return [figure for area in self.areas for figure in area.figures]

    @property
    def targeted(self) -> list[Figure]:
        """Those with a target."""
        return [figure for figure in self.figures if figure.target is not None]

    @property
    def made_up(self) -> MadeUp:
        """What of the figures is made up; every page that shows them must say so."""
        return MadeUp.among(dataset.made_up for dataset in self.datasets)

    @property
    def illustrative_goals(self) -> bool:
        """Whether some goal is an example, the source giving none."""
        return any(figure.target is not None and figure.target.illustrative for figure in self.figures)

    @property
    def proved(self) -> dict[str, int]:
        """How many figures rest for more than half on verified work, on evidence, or on mere declaration."""
        counted: Counter[str] = Counter()
        for figure in self.figures:
            grades = figure.row.grades
            if grades.total <= 0:
                continue
            shown = (
                "verified"
                if 2 * grades.verified > grades.total
                else ("evidenced" if 2 * (grades.verified + grades.evidenced) > grades.total else "declared")
            )
            counted[shown] += 1
        return {grade: counted[grade] for grade in ("verified", "evidenced", "declared")}


@dataclass(frozen=True)
class ChildRow:
    """A child of the unit under the map (None: what stands at the unit itself), with a row per column."""

    unit: UnitRow | None
    rows: tuple[Row, ...]


def map_day_of(map_name: str, period: Period, today: date) -> date:
    """The day whose map is meant by `then` (the period's last day, or today if that is to come) or `now`."""
    return today if map_name == "now" else min(period.last_day, today)


def review_table(
    unit: UnitRow,
    period: Period,
    *,
    map_name: str,
    today: date,
    as_known: datetime | None = None,
    review: Review | None = None,
) -> ReviewTable:
    """Where the unit stands at the end of `period`. Raises Refused when it does not stand in the map asked for."""
    map_day = map_day_of(map_name, period, today)
    unit_map = map_on(map_day)
    if unit.id not in unit_map.tree:
        raise Refused(
            gettext_noop("“{unit}” không có trong bản đồ đơn vị ngày {day}. Hãy chọn bản đồ của ngày khác."),
            field="unit",
            unit=unit.name,
            day=format_date(map_day),
        )
    source = LedgerSource().hold()
    figures = figures_under_review(unit.id, period, unit_map=unit_map, as_known=as_known, today=today, source=source)
    areas = tuple(
        AreaFigures(area, tuple(f for f in figures if f.indicator.area == area))
        for area in WorkArea
        if any(f.indicator.area == area for f in figures)
    )
    children = unit_map.tree.children(unit.id)
    silent, reporting = _children_behind(unit.id, figures, period, unit_map, as_known, source)
    entered = {part for f in figures for part in _parts(f.indicator)}
    start = min([period.start, *(f.period.start for f in figures)])
    return ReviewTable(
        unit=unit,
        period=period,
        review=review,
        term=term_of(unit.id, period),
        map_name=map_name,
        map_day=map_day,
        judged_on=min(period.end, today + timedelta(days=1)),
        as_known=as_known,
        areas=areas,
        verdicts={v: n for v in Verdict if (n := sum(f.target is not None and f.verdict is v for f in figures))},
        children=len(children),
        silent=silent,
        reporting=reporting,
        kinds_below=unit_map.tree.kinds_below(unit.id),
        datasets=tuple(datasets_behind(entered, start, period.end)) if any(f.has_figures for f in figures) else (),
        checks=sum_checks({f.indicator.code: f for f in figures}),
        unit_map=unit_map,
        source=source,
    )


def _parts(indicator: Indicator) -> set[int]:
    return {indicator.pk, indicator.numerator_id or indicator.pk, indicator.denominator_id or indicator.pk}


def _children_behind(
    unit: int,
    figures: Sequence[Figure],
    period: Period,
    unit_map: UnitMap,
    as_known: datetime | None,
    source: HeldLedger,
) -> tuple[frozenset[int], dict[int, int]]:
    """The children with nothing behind any of these figures within the period, and how many have something behind each;
    what was taken back again is nothing.
    """
    measures = {f.indicator.pk: without_people(measure_of(f.indicator)) for f in figures if f.has_figures}
    if not measures:
        return frozenset(unit_map.tree.children(unit)), {}
    table = ask(
        measures, units=[unit], periods=[period], by=By.CHILDREN, map=unit_map, source=source, as_known=as_known
    )
    children = np.flatnonzero(table.regions.parts >= 0)
    behind = np.stack([table.grid(key).reported_by[children, 0] > 0 for key in measures])
    silent = table.regions.parts[children[~behind.any(axis=0)]]
    return frozenset(silent.tolist()), dict(zip(measures, behind.sum(axis=1).tolist(), strict=True))


class ChildLines:
    """The unit's children (or all units of a kind below it) side by side, in tree order, and the totals.

    units: of each line; the last may be None, for what stands at the unit itself or is kept apart there.
    """

    def __init__(self, table: ReviewTable, columns: Sequence[Figure], *, kind: str = "") -> None:
        of_period: dict[Period, dict[int, Measure]] = {}
        for figure in columns:
            of_period.setdefault(figure.period, {})[figure.indicator.pk] = measure_of(figure.indicator)
        self._unit = table.unit.id
        self._columns = [(figure.indicator.pk, figure.period) for figure in columns]
        self._answers = {
            period: ask(
                measures,
                units=[self._unit],
                periods=[period],
                by=By.kind(kind) if kind else By.CHILDREN,
                map=table.unit_map,
                source=table.source,
                as_known=table.as_known,
            )
            for period, measures in of_period.items()
        }
        parts = next(iter(self._answers.values())).regions.parts[1:].tolist() if columns else []
        self.units: list[int | None] = [part if part >= 0 else None for part in parts]
        if parts and self.units[-1] is None and not any(row.entries for row in self.rows([len(parts) - 1])[0]):
            self.units.pop()

    @property
    def totals(self) -> tuple[Row, ...]:
        """The whole of each column."""
        return tuple(self._answers[period].one(self._unit, key, period) for key, period in self._columns)

    def by_column(self, column: int, *, rising: bool = False) -> list[int]:
        """The places of the lines by a column's figures, the largest first; the unit's own line stays last."""
        key, period = self._columns[column]
        totals = self._answers[period].grid(key).totals[1:, 0][: len(self.units)]
        order = np.argsort(totals if rising else -totals, kind="stable").tolist()
        return sorted(order, key=lambda at: self.units[at] is None)

    def rows(self, at: Sequence[int]) -> list[tuple[Row, ...]]:
        """The lines at these places: a row for each column. Only what is shown is made into rows."""
        columns = [self._answers[period].parts(self._unit, key, period, at) for key, period in self._columns]
        return list(zip(*columns, strict=True))


def child_rows(
    table: ReviewTable, columns: Sequence[Figure], *, kind: str = ""
) -> tuple[list[ChildRow], tuple[Row, ...]]:
    """Every line of `ChildLines`, each unit with its name, and the totals. One query."""
    beside = ChildLines(table, columns, kind=kind)
    whole = range(len(beside.units))
    names = units_by_id([unit for unit in beside.units if unit is not None], table.map_day)
    return named_rows(beside, whole, names), beside.totals


def named_rows(beside: ChildLines, at: Sequence[int], names: Mapping[int, UnitRow]) -> list[ChildRow]:
    """The lines at these places with the units' names."""
    units = [beside.units[place] for place in at]
    return [
        ChildRow(None if unit is None else names[unit], rows) for unit, rows in zip(units, beside.rows(at), strict=True)
    ]


def trend_of(figure: Figure, table: ReviewTable) -> list[tuple[date, int]]:
    """The running total of a flow at the end of each month of its period: what a chart draws."""
    months = figure.period.months() or [figure.period]
    if months[-1].end < figure.period.end:
        months = [*months, Period(months[-1].end, figure.period.end)]
    unit, indicator = table.unit.id, figure.indicator.pk
    answer = ask(
        {indicator: measure_of(figure.indicator)},
        units=[unit],
        periods=months,
        by=By.NONE,
        map=table.unit_map,
        source=table.source,
        as_known=table.as_known,
    )
    total, points = 0, [(figure.period.start, 0)]
    for month in months:
        total += answer.one(unit, indicator, month).value or 0
        points.append((month.end, total))
    return points


def columns_of(table: ReviewTable, most: int = 6) -> list[Figure]:
    """The figures worth comparing child by child: those that add up, targets first."""
    adding = [f for f in table.figures if f.has_figures and f.row.value is not None]
    return sorted(adding, key=lambda f: f.target is None)[:most]


def review_held(unit: int, slug: str) -> Review | None:
    """A review the unit holds, by its short name."""
    return Review.objects.filter(unit=unit, slug=slug).first()


def reviews_held(units: Units | None = None) -> QuerySet[Review]:
    """Reviews of these units (all when None), the latest first."""
    found = Review.objects.all() if units is None else Review.objects.filter(among(units))
    return found.select_related("unit").order_by("-end", "pk")


def directives_under_review(table: ReviewTable) -> list[Directive]:
    """The documents the review answers for: those it was opened on, else those its targets came from."""
    if table.review is not None and (named := list(table.review.directives.order_by("pk"))):
        return named
    found = {f.target.directive.pk: f.target.directive for f in table.targeted if f.target and f.target.directive}
    return [found[pk] for pk in sorted(found)]
