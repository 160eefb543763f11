"""A figure explained from top to bottom, and proved: every line under it added up anew, apart from the roll-up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from viecthat.figures.queries.opening import Opened, OpenedLine, opened_figure
from viecthat.kernel.periods import Period
from viecthat.ledger.choices import MeasureKind
from viecthat.ledger.queries import entries_behind
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator
    from viecthat.rollup.answer import Row
    from viecthat.rollup.placement import UnitMap
    from viecthat.units.queries import UnitRow

# How many units are listed below the first, the second and every further one.
MOST_UNITS = (6, 3, 2)
MOST_LINES = 5


@dataclass(frozen=True)
class RestOfUnits:
    """Sister units that are not listed one by one, and what they come to."""

    units: int
    value: int | None
    n: int | None
    of: int | None


@dataclass(frozen=True)
class ExplainedUnit:
    """A unit's part of the figure: the largest units below, the rest of them in one, and its own ledger lines.

    overlap: what the parts add up to beyond the whole, where people are seen in several units.
    opened: whether the inside was asked for; a unit below the depth shows its figure only.
    """

    unit: UnitRow
    row: Row
    opened: bool = False
    below: tuple[ExplainedUnit, ...] = ()
    rest: RestOfUnits | None = None
    overlap: int = 0
    own: Row | None = None
    lines: tuple[OpenedLine, ...] = ()
    rest_lines: int = 0
    rest_quantity: int = 0
    cancelled: int = 0


@dataclass(frozen=True)
class Proof:
    """Every line of the whole subtree, added up: how many, to what, and whether that is the figure.

    total: the value, or n. named: people counted by name, of `total`. of: N.
    """

    lines: int
    total: int
    of: int | None
    named: int
    holds: bool


@dataclass(frozen=True)
class Explained:
    """A figure with its tree and its proof."""

    indicator: Indicator
    period: Period
    tree: ExplainedUnit
    proof: Proof


def explained_figure(
    unit: UnitRow,
    indicator: Indicator,
    period: Period,
    *,
    map_day: date,
    as_known: datetime | None = None,
    depth: int = 3,
) -> Explained:
    """The figure opened `depth` levels down, at least one. Raises Refused when the unit does not stand in the map."""

    def explained(at_unit: UnitRow, level: int) -> ExplainedUnit:
        opened = opened_figure(
            unit, at_unit, indicator, period, map_day=map_day, as_known=as_known, most_lines=MOST_LINES
        )
        most = MOST_UNITS[min(level, len(MOST_UNITS) - 1)]
        # A rest of one is as long as the unit itself.
        shown = opened.parts[:most] if len(opened.parts) > most + 1 else opened.parts
        below = tuple(
            explained(part.unit, level + 1) if level + 1 < depth else ExplainedUnit(part.unit, part.row)
            for part in shown
        )
        return ExplainedUnit(
            unit=at_unit,
            row=opened.row,
            opened=True,
            below=below,
            rest=_rest([part.row for part in opened.parts[len(shown) :]]),
            overlap=_overlap(opened),
            own=opened.own,
            lines=opened.lines,
            rest_lines=opened.rest_lines,
            rest_quantity=opened.rest_quantity,
            cancelled=opened.cancelled,
        )

    tree = explained(unit, 0)
    proof = _proof(unit.id, indicator, period, tree.row, map_on(map_day), as_known)
    return Explained(indicator, period, tree, proof)


def _rest(rows: list[Row]) -> RestOfUnits | None:
    if not rows:
        return None
    if rows[0].value is not None:
        return RestOfUnits(len(rows), sum(row.value or 0 for row in rows), None, None)
    return RestOfUnits(len(rows), None, sum(row.n or 0 for row in rows), sum(row.of or 0 for row in rows))


def _overlap(opened: Opened) -> int:
    if opened.row.value is None:
        return 0
    own = 0 if opened.own is None else opened.own.value or 0
    return sum(part.row.value or 0 for part in opened.parts) + own - opened.row.value


def _proof(
    unit: int, indicator: Indicator, period: Period, row: Row, unit_map: UnitMap, as_known: datetime | None
) -> Proof:
    lo, hi = unit_map.tree.span(unit)
    under: list[int] = unit_map.known[(unit_map.places >= lo) & (unit_map.places < hi)].tolist()
    counted = indicator.numerator or indicator
    lines = _lines(counted, under, period, as_known)
    if indicator.measure == MeasureKind.COVERAGE:
        total = _covered(lines, indicator, unit_map, unit)
        of = len(unit_map.tree.positions_of(indicator.covers_kinds, within=unit))
        return Proof(len(lines), total, of, 0, (total, of) == (row.n, row.of))
    total = sum(quantity for _unit, _person, quantity in lines)
    if indicator.measure == MeasureKind.RATIO and indicator.denominator is not None:
        below = _lines(indicator.denominator, under, period, as_known)
        of = sum(quantity for _unit, _person, quantity in below)
        return Proof(len(lines) + len(below), total, of, 0, (total, of) == (row.n, row.of))
    if indicator.measure == MeasureKind.PEOPLE:
        net = Counter[int]()
        for _unit, person, quantity in lines:
            if person is not None:
                net[person] += quantity
        named = sum(quantity > 0 for quantity in net.values())
        total = named + sum(quantity for _unit, person, quantity in lines if person is None)
        return Proof(len(lines), total, None, named, total == row.value)
    return Proof(len(lines), total, None, 0, total == row.value)


Line = tuple[int, int | None, int]


def _lines(indicator: Indicator, units: list[int], period: Period, as_known: datetime | None) -> list[Line]:
    start = None if indicator.measure == MeasureKind.STOCK else period.start
    found = entries_behind(indicator=indicator.pk, units=units, start=start, end=period.end, as_known=as_known)
    return list(found.order_by().values_list("unit_id", "person_id", "quantity"))


def _covered(lines: list[Line], indicator: Indicator, unit_map: UnitMap, under: int) -> int:
    """How many units of the kinds have enough standing under them; each line is followed up from where it stands."""
    tree = unit_map.tree
    sums = Counter[int]()
    for unit, _person, quantity in lines:
        place, _how = unit_map.stands_at(unit)
        if place is not None:
            sums.update(dict.fromkeys((place, *tree.ancestors(place)), quantity))
    members = tree.units[tree.positions_of(indicator.covers_kinds, within=under)].tolist()
    return sum(sums[member] >= indicator.at_least for member in members)
