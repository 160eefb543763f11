"""Work by what it serves: movements, companion programmes, values, groups of young people. Added up by the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, F, Func, Sum
from django.utils.translation import get_language

from viecthat.activities.choices import COUNTED, Movement, YouthGroup
from viecthat.activities.models import Activity, ActivityPosting
from viecthat.activities.queries.kinds import kind_book
from viecthat.catalogue.readers import rows

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.activities.models import ActivityKind
    from viecthat.kernel.periods import Period
    from viecthat.units.queries.scope import UnitScope

SERVED = "people_served"
COMPANION = (Movement.STUDY, Movement.CAREER, Movement.SKILLS)


@dataclass(frozen=True)
class WorkSum:
    """Activities that were done, by how many units, with how many taking part (turns) and how many served."""

    activities: int = 0
    units: int = 0
    heads: int = 0
    served: int = 0


@dataclass(frozen=True)
class KindSum:
    """What came of one kind of work."""

    kind: ActivityKind
    sum: WorkSum


@dataclass(frozen=True)
class MovementSum:
    """A movement or companion programme with the kinds of work that serve it; what serves two stands in both."""

    movement: Movement
    sum: WorkSum
    kinds: tuple[KindSum, ...]


@dataclass(frozen=True)
class GroupSum:
    """A group of young people: work that reached it, and people served where no other group was.

    shared: people served by work that reached other groups too; nobody knows how many of them are of this one.
    """

    group: YouthGroup
    activities: int
    served: int
    shared: int


@dataclass(frozen=True)
class ValueSum:
    """What a young person should be, what that asks for, and the education work that serves it."""

    code: str
    name: str
    asks: str
    kinds: tuple[KindSum, ...]

    @property
    def activities(self) -> int:
        """All work of these kinds."""
        return sum(one.sum.activities for one in self.kinds)

    @property
    def heads(self) -> int:
        """All who took part, as often as they did."""
        return sum(one.sum.heads for one in self.kinds)


def work_done(scope: UnitScope, period: Period) -> QuerySet[Activity]:
    """What units in scope did, begun in the period; neither planned nor taken back."""
    return Activity.objects.filter(
        scope.of("unit"), state__in=COUNTED, day__gte=period.start, day__lt=period.end
    ).order_by()


def movement_sums(scope: UnitScope, period: Period, today: date) -> list[MovementSum]:
    """Every movement, in its order, by the kinds of today. Twelve queries at most, however much work there is."""
    done = work_done(scope, period)
    by_kind = _by_kind(done)
    book = kind_book()
    served_by: dict[str, list[KindSum]] = {one.value: [] for one in Movement}
    for version in (v for code in by_kind if (v := book.on(code, today)) is not None):
        for movement in version.serves:
            served_by[movement].append(KindSum(version.kind, by_kind[version.kind_id]))
    found = []
    for one in Movement:
        kinds = sorted(served_by[one.value], key=lambda row: -row.sum.activities)
        units = _units(done, [row.kind.pk for row in kinds]) if kinds else 0
        found.append(MovementSum(one, _added(kinds, units), tuple(kinds)))
    return found


def movement_sum(movement: Movement, scope: UnitScope, period: Period, today: date) -> MovementSum:
    """One of them, with every kind of work that serves it, done or not."""
    done, book = work_done(scope, period), kind_book()
    by_kind = _by_kind(done)
    versions = [version for version in book.offered_on(today) if movement in version.serves]
    kinds = [KindSum(version.kind, by_kind.get(version.kind_id, WorkSum())) for version in versions]
    return MovementSum(movement, _added(kinds, _units(done, [row.kind.pk for row in kinds])), tuple(kinds))


def group_sums(scope: UnitScope, period: Period) -> list[GroupSum]:
    """Every group of young people that work may reach, with what reached it. Three queries."""
    done = work_done(scope, period)
    unnested = Func(F("youth_groups"), function="unnest")
    counted = dict(done.annotate(group=unnested).values_list("group").annotate(n=Count("pk")))
    live = _served(done)
    alone = live.filter(activity__youth_groups__len=1).values_list("activity__youth_groups__0")
    only = dict(alone.annotate(n=Sum("posting__entries__quantity")))
    group = Func(F("activity__youth_groups"), function="unnest")
    several = live.filter(activity__youth_groups__len__gt=1).annotate(group=group).values_list("group")
    shared = dict(several.annotate(n=Sum("posting__entries__quantity")))
    return [
        GroupSum(one, counted.get(one.value, 0), int(only.get(one.value, 0)), int(shared.get(one.value, 0)))
        for one in YouthGroup
    ]


def value_sums(scope: UnitScope, period: Period) -> list[ValueSum]:
    """The values of `catalogue/youth_values.yaml` with the education work that serves them. Three queries."""
    by_kind, book = _by_kind(work_done(scope, period)), kind_book()
    english = get_language() == "en"
    found = []
    for row in rows("youth_values"):
        versions = [version for code in row["kinds"] if (version := book.on(code, period.last_day)) is not None]
        kinds = tuple(KindSum(one.kind, by_kind.get(one.kind_id, WorkSum())) for one in versions)
        name, asks = ("name_en", "asks_en") if english else ("name", "asks")
        found.append(ValueSum(row["code"], row[name], row[asks], kinds))
    return found


def _by_kind(done: QuerySet[Activity]) -> dict[str, WorkSum]:
    sums = done.values_list("kind").annotate(n=Count("pk"), units=Count("unit", distinct=True), heads=Sum("head_count"))
    served = dict(_served(done).values_list("activity__kind").annotate(n=Sum("posting__entries__quantity")))
    return {kind: WorkSum(n, units, heads, int(served.get(kind, 0))) for kind, n, units, heads in sums}


def _served(done: QuerySet[Activity]) -> QuerySet[ActivityPosting]:
    """The live postings that say how many were served."""
    return ActivityPosting.objects.filter(
        activity__in=done.values("pk"),
        posting__reverses__isnull=True,
        posting__reversed_by__isnull=True,
        posting__entries__indicator__code=SERVED,
    ).order_by()


def _units(done: QuerySet[Activity], kinds: Collection[str]) -> int:
    return done.filter(kind__in=kinds).aggregate(n=Count("unit", distinct=True))["n"] or 0


def _added(kinds: Iterable[KindSum], units: int) -> WorkSum:
    sums = [one.sum for one in kinds]
    return WorkSum(
        sum(one.activities for one in sums), units, sum(one.heads for one in sums), sum(one.served for one in sums)
    )
