"""Ratings of units: one unit over the years, a superior's units in a year."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.utils.timezone import localdate

from viecthat.organisation.choices import RatingState
from viecthat.organisation.models import InitiativeYear, UnitRating, UnitScore
from viecthat.organisation.queries.branches import judged_units
from viecthat.organisation.rules.standing import BASE, UnitClass, initiatives, rated_as, unit_classes
from viecthat.units.queries import UnitKind, UnitRow, kinds, units_by_id
from viecthat.units.queries.scope import among

if TYPE_CHECKING:
    from decimal import Decimal

    from viecthat.accounts.models import Account
    from viecthat.organisation.rules.standing import Criterion

TREND = 5  # years


@dataclass(frozen=True)
class RatedUnit:
    """A unit in a year: its rating if any, the points it proposed, and what it was given in the years before."""

    unit: UnitRow
    kind: UnitKind
    rating: UnitRating | None
    points: Decimal | None
    trend: tuple[tuple[int, UnitClass | None], ...]

    @property
    def given(self) -> UnitClass | None:
        """The class that was decided."""
        return None if self.rating is None else _class(self.rating.given_class, self.rating.year)

    @property
    def proposed(self) -> UnitClass | None:
        """The class that was proposed."""
        return None if self.rating is None else _class(self.rating.proposed_class, self.rating.year)


@dataclass(frozen=True)
class RegisteredUnit:
    """A base unit in a year of the three initiatives."""

    unit: UnitRow
    row: InitiativeYear | None

    @property
    def lines(self) -> list[tuple[Criterion, str, bool | None]]:
        """Each criterion with what was undertaken, and whether it was met once that is decided."""
        if self.row is None:
            return []
        known = initiatives(date(self.row.year, 12, 31))
        met: list[bool | None] = [*self.row.met] or [None] * len(self.row.plans)
        return list(zip(known, self.row.plans, met, strict=False))


def rating_of(unit: int, year: int) -> UnitRating | None:
    """The unit's rating of the year."""
    found = UnitRating.objects.filter(unit=unit, year=year)
    return found.select_related("proposed_by", "decided_by").first()


def trend_of(unit: int, year: int) -> tuple[tuple[int, UnitClass | None], ...]:
    """What the unit was given in the last years up to `year`, oldest first. One query."""
    return _trends([unit], year)[unit]


def classes_given(units: Collection[int], year: int) -> dict[int, str]:
    """The class each of these units was given for the year, by code; those without are left out. One query."""
    decided = UnitRating.objects.filter(among(units), year=year, state=RatingState.DECIDED)
    return dict(decided.values_list("unit", "given_class"))


def rated_units(actor: Account, at: datetime, year: int, *, within: int | None = None) -> list[RatedUnit]:
    """Branches and base units the actor sees, in the order of the tree, with their rating of the year. Five queries."""
    units = judged_units(actor, at, within=within)
    rows, known = units_by_id(set(units), localdate(at)), kinds()
    ratings = {row.unit_id: row for row in UnitRating.objects.filter(among(units), year=year)}
    scores = UnitScore.objects.filter(rating__in=list(ratings.values())).order_by()
    points = dict(scores.values_list("rating").annotate(total=Sum("points")))
    trends = _trends(units, year)
    return [
        RatedUnit(
            rows[unit],
            known[rows[unit].kind],
            ratings.get(unit),
            points.get(ratings[unit].pk) if unit in ratings else None,
            trends[unit],
        )
        for unit in units
    ]


def registered_units(actor: Account, at: datetime, year: int, *, within: int | None = None) -> list[RegisteredUnit]:
    """Base units the actor sees with their registration of the year. Three queries."""
    codes = [code for code, kind in kinds().items() if rated_as(code, kind.level) == BASE]
    units = judged_units(actor, at, within=within, codes=codes)
    rows = units_by_id(set(units), localdate(at))
    found = {row.unit_id: row for row in InitiativeYear.objects.filter(among(units), year=year)}
    return [RegisteredUnit(rows[unit], found.get(unit)) for unit in units]


def initiative_of(unit: int, year: int) -> InitiativeYear | None:
    """The unit's registration for the year."""
    found = InitiativeYear.objects.filter(unit=unit, year=year)
    return found.select_related("registered_by", "decided_by").first()


def initiatives_of(unit: int) -> list[InitiativeYear]:
    """Every year the unit registered, newest first."""
    return list(InitiativeYear.objects.filter(unit=unit).order_by("-year"))


def _trends(units: Sequence[int], year: int) -> dict[int, tuple[tuple[int, UnitClass | None], ...]]:
    years = range(year - TREND + 1, year + 1)
    given = UnitRating.objects.filter(among(units), year__in=list(years), state=RatingState.DECIDED)
    classes = {(unit, one): code for unit, one, code in given.values_list("unit", "year", "given_class")}
    return {unit: tuple((one, _class(classes.get((unit, one), ""), one)) for one in years) for unit in units}


def _class(code: str, year: int) -> UnitClass | None:
    return unit_classes(date(year, 12, 31)).get(code)
