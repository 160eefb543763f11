"""Reads of many activities: found by what was asked for, with their results and units."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.activities.choices import TAKEN_BACK, State
from viecthat.activities.models import Activity, ActivityPosting, Evidence, Participation
from viecthat.activities.queries.results import Result, live_results_of
from viecthat.kernel.made_up import MadeUp
from viecthat.kernel.names import fold
from viecthat.ledger.choices import Grade
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import UnitScope, units_where
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.kernel.periods import Period

ORDERS = {
    "ngay": ("day", "pk"),
    "-ngay": ("-day", "-pk"),
    "ten": ("folded_title", "pk"),
    "-ten": ("-folded_title", "-pk"),
    "nguoi": ("head_count", "pk"),
    "-nguoi": ("-head_count", "-pk"),
}
NEWEST = "-ngay"
_CHUNK = 500
# Counted one by one: a join would be made for the whole list before its first page is cut off.
_EVIDENCE_OF_ONE = (
    Evidence.objects.filter(activity=OuterRef("pk")).order_by().values("activity").annotate(n=Count("pk")).values("n")
)


@dataclass(frozen=True)
class ListedActivity:
    """An activity in a list: its unit as it is named today, and what of its results counts now."""

    activity: Activity
    unit: UnitRow
    results: tuple[Result, ...]
    made_up: MadeUp

    @property
    def grade(self) -> Grade | None:
        """The weakest proof among its results; None when nothing counts."""
        return min((result.grade for result in self.results), default=None)


@dataclass(frozen=True)
class UnitStep:
    """A unit to go on to, and how deep it stands among the others offered."""

    unit: UnitRow
    depth: int


def activities_of(units: Collection[int]) -> QuerySet[Activity]:
    """What these units did, newest first, with how many pieces of evidence."""
    return activities_found(UnitScope(tuple(units)))


def activities_found(
    scope: UnitScope,
    *,
    kind: str = "",
    state: str = "",
    documented: bool | None = None,
    text: str = "",
    period: Period | None = None,
    person: int | None = None,
    order: str = NEWEST,
) -> QuerySet[Activity]:
    """Activities of the units in scope that fit all that is asked, with `evidence_count`.

    text: part of the title, with or without marks. documented: with or without evidence or named people.
    period: begun on one of its days. person: who took part. order: a key of ORDERS.
    """
    found = Activity.objects.filter(scope.of("unit")).select_related("kind", "recorded_by")
    found = found.annotate(evidence_count=Coalesce(Subquery(_EVIDENCE_OF_ONE), 0))
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(state=state)
    if documented is not None:
        found = found.filter(_documented() if documented else ~_documented())
    if wanted := fold(text):
        found = found.filter(folded_title__contains=wanted)
    if period is not None:
        found = found.filter(day__gte=period.start, day__lt=period.end)
    if person is not None:
        found = found.filter(Exists(Participation.objects.filter(activity=OuterRef("pk"), person=person)))
    return found.order_by(*ORDERS[order])


def challenges(scope: UnitScope, *, challenge: str = "", outcome: str = "") -> QuerySet[Activity]:
    """Hard, new and pressing matters that units in scope took on, the newest first."""
    found = activities_found(scope).exclude(challenge="").exclude(state__in=TAKEN_BACK)
    if challenge:
        found = found.filter(challenge=challenge)
    return found.filter(outcome=outcome) if outcome else found


def undocumented_activities(scope: UnitScope) -> QuerySet[Activity]:
    """Recorded work of the units in scope whose figures stand as declared, for want of a photo or a list of names."""
    declared = ActivityPosting.objects.filter(
        activity=OuterRef("pk"), posting__reversed_by__isnull=True, posting__entries__grade=Grade.DECLARED
    )
    return activities_found(scope, state=State.RECORDED, documented=False).filter(Exists(declared))


def activities_to_verify(actor: Account, at: datetime) -> QuerySet[Activity]:
    """Recorded work that `actor` may verify: of the units they reach as a verifier, and not recorded by themselves."""
    scope = units_where(actor, Capability.VERIFY, at)
    return activities_found(scope, state=State.RECORDED).exclude(recorded_by=actor)


def unit_path(actor: Account, unit: int | None, at: datetime) -> list[UnitStep]:
    """Units to go on to from `unit`: those above it that `actor` reaches, itself, and those right below it.

    Without a unit, or from one that has ended: where their roles stand, and what is right below when that is one.
    """
    unit_map = map_on(localdate(at))
    tree = unit_map.tree
    held = {unit_map.stands_at(u)[0] for u in authority_of(actor, at).units_for(Capability.SEE)}
    tops = sorted((u for u in held if u is not None), key=tree.position)
    if unit is not None and unit in tree:
        path = [u for u in (*tree.ancestors(unit), unit) if any(tree.covers(top, u) for top in tops)]
        steps = list(zip(path, range(len(path)), strict=True))
        lowest = path[-1:]
    else:
        highest = [u for u in tops if not any(top != u and tree.covers(top, u) for top in tops)]
        steps = [(u, 0) for u in (*highest, *([unit] if unit is not None else []))]
        lowest = highest if len(highest) == 1 else []
    steps += [(u, steps[-1][1] + 1) for above in lowest for u in tree.children(above)]
    rows = units_by_id({u for u, _depth in steps}, localdate(at))
    return [UnitStep(rows[u], depth) for u, depth in steps]


def listed(activities: Sequence[Activity], today: date) -> list[ListedActivity]:
    """These activities as a list shows them. Three queries for any number."""
    live = live_results_of([activity.pk for activity in activities])
    units = units_by_id({activity.unit_id for activity in activities}, today)
    return [ListedActivity(a, units[a.unit_id], live[a.pk].results, live[a.pk].made_up) for a in activities]


def listed_in_chunks(activities: QuerySet[Activity], today: date) -> Iterator[ListedActivity]:
    """All of them, a few hundred at a time, for a file of any length."""
    for page in Paginator(activities, _CHUNK):
        yield from listed(list(page.object_list), today)


def _documented() -> Q:
    shown = Exists(Evidence.objects.filter(activity=OuterRef("pk")))
    named = Exists(Participation.objects.filter(activity=OuterRef("pk")))
    return Q(shown) | Q(named)
