"""Where units stand in a drive: figures of its days from the ledger against targets, and points by its criteria."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from viecthat.commendations.choices import ScoreBy
from viecthat.commendations.models import Criterion, Drive, DriveTarget, HandScore
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import unscaled
from viecthat.ledger.feed import LedgerSource
from viecthat.ledger.queries.indicators import measure_of
from viecthat.organisation.queries.rating import classes_given
from viecthat.organisation.rules.standing import unit_classes
from viecthat.rollup.ask import ask
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator

_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Reached:
    """What the drive's unit, or one below, reached of a target, in the unit people say, and of which goal."""

    target: DriveTarget
    amount: Decimal
    goal: Decimal | None

    @property
    def percent(self) -> Decimal | None:
        """Of the goal; None where there is none for the unit."""
        return (self.amount * 100 / self.goal).quantize(_TENTH, ROUND_HALF_UP) if self.goal else None

    @property
    def done(self) -> bool:
        """Whether the goal is reached."""
        return self.goal is not None and self.amount >= self.goal


@dataclass(frozen=True)
class Point:
    """Points of a unit by a criterion: how many, and what they come from (a figure, a place, a class, evidence)."""

    criterion: Criterion
    points: Decimal
    amount: Decimal | None = None
    place: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Standing:
    """A unit directly below the drive's: what it reached, its points; `place` by points."""

    unit: UnitRow
    reached: tuple[Reached, ...]
    points: tuple[Point, ...]
    place: int = 0

    @property
    def total(self) -> Decimal:
        """All its points."""
        return sum((one.points for one in self.points), Decimal(0))


@dataclass(frozen=True)
class DriveStanding:
    """The whole and each unit below it, the best first."""

    period: Period
    whole: tuple[Reached, ...]
    rows: tuple[Standing, ...]
    most: Decimal


def standing_of(drive: Drive, today: date) -> DriveStanding:
    """Figures of the drive's days so far and points, for its unit and those directly below it on the day it ended.

    Everything counted is asked of the ledger in one question; classes in one query a year, points by hand in one.
    """
    period = Period(drive.start, drive.end + timedelta(days=1))
    unit_map = map_on(min(max(drive.start, today), drive.end))
    top = unit_map.stands_at(drive.unit_id)[0]
    targets = list(drive.targets.select_related("indicator"))
    criteria = list(drive.criteria.select_related("indicator"))
    if top is None:
        return DriveStanding(period, (), (), Decimal(0))
    below = list(unit_map.tree.children(top))
    counted = {one.indicator_id: one.indicator for one in targets}
    counted |= {one.indicator_id: one.indicator for one in criteria if one.indicator_id and one.indicator}
    asked = {pk: measure_of(one) for pk, one in counted.items()}
    table = ask(asked, units=[top, *below], periods=[period], map=unit_map, source=LedgerSource())

    def figure(unit: int, indicator: int) -> int:
        row = table.one(unit, indicator, period)
        return (row.people if row.people is not None else row.value) or 0

    values = {(unit, pk): figure(unit, pk) for unit in (top, *below) for pk in asked}
    whole = tuple(_reached(one, values[top, one.indicator_id], one.goal) for one in targets)
    rows = units_by_id({*below}, min(today, drive.end))
    points = _points(criteria, below, values, drive)
    found = [
        Standing(
            rows[unit],
            tuple(_reached(one, values[unit, one.indicator_id], one.each) for one in targets),
            tuple(points[unit]),
        )
        for unit in below
    ]
    found.sort(key=lambda row: (-row.total, -sum(one.done for one in row.reached)))
    placed = tuple(
        Standing(row.unit, row.reached, row.points, 1 + sum(other.total > row.total for other in found))
        for row in found
    )
    return DriveStanding(period, whole, placed, sum((one.points for one in criteria), Decimal(0)))


def _reached(target: DriveTarget, value: int, goal: int | None) -> Reached:
    decimals = target.indicator.decimals
    return Reached(target, unscaled(value, decimals), unscaled(goal, decimals) if goal else None)


def _points(
    criteria: Sequence[Criterion], units: Sequence[int], values: Mapping[tuple[int, int], int], drive: Drive
) -> dict[int, list[Point]]:
    found: dict[int, list[Point]] = {unit: [] for unit in units}
    by_hand: dict[tuple[int, int], HandScore] = {
        (row.criterion_id, row.unit_id): row for row in HandScore.objects.filter(criterion__drive=drive)
    }
    years = {one.year for one in criteria if one.by == ScoreBy.RATING and one.year is not None}
    classes = {year: classes_given(units, year) for year in years}
    for one in criteria:
        for unit in units:
            found[unit].append(_point(one, unit, units, values, classes, by_hand, drive))
    return found


def _point(
    one: Criterion,
    unit: int,
    units: Sequence[int],
    values: Mapping[tuple[int, int], int],
    classes: Mapping[int, Mapping[int, str]],
    by_hand: Mapping[tuple[int, int], HandScore],
    drive: Drive,
) -> Point:
    if one.by == ScoreBy.HAND:
        row = by_hand.get((one.pk, unit))
        return Point(one, row.points, words=row.evidence) if row else Point(one, Decimal(0))
    if one.by == ScoreBy.RATING:
        known = unit_classes(drive.start)
        given = classes.get(one.year or 0, {}).get(unit, "")
        order = list(known)
        good = given in known and one.rating in known and order.index(given) <= order.index(one.rating)
        return Point(one, one.points if good else Decimal(0), words=str(known[given]) if given in known else "")
    indicator: Indicator = one.indicator  # type: ignore[assignment]
    value, bar = values[unit, indicator.pk], one.bar or 1
    amount = unscaled(value, indicator.decimals)
    if one.by == ScoreBy.FIGURE:
        part = min(Decimal(1), Decimal(max(value, 0)) / bar)
        return Point(one, _tenths(one.points * part), amount)
    place = 1 + sum(values[other, indicator.pk] > value for other in units)
    got = one.points * (bar + 1 - place) / bar if value > 0 and place <= bar else Decimal(0)
    return Point(one, _tenths(got), amount, place)


def _tenths(points: Decimal) -> Decimal:
    return points.quantize(_TENTH, ROUND_HALF_UP)
