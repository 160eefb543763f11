"""Units side by side on the figures they share; the year-end review of an emulation bloc."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from viecthat.figures.queries.question import counts_people
from viecthat.figures.rules import FEWEST_PEOPLE
from viecthat.kernel.made_up import MadeUp
from viecthat.kernel.periods import Period
from viecthat.ledger.choices import MeasureKind
from viecthat.ledger.feed import HeldLedger, LedgerSource
from viecthat.ledger.queries import datasets_behind, indicators, measure_of
from viecthat.ledger.queries.own import indicators_for
from viecthat.organisation.queries.bloc import open_bloc, points_by_criterion
from viecthat.plans.queries.task import tasks_with_ids
from viecthat.reviews.models import BlocReviewTask, Review
from viecthat.rollup.ask import By, ask
from viecthat.units.queries import UnitRow, bloc_by_id
from viecthat.units.tree import map_on
from viecthat.works.queries.work import works_shown_by

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator
    from viecthat.organisation.queries.bloc import CriterionPoints, OpenBloc
    from viecthat.plans.queries.task import ListedTask
    from viecthat.rollup.answer import Row
    from viecthat.works.queries.work import ListedWork

COLUMNS = 6
_ADDS_UP = (MeasureKind.FLOW, MeasureKind.STOCK, MeasureKind.TURNS)


@dataclass(frozen=True)
class Total:
    """What a column comes to; `value` None where the same people may stand in several units."""

    value: int | None
    n: int | None
    of: int | None


@dataclass(frozen=True)
class SharedColumn:
    """An indicator and how many of the units have figures of it. best: the units with most of it, by id."""

    indicator: Indicator
    reporting: int
    total: Total
    best: frozenset[int]


@dataclass(frozen=True)
class Cell:
    """One figure; `hidden`: of fewer people than may be shown to somebody who isn't responsible for them."""

    row: Row
    hidden: bool

    @property
    def size(self) -> Decimal:
        """By which cells of one column are ordered; what is not shown, or not there, comes below all."""
        return Decimal(-1) if self.hidden or not self.row.entries else size_of(self.row)


@dataclass(frozen=True)
class UnitBeside:
    """A unit with a figure for each column."""

    unit: UnitRow
    cells: tuple[Cell, ...]

    @property
    def has_figures(self) -> bool:
        """Whether anything at all is there of it."""
        return any(cell.row.entries for cell in self.cells)


@dataclass(frozen=True)
class SideBySide:
    """Units on common figures; `missing`: units that the map of the day does not have."""

    columns: tuple[SharedColumn, ...]
    rows: tuple[UnitBeside, ...]
    missing: tuple[UnitRow, ...]

    @property
    def silent(self) -> list[UnitRow]:
        """Those without any figure."""
        return [row.unit for row in self.rows if not row.has_figures]

    def cut(self, columns: Sequence[int]) -> SideBySide:
        """Only the columns at these places."""
        return SideBySide(
            tuple(self.columns[place] for place in columns),
            tuple(UnitBeside(row.unit, tuple(row.cells[place] for place in columns)) for row in self.rows),
            self.missing,
        )


def side_by_side(
    units: Sequence[UnitRow],
    period: Period,
    day: date,
    *,
    responsible: Collection[int],
    source: HeldLedger | None = None,
) -> SideBySide:
    """Every indicator with figures of one of the units in the period, what most of them have first, under `day`'s map.

    responsible: units whose small figures of people the reader may see. One question to the roll-up.
    """
    unit_map = map_on(day)
    standing = [unit for unit in units if unit.id in unit_map.tree]
    missing = tuple(unit for unit in units if unit.id not in unit_map.tree)
    known = indicators_for((i for i in indicators().values() if i.listed), [unit.id for unit in standing], day)
    if not standing or not known:
        return SideBySide((), tuple(UnitBeside(unit, ()) for unit in standing), missing)
    table = ask(
        {one.pk: measure_of(one) for one in known},
        units=[unit.id for unit in standing],
        periods=[period],
        by=By.NONE,
        map=unit_map,
        source=source or LedgerSource().hold(),
    )
    columns, cells = [], []
    for indicator in known:
        rows = [table.one(unit.id, indicator.pk, period) for unit in standing]
        reporting = sum(1 for row in rows if row.entries)
        if reporting:
            columns.append(SharedColumn(indicator, reporting, _total(indicator, rows), _best(rows)))
            cells.append(rows)
    order = sorted(range(len(columns)), key=lambda n: (-columns[n].reporting, columns[n].indicator.area, n))
    return SideBySide(
        tuple(columns[n] for n in order),
        tuple(
            UnitBeside(unit, tuple(_cell(cells[n][place], columns[n].indicator, unit.id in responsible) for n in order))
            for place, unit in enumerate(standing)
        ),
        missing,
    )


