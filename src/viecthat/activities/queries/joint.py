"""Work that units did together: who was asked, who takes part in what their superiors do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet

from viecthat.accounts.choices import Capability
from viecthat.activities.choices import COUNTED, TAKEN_BACK, PartnerState
from viecthat.activities.models import Activity, ActivityPartner, Participation
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import units_where
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.kernel.periods import Period
    from viecthat.units.queries.scope import UnitScope

MOST_COLUMNS = 24
MOST_ROWS = 400


@dataclass(frozen=True)
class AskedRow:
    """A unit was named in another's work and has not answered."""

    row: ActivityPartner
    unit: UnitRow
    lead: UnitRow


@dataclass(frozen=True)
class MatrixRow:
    """A unit and how it took part in each of the superior's activities: "own", "joint", "people" or not ("")."""

    unit: UnitRow
    cells: tuple[str, ...]

    @property
    def taken(self) -> int:
        """In how many it took part."""
        return sum(1 for cell in self.cells if cell)


def partnerships_asked(actor: Account, at: datetime) -> QuerySet[ActivityPartner]:
    """Where units that the actor answers for were named and have not answered, the newest first."""
    found = partnerships_waiting(units_where(actor, Capability.RECORD, at))
    return found.select_related("activity", "activity__kind").order_by("-activity__day", "-pk")


def partnerships_waiting(scope: UnitScope) -> QuerySet[ActivityPartner]:
    """Where these units were named and have not answered."""
    found = ActivityPartner.objects.filter(scope.of("unit"), state=PartnerState.ASKED)
    return found.exclude(activity__state__in=TAKEN_BACK)


def asked_rows(rows: Sequence[ActivityPartner], today: date) -> list[AskedRow]:
    """These with the names of both units. One query."""
    units = units_by_id({unit for row in rows for unit in (row.unit_id, row.activity.unit_id)}, today)
    return [AskedRow(row, units[row.unit_id], units[row.activity.unit_id]) for row in rows]


def superior_activities(unit: int, period: Period) -> list[Activity]:
    """What a unit did itself in the period, the newest first; as many as a table can show. One query."""
    found = Activity.objects.filter(unit=unit, day__gte=period.start, day__lt=period.end, state__in=COUNTED)
    return list(found.select_related("kind").order_by("-day", "-pk")[:MOST_COLUMNS])


def taking_part(unit: int, activities: Sequence[Activity], today: date) -> list[MatrixRow]:
    """How each unit right below took part in these activities of `unit`. Four queries.

    "own": it, or a unit below it, recorded its own part; "joint": one of them did it together and confirmed;
    "people": somebody of theirs is named as having been there.
    """
    unit_map = map_on(today)
    tree = unit_map.tree
    if unit not in tree:
        return []
    below = tree.children(unit)[:MOST_ROWS]
    ids = [activity.pk for activity in activities]
    told: dict[tuple[int, int], str] = {}

    def note(pk: int | None, done_by: int | None, how: str) -> None:
        stands = unit_map.stands_at(done_by)[0] if done_by is not None else None
        if pk is None or stands is None or stands not in tree:
            return
        child = next((one for one in (*tree.ancestors(stands), stands) if one in children), None)
        if child is not None:
            told[(child, pk)] = how

    children = set(below)
    named = Participation.objects.filter(activity__in=ids, person__unit__isnull=False)
    for pk, by, _n in named.order_by().values_list("activity", "person__unit").annotate(Count("pk")):
        note(pk, by, "people")
    joint = ActivityPartner.objects.filter(activity__in=ids, state=PartnerState.CONFIRMED)
    for pk, by in joint.values_list("activity", "unit"):
        note(pk, by, "joint")
    for pk, by in Activity.objects.filter(part_of__in=ids, state__in=COUNTED).values_list("part_of", "unit"):
        note(pk, by, "own")
    names = units_by_id(children, today)
    cells: dict[int, list[str]] = defaultdict(list)
    for child in below:
        cells[child] = [told.get((child, pk), "") for pk in ids]
    return [MatrixRow(names[child], tuple(cells[child])) for child in below]
