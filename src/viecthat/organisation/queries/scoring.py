"""What the registers say for each criterion of a unit's rating: n of N. Computed, never stored until it is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from viecthat.kernel.periods import Period
from viecthat.organisation.choices import RatingState
from viecthat.organisation.models import UnitRating, UnitScore
from viecthat.organisation.queries.effects import floors_with_work
from viecthat.organisation.rules.standing import BASE, Criterion, criteria, unit_classes
from viecthat.people.queries.reorganisation import strength_of, units_with_secretary
from viecthat.people.queries.standing import fees_entered, members_rated, months_met
from viecthat.people.rules.membership import kinds_with_members
from viecthat.units.tree import tree_on


@dataclass(frozen=True)
class Scored:
    """A criterion with what the registers say of it; n and of None: the unit says."""

    criterion: Criterion
    n: int | None
    of: int | None
    points: Decimal | None
    reason: str = ""

    @property
    def computed(self) -> bool:
        """Whether the registers say it."""
        return self.n is not None


def scores_of(unit: int, rated_as: str, year: int, today: date) -> list[Scored]:
    """The unit's criteria of the year, those that are computed with n of N as of `today`. Ten queries at most."""
    said = _said(unit, rated_as, year, today)
    found = []
    for one in criteria(rated_as, year).values():
        if one.computed:
            n, of = said[one.computed]
            found.append(Scored(one, min(n, of), of, one.earned(min(n, of), of)))
        else:
            found.append(Scored(one, None, None, None))
    return found


def scores_kept(rating: UnitRating, rated_as: str) -> list[Scored]:
    """The points as they were proposed. One query."""
    known = criteria(rated_as, rating.year)
    rows = {row.criterion: row for row in UnitScore.objects.filter(rating=rating)}
    return [Scored(one, r.n, r.of, r.points, r.reason) for code, one in known.items() if (r := rows.get(code))]


def months_gone(year: int, today: date) -> list[date]:
    """The first days of the months of the year that have begun by `today`."""
    return [first for month in range(1, 13) if (first := date(year, month, 1)) <= today]


def _said(unit: int, rated_as: str, year: int, today: date) -> dict[str, tuple[int, int]]:
    months = months_gone(year, today)
    period = Period(date(year, 1, 1), date(year + 1, 1, 1))
    branches = _branches(unit, today) if rated_as == BASE else [unit]
    work = [pair for floor in floors_with_work() for pair in floor.days_of_work(branches, period)]
    rated = members_rated(branches, year)
    strength = strength_of([unit]).get(unit, 0)
    led = units_with_secretary(branches, today) if rated_as == BASE else {}
    return {
        "members_rated": (sum(n for n, _of in rated.values()), sum(of for _n, of in rated.values())),
        "active_months": (len({day.month for _unit, day in work}), len(months)),
        "fee_paid": (fees_entered([unit], period).get(unit, 0), strength * len(months)),
        "months_met": (months_met([unit], period).get(unit, 0), len(months)),
        "branches_rated": _branches_rated(branches, year) if rated_as == BASE else (0, 0),
        "branches_led": (len(led), len(branches)),
        "branches_active": (len({one for one, _day in work}), len(branches)),
    }


def _branches(unit: int, day: date) -> list[int]:
    tree = tree_on(day)
    if unit not in tree:
        return []
    branches: list[int] = tree.units[tree.positions_of(kinds_with_members(), within=unit)].tolist()
    return branches


def _branches_rated(branches: Sequence[int], year: int) -> tuple[int, int]:
    best = list(unit_classes(date(year, 12, 31)))[:2]
    given = UnitRating.objects.filter(unit__in=list(branches), year=year, state=RatingState.DECIDED)
    classes = list(given.values_list("given_class", flat=True))
    return sum(one in best for one in classes), len(branches)