def made_up_in(beside: SideBySide, period: Period) -> MadeUp:
    """What of the figures is made up; every page that shows them must say so. One query."""
    shown = {column.indicator.pk for column in beside.columns}
    found = datasets_behind(shown, period.start, period.end) if shown else ()
    return MadeUp.among(dataset.made_up for dataset in found)


def _cell(row: Row, indicator: Indicator, responsible: bool) -> Cell:
    few = counts_people(indicator) and 0 < (row.value or 0) < FEWEST_PEOPLE
    return Cell(row, hidden=few and not responsible)


def _total(indicator: Indicator, rows: Sequence[Row]) -> Total:
    if rows[0].value is None:
        return Total(None, sum(row.n or 0 for row in rows), sum(row.of or 0 for row in rows))
    if indicator.measure not in _ADDS_UP:
        return Total(None, None, None)
    return Total(sum(row.value or 0 for row in rows), None, None)


def _best(rows: Sequence[Row]) -> frozenset[int]:
    """Who has most; nobody where all have the same or only one has anything."""
    told = [row for row in rows if row.entries]
    size = {row.unit: size_of(row) for row in told}
    most = max(size.values())
    best = frozenset(unit for unit, value in size.items() if value == most)
    return best if len(told) > len(best) else frozenset()


def size_of(row: Row) -> Decimal:
    """The figure, or n over N."""
    if row.value is not None:
        return Decimal(row.value)
    return Decimal(row.n or 0) / row.of if row.of else Decimal(0)


@dataclass(frozen=True)
class NextTask:
    """A task set for the next year, and how it stands."""

    position: int
    task: ListedTask


@dataclass(frozen=True)
class BlocReview:
    """The year of a bloc. points: each member's points by criterion, for the ranking to be opened down to."""

    review: Review
    opened: OpenBloc
    beside: SideBySide
    points: dict[int, tuple[CriterionPoints, ...]]
    practices: tuple[ListedWork, ...]
    next_tasks: tuple[NextTask, ...]

    @property
    def done(self) -> int:
        """How many of the tasks set are done."""
        return sum(1 for one in self.next_tasks if one.task.task.state == "confirmed")


def bloc_review(review: Review, *, responsible: Collection[int], today: date) -> BlocReview | None:
    """The review of a bloc with everything its pages and files show; None when it is no bloc's.

    Some thirty queries, however many members.
    """
    bloc = bloc_by_id(review.bloc_id) if review.bloc_id is not None else None
    if bloc is None:
        return None
    opened = open_bloc(bloc)
    day = min(review.last_day, today)
    period = period_of(review)
    units = [one.unit for one in opened.members]
    rows = list(BlocReviewTask.objects.filter(review=review).order_by("position"))
    tasks = {one.task.pk: one for one in tasks_with_ids([row.task_id for row in rows], today)}
    return BlocReview(
        review=review,
        opened=opened,
        beside=side_by_side(units, period, day, responsible=responsible),
        points=points_by_criterion(bloc.pk),
        practices=tuple(works_shown_by([unit.id for unit in units], period.start, period.end, today)),
        next_tasks=tuple(NextTask(row.position, tasks[row.task_id]) for row in rows),
    )


def period_of(review: Review) -> Period:
    """The span the review looks at."""
    return Period(review.start, review.end)


def review_of_bloc(bloc: int) -> tuple[str, str] | None:
    """Where the review of the bloc stands: the code of the unit that holds it, and its short name."""
    return Review.objects.filter(bloc=bloc).values_list("unit__code", "slug").first()
