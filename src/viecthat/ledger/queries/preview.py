"""What a figure would change before it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share
from viecthat.ledger.feed import LedgerSource
from viecthat.ledger.models import Indicator
from viecthat.ledger.queries.indicators import measure_of
from viecthat.plans.queries import targets_in_force
from viecthat.rollup.ask import By, ask
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.plans.models import Target


@dataclass(frozen=True, slots=True)
class Effect:
    """One review page the figure would reach: its year before and after, and the target it would count for, if any.

    A plain figure has `before` and `after` in the indicator's smallest unit; a ratio has them as shares.
    """

    unit: UnitRow
    before: int | Share
    after: int | Share
    target: "Target | None"


@dataclass(frozen=True, slots=True)
class Preview:
    """The figure as it would be written, and every page it would reach from the unit up to the top.

    `elsewhere`: the unit has no place of its own on today's map, so the figure counts for the first page's unit.
    """

    unit: UnitRow
    indicator: Indicator
    quantity: int | Share
    period: Period
    effects: tuple[Effect, ...]
    elsewhere: bool


def preview_of(unit: UnitRow, indicator: Indicator, quantity: int | Share, day: date, *, today: date) -> Preview:
    """What declaring this figure would change, under today's map, in the calendar year of its day."""
    unit_map = map_on(today)
    place, _how = unit_map.stands_at(unit.id)
    path = [] if place is None else [place, *reversed(unit_map.tree.ancestors(place))]
    year = Period.year(day.year)
    table = ask(
        {indicator.pk: measure_of(indicator)},
        units=path,
        periods=[year],
        by=By.NONE,
        map=unit_map,
        source=LedgerSource(),
    )
    rows = units_by_id(path, today)
    targets = _targets(path, indicator, day)
    effects = []
    for reached in path:
        row = table.one(reached, indicator.pk, year)
        before: int | Share = Share(row.n or 0, row.of or 0) if row.value is None else row.value
        effects.append(Effect(rows[reached], before, _added(before, quantity), targets.get(reached)))
    return Preview(unit, indicator, quantity, year, tuple(effects), place != unit.id)


def _added(before: int | Share, quantity: int | Share) -> int | Share:
    if isinstance(before, Share) and isinstance(quantity, Share):
        return before + quantity
    if isinstance(before, Share) or isinstance(quantity, Share):
        raise TypeError("a ratio takes a share, a plain figure a number")
    return before + quantity


def _targets(units: Sequence[int], indicator: Indicator, day: date) -> "dict[int, Target]":
    of_day = targets_in_force(list(units), Period(day, day + timedelta(days=1)))
    return {target.unit_id: target for target in of_day if target.indicator_id == indicator.pk}
