"""Models, and which units followed which (replication)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from viecthat.kernel.names import fold
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.works.choices import WorkState
from viecthat.works.models import YouthWork

if TYPE_CHECKING:
    from viecthat.units.queries.scope import UnitScope

MOST_OFFERED = 200
ORDERS = {
    "ten": ("folded", "pk"),
    "-ten": ("-folded", "-pk"),
    "ngay": ("model_on", "pk"),
    "-ngay": ("-model_on", "-pk"),
    "lan-toa": ("followers", "pk"),
    "-lan-toa": ("-followers", "-pk"),
}
WIDEST = "-lan-toa"


@dataclass(frozen=True)
class ListedModel:
    """A model: whose it is, by how many works of how many units it was followed."""

    work: YouthWork
    unit: UnitRow
    followers: int
    units: int


@dataclass(frozen=True)
class Follower:
    """A work in the line of a model, `depth` steps from the first."""

    work: YouthWork
    unit: UnitRow
    depth: int


def models_found(scope: UnitScope | None, text: str = "", order: str = WIDEST) -> QuerySet[YouthWork]:
    """Models, open to everybody who works in some unit; of the units in `scope` when given."""
    alive = ~Q(copied_by__state=WorkState.DROPPED)
    found = YouthWork.objects.filter(model_on__isnull=False)
    if scope is not None:
        found = found.filter(scope.of("unit"))
    if wanted := fold(text):
        found = found.filter(folded__contains=wanted)
    found = found.annotate(
        followers=Count("copied_by", filter=alive, distinct=True),
        following_units=Count("copied_by__unit", filter=alive, distinct=True),
    )
    return found.order_by(*ORDERS[order])


def listed_models(works: Sequence[YouthWork], today: date) -> list[ListedModel]:
    """These rows of `models_found` as a list shows them. One query."""
    units = units_by_id({work.unit_id for work in works}, today)
    return [
        ListedModel(work, units[work.unit_id], getattr(work, "followers", 0), getattr(work, "following_units", 0))
        for work in works
    ]


def models_offered(other_than: int | None = None) -> list[tuple[str, str]]:
    """Models to choose from, as a form lists them."""
    found = YouthWork.objects.filter(model_on__isnull=False).exclude(pk=other_than or 0).order_by("folded", "pk")
    return [(str(pk), title) for pk, title in found.values_list("pk", "title")[:MOST_OFFERED]]


def line_of(work: YouthWork, today: date) -> list[Follower]:
    """The whole line a work stands in: the first model, then whoever followed whom, each below whom it followed.

    Two queries, however long the line.
    """
    first = work.origin_id or work.pk
    rows = list(YouthWork.objects.filter(Q(pk=first) | Q(origin=first)).order_by("start", "pk"))
    units = units_by_id({row.unit_id for row in rows}, today)
    below: dict[int | None, list[YouthWork]] = {}
    for row in rows:
        below.setdefault(None if row.pk == first else row.copies_id, []).append(row)
    found: list[Follower] = []
    waiting = [(row, 0) for row in below.get(None, [])]
    while waiting:
        row, depth = waiting.pop()
        found.append(Follower(row, units[row.unit_id], depth))
        waiting.extend((child, depth + 1) for child in reversed(below.get(row.pk, [])))
    return found
