"""Which units have issued their own plan for a document from above, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from viecthat.kernel.names import sort_key
from viecthat.plans.choices import LinkKind
from viecthat.plans.models import DirectiveFile, DirectiveLink
from viecthat.rollup.placement import How
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.plans.models import Delivery, Directive
    from viecthat.rollup.placement import UnitMap


@dataclass(frozen=True)
class CascadeRow:
    """One unit that has to follow: what it received when, what it issued when; `days` between the two."""

    unit: UnitRow
    received_on: date | None
    plan: Directive | None
    file: DirectiveFile | None
    days: int | None
    successor_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cascade:
    """Everybody who has to follow, those still missing first."""

    rows: tuple[CascadeRow, ...]
    by_delivery: bool

    @property
    def of(self) -> int:
        """How many have to."""
        return len(self.rows)

    @property
    def missing(self) -> tuple[CascadeRow, ...]:
        """Those that have issued nothing."""
        return tuple(row for row in self.rows if row.plan is None)

    @property
    def done(self) -> int:
        """How many have."""
        return self.of - len(self.missing)

    @property
    def median_days(self) -> int | None:
        """Half of them took no longer, from receipt to their own plan."""
        days = sorted(row.days for row in self.rows if row.days is not None)
        return days[(len(days) - 1) // 2] if days else None


def cascade_of(directive: Directive, day: date) -> Cascade:
    """Those who were sent the document; where it was sent to nobody, the units right below its issuer on `day`.

    A unit that has ended is asked for where its history stands: its plan counts for its successor. One that was parted
    among several answers for itself. Five queries.
    """
    today = map_on(day)
    deliveries: dict[int, Delivery] = {row.unit_id: row for row in directive.deliveries.all()}
    by_delivery = bool(deliveries)
    issuer = directive.issuer_id
    if by_delivery:
        wanted = list(deliveries)
    elif issuer is not None and issuer in today.tree:
        wanted = list(today.tree.children(issuer))
    else:
        wanted = []
    stand: dict[int, list[int]] = {}
    for unit in wanted:
        stand.setdefault(_follower(unit, issuer, today), []).append(unit)
    links = DirectiveLink.objects.filter(
        target=directive, kind=LinkKind.IMPLEMENTS, source__issuer__isnull=False
    ).select_related("source")
    plans: dict[int, Directive] = {}
    for link in sorted(links, key=lambda link: (link.source.issued_on or date.max, link.source_id)):
        author = link.source.issuer_id
        if author is None:
            continue
        plans.setdefault(author, link.source)
        plans.setdefault(_follower(author, issuer, today), link.source)
    files: dict[int, DirectiveFile] = {}
    for file in DirectiveFile.objects.filter(directive__in=[plan.pk for plan in plans.values()]).order_by("pk"):
        files.setdefault(file.directive_id, file)
    names = units_by_id({*stand, *wanted}, day)
    rows = []
    for unit, were in stand.items():
        plan = plans.get(unit)
        received = min((r for u in were if u in deliveries and (r := deliveries[u].received_on)), default=None)
        since = received or min((s for u in were if u in deliveries and (s := deliveries[u].sent_on)), default=None)
        since = since or directive.issued_on
        days = (plan.issued_on - since).days if plan and plan.issued_on and since else None
        rows.append(
            CascadeRow(
                unit=names[unit],
                received_on=received,
                plan=plan,
                file=files.get(plan.pk) if plan else None,
                days=None if days is None else max(0, days),
                successor_of=tuple(names[u].name for u in were if u != unit),
            )
        )
    rows.sort(key=lambda row: (row.plan is not None, sort_key(row.unit.name)))
    return Cascade(tuple(rows), by_delivery)


def _follower(unit: int, issuer: int | None, today: UnitMap) -> int:
    place, how = today.stands_at(unit)
    # A level that was abolished went to its superior, who does not follow itself.
    return unit if place is None or how is How.APART or place == issuer else place
