"""The answer to a question about figures: columns over (place, period) for each indicator."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from viecthat.figures.choices import Against
from viecthat.figures.queries.attained import Attained, attained_of
from viecthat.figures.queries.parts import is_part, part_told, parts_by_whole
from viecthat.figures.queries.question import FigureQuestion, counts_people, refuse_too_large, year_before
from viecthat.kernel.made_up import MadeUp
from viecthat.ledger.feed import LedgerSource
from viecthat.ledger.queries import datasets_behind
from viecthat.people.queries.groups import people_groups
from viecthat.people.rules.groups import groups_kept_back
from viecthat.rollup.answer import OWN, Grades, Table
from viecthat.rollup.ask import ask
from viecthat.rollup.measures import Stock
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from datetime import date

    from viecthat.kernel.periods import Period
    from viecthat.ledger.models import Dataset, Indicator
    from viecthat.rollup.answer import Grid, Way
    from viecthat.rollup.people_groups import PersonSource
    from viecthat.rollup.placement import UnitMap

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Place:
    """A line of the answer: a unit; what stands at a unit itself; the whole of an opened unit; or a sum of units.

    unit: the unit, None for a sum. of: the unit that was asked about. opens: whether the reader may open it.
    """

    unit: UnitRow | None
    of: UnitRow | None
    is_own: bool = False
    is_total: bool = False
    opens: bool = True


@dataclass(frozen=True)
class Columns:
    """One indicator over (place, period).

    counted: the figure, or n of a share, as far as it is proved well enough; `grades` split it by proof (declared,
    evidenced, verified), whatever the wish. of: N of a share. known: whether there is anything to show. hidden: of too
    few people to be shown. entries: ledger lines. additive: whether the parts add to the whole.
    """

    counted: Numbers
    grades: Numbers
    entries: Numbers
    reported_by: Numbers
    of: Numbers | None
    known: Mask
    hidden: Mask
    additive: bool

    def grades_at(self, place: int, period: int) -> Grades:
        """The split of one figure."""
        return Grades(*self.grades[place, period].tolist())


@dataclass(frozen=True)
class Answer:
    """Everything a table, chart or file of the question shows.

    before: the same a year earlier, when wished. attained: goals by (place, indicator, period). outside: ledger lines
    that stand nowhere on the map. datasets: the outside sources of these indicators in these periods.
    """

    question: FigureQuestion
    places: tuple[Place, ...]
    columns: dict[int, Columns]
    before: dict[int, Columns]
    attained: dict[tuple[int, int, int], Attained]
    way: Way
    outside: int
    unit_map: UnitMap
    datasets: tuple[Dataset, ...]

    @property
    def made_up(self) -> MadeUp:
        """What of the figures is made up for a demonstration; whoever shows them says so."""
        return MadeUp.among(dataset.made_up for dataset in self.datasets)

    @cached_property
    def is_empty(self) -> bool:
        """Whether nothing at all was recorded of what was asked."""
        return not any(columns.entries.any() for columns in self.columns.values())

    def overlap(self, indicator: Indicator, unit: UnitRow, period: int) -> int:
        """What the parts of an opened unit add up to beyond its whole: people seen in several parts."""
        columns = self.columns[indicator.pk]
        parts = [i for i, p in enumerate(self.places) if p.of == unit and not p.is_total]
        whole = next((i for i, p in enumerate(self.places) if p.of == unit and p.is_total), None)
        if whole is None or columns.of is not None:
            return 0
        return int(columns.counted[parts, period].sum() - columns.counted[whole, period])


def answer_of(
    question: FigureQuestion,
    *,
    today: date,
    beyond_reach: Collection[int] = frozenset(),
    fewest_people: int = 0,
    without_files: Collection[int] = frozenset(),
) -> Answer:
    """Ask the ledger. `beyond_reach`: units whose figures of fewer than `fewest_people` people are kept back.

    without_files: units whose people the reader may not see, so that groups of people are kept back there.

    Raises Refused when a unit does not stand in the map or the answer would be too large.
    """
    unit_map = map_on(question.map_day)
    refuse_too_large(question, unit_map)
    source = LedgerSource().hold()
    earlier = Against.LAST_YEAR in question.against
    shifted = tuple(year_before(period) for period in question.periods)
    table = ask(
        {indicator.pk: question.measure(indicator) for indicator in question.indicators},
        units=[unit.id for unit in question.units],
        periods=[*question.periods, *(shifted if earlier else ())],
        by=question.grain,
        map=unit_map,
        source=source,
        as_known=question.as_known,
        explain=True,
    )
    places, order, summed = _places(question, table, unit_map, frozenset(beyond_reach))
    if question.groups:
        table = _with_parts(question, table, unit_map, source)
    maker = _Maker(question, table, places, order, summed, fewest_people, frozenset(without_files))
    attained = {}
    if Against.TARGET in question.against:
        attained = attained_of(question, places, unit_map=unit_map, source=source, today=today)
    return Answer(
        question=question,
        places=places,
        columns=maker.columns(question.periods),
        before=maker.columns(shifted) if earlier else {},
        attained=attained,
        way=table.way,
        outside=table.outside,
        unit_map=unit_map,
        datasets=_datasets(question),
    )


def _with_parts(question: FigureQuestion, table: Table, unit_map: UnitMap, source: PersonSource) -> Table:
    """The same table with the parts by groups of people."""
    parts = {one.pk: part_told(one, question.groups) for one in question.shown if is_part(one)}
    if not parts:
        return table
    opened = {
        one.pk: question.measure(one) for one in question.indicators if one.pk in {p.whole for p in parts.values()}
    }
    told = ask(
        opened,
        units=[unit.id for unit in question.units],
        periods=table.periods,
        by=question.grain,
        map=unit_map,
        source=source,
        as_known=question.as_known,
        groups=people_groups(question.groups),
    )
    grids = {key: table.grid(key) for key in table.keys}
    grids |= {pk: told.grid((part.whole, part.group)) for pk, part in parts.items()}
    return Table(table.regions, table.periods, grids, table.way, table.outside)


def _datasets(question: FigureQuestion) -> tuple[Dataset, ...]:
    parts = {i.pk for i in question.indicators}
    parts |= {part for i in question.indicators for part in (i.numerator_id, i.denominator_id) if part is not None}
    # A stock is what was left by everything before.
    start = None if any(isinstance(question.measure(i), Stock) for i in question.indicators) else question.first_day
    return tuple(datasets_behind(parts, start, max(period.end for period in question.periods)))


def _places(
    question: FigureQuestion, table: Table, unit_map: UnitMap, beyond: frozenset[int]
) -> tuple[tuple[Place, ...], list[int], bool]:
    """Places in the order of the page, the region of each, and whether one more is to be summed from the units.

    Parts first, what stands at the unit itself after them, its whole last. What stands nowhere and holds nothing is
    left out.
    """
    ids = {unit for unit, _ in table.regions} | {part for _, part in table.regions if isinstance(part, int)}
    names = units_by_id(ids, question.map_day)
    asked = {unit.id: names[unit.id] for unit in question.units}
    if not question.by:
        places = [Place(asked[unit], asked[unit], opens=unit not in beyond) for unit, _ in table.regions]
        summed = len(places) > 1 and _apart(list(asked), unit_map)
        return (*places, *([Place(None, None, is_total=True)] if summed else [])), list(range(len(places))), summed
    lines = np.sum([table.grid(key).entries.sum(axis=1) for key in table.keys], axis=0)
    found: list[tuple[Place, int]] = []
    wholes: list[tuple[Place, int]] = []
    for region, (unit, part) in enumerate(table.regions):
        if part is None:
            wholes.append((Place(asked[unit], asked[unit], is_total=True, opens=unit not in beyond), region))
        elif part == OWN:
            if lines[region]:
                found.append((Place(asked[unit], asked[unit], is_own=True, opens=unit not in beyond), region))
        else:
            found.append((Place(names[part], asked[unit], opens=part not in beyond), region))
    together = [*found, *wholes]
    return tuple(place for place, _ in together), [region for _, region in together], False


def _apart(units: list[int], unit_map: UnitMap) -> bool:
    """Whether none of the units stands inside another."""
    spans = sorted(unit_map.tree.span(unit) for unit in units)
    return all(end <= start for (_, end), (start, _) in pairwise(spans))


@dataclass(frozen=True)
class _Maker:
    """Takes the columns of the answer out of the grids of the roll-up."""

    question: FigureQuestion
    table: Table
    places: Sequence[Place]
    order: list[int]
    summed: bool
    fewest: int
    without_files: frozenset[int] = frozenset()

    def columns(self, periods: Sequence[Period]) -> dict[int, Columns]:
        """Every indicator over the places and these periods."""
        at = [self.table.periods.index(period) for period in periods]
        found = {i.pk: self._columns(i, self.table.grid(i.pk), at) for i in self.question.shown}
        if self.without_files:
            for parts in parts_by_whole(self.question.shown).values():
                self._keep_back([found[part.pk] for part in parts])
        return found

    def _keep_back(self, parts: list[Columns]) -> None:
        """Hide the groups of places where somebody could be recognised by whoever may not see them."""
        rows = [n for n, place in enumerate(self.places) if not place.is_total]
        wholes = [n for n, place in enumerate(self.places) if place.is_total]
        shut = [self._is_shut(place) for place in self.places]
        counts = np.stack([part.counted for part in parts], axis=-1)
        for period in range(counts.shape[1]):
            kept = groups_kept_back(counts[rows, period].tolist(), [shut[n] for n in rows])
            hidden = {rows[n] for n in kept.rows}
            told = counts[wholes, period].tolist()
            own = groups_kept_back(told, [shut[n] for n in wholes]).rows
            hidden |= {n for k, n in enumerate(wholes) if kept.whole or k in own}
            for part in parts:
                part.hidden[sorted(hidden), period] = True

    def _is_shut(self, place: Place) -> bool:
        unit = place.unit
        return unit is not None and unit.id in self.without_files

    def _columns(self, indicator: Indicator, grid: Grid, at: list[int]) -> Columns:
        grades, entries = self._taken(grid.grades, at), self._taken(grid.entries, at)
        of = None if grid.of is None else self._taken(grid.of, at)
        counted: Numbers = grades[..., self.question.proof.lowest :].sum(axis=-1)
        known = entries > 0 if of is None else of > 0
        if self.summed and not grid.additive:
            # The same people may stand in two of the units: a sum would count them twice.
            known[-1] = False
        hidden = np.zeros_like(known)
        if counts_people(indicator) and self.fewest:
            shut = np.array([not place.opens for place in self.places], dtype=np.bool_)
            hidden = shut[:, np.newaxis] & (counted > 0) & (counted < self.fewest)
        return Columns(counted, grades, entries, self._taken(grid.reported_by, at), of, known, hidden, grid.additive)

    def _taken(self, numbers: Numbers, at: list[int]) -> Numbers:
        taken: Numbers = numbers[self.order][:, at]
        return np.concatenate([taken, taken.sum(axis=0, keepdims=True)]) if self.summed else taken
