"""The means of a programme, by source, against its budget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from viecthat.plans.choices import ResourceSource
from viecthat.plans.models import Programme, Resource
from viecthat.plans.queries.programme import latest_programmes
from viecthat.plans.rules import programmes_visible

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@dataclass(frozen=True)
class Means:
    """What came in for a programme and its parts: line by line, by source, against the budget of the whole."""

    rows: tuple[Resource, ...]
    of_source: tuple[tuple[str, int], ...]
    total: int
    budget: int | None

    @property
    def left(self) -> int | None:
        """What is still missing from the budget."""
        return None if self.budget is None else max(0, self.budget - self.total)


def means_of(programme: Programme) -> Means:
    """The means of the programme and of its parts, the latest first. Three queries."""
    parts = list(Programme.objects.filter(parent=programme.root, superseded_on=None))
    roots = [programme.root, *(part.root for part in parts)]
    rows = tuple(Resource.objects.filter(programme__in=roots).select_related("programme", "by").order_by("-day", "-pk"))
    sums = dict.fromkeys(ResourceSource.values, 0)
    for row in rows:
        sums[row.source] += row.amount
    named = tuple((str(source.label), sums[source.value]) for source in ResourceSource)
    latest = latest_programmes([programme.root]).get(programme.root, programme)
    return Means(rows, named, sum(sums.values()), latest.budget)


def resource_shown(pk: int, actor: Account, at: datetime) -> Resource | None:
    """A line of a programme that the reader may see."""
    seen = Programme.objects.filter(programmes_visible(actor, at)).values("pk")
    return Resource.objects.filter(pk=pk, programme__in=seen).select_related("programme", "posting").first()
