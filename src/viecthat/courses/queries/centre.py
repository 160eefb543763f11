"""Service centres of the Union: the targets approved for their year, beside what their courses brought in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Sum

from viecthat.courses.choices import CourseState
from viecthat.courses.models import Payment
from viecthat.kernel.periods import Period
from viecthat.plans.queries import targets_in_force
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.plans.models import Target
    from viecthat.units.queries.scope import UnitScope

CENTRES = frozenset({"service_centre", "provincial_centre"})
REVENUE = "class_revenue"
MOST = 200


@dataclass(frozen=True)
class CentreYear:
    """A centre with its targets of the year and its confirmed revenue in đồng."""

    unit: UnitRow
    targets: tuple[Target, ...]
    revenue: int

    @property
    def revenue_goal(self) -> int | None:
        """What was undertaken in revenue, in đồng."""
        return next((one.goal for one in self.targets if one.indicator.code == REVENUE), None)


def centres_in(units: UnitScope, year: int, today: date) -> list[CentreYear]:
    """Centres of these units as the tree lays them out. Three queries."""
    tree = tree_on(today)
    here = [unit for unit in tree.units[tree.positions_of(CENTRES)].tolist() if unit in units][:MOST]
    if not here:
        return []
    rows = units_by_id(set(here), today)
    targets: dict[int, list[Target]] = {}
    for target in targets_in_force(here, Period(date(year, 1, 1), date(year + 1, 1, 1))):
        targets.setdefault(target.unit_id, []).append(target)
    earned = dict(
        Payment.objects.filter(
            enrolment__course__unit__in=here, enrolment__course__state=CourseState.CONFIRMED,
            enrolment__course__end__year=year,
        ).order_by().values_list("enrolment__course__unit").annotate(s=Sum("amount"))
    )  # fmt: skip
    return [CentreYear(rows[unit], tuple(targets.get(unit, ())), int(earned.get(unit) or 0)) for unit in here]
