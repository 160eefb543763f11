"""Which units have issued their own plan for a document from above, and when."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from viecthat.kernel.names import sort_key
from viecthat.plans.choices import LinkKind
from viecthat.plans.models import Delivery, DirectiveFile, DirectiveLink
from viecthat.rollup.placement import How
from viecthat.units.queries import UnitRow, office_of, units_by_id
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.plans.models import Directive
    from viecthat.rollup.placement import UnitMap

_LEVELS = 5  # from the centre down to a branch


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
    return Cascade(_rows(directive, stand, deliveries, _plans_for([directive.pk], issuer, today), day), by_delivery)


def cascade_below(directive: Directive, unit: int, day: date) -> tuple[CascadeRow | None, Cascade]:
    """What `unit` itself issued for the document, and each unit right below it, as they stand on `day`.

    A plan for the superior's own plan counts, however many levels lie between it and the document. For the issuer
    itself: nothing of its own, and `cascade_of`. Departments of its own office are not asked. Ten queries at most.
    """
    if unit == directive.issuer_id:
        return None, cascade_of(directive, day)
    today = map_on(day)
    offices = {one.id for _kind, departments in office_of(unit, day) for one in departments}
    below = [one for one in today.tree.children(unit) if one not in offices] if unit in today.tree else []
    chain, fresh = {directive.pk}, [directive.pk]
    for _level in range(_LEVELS):
        links = DirectiveLink.objects.filter(target__in=fresh, kind=LinkKind.IMPLEMENTS)
        fresh = [pk for pk in links.values_list("source", flat=True) if pk not in chain]
        if not fresh:
            break
        chain.update(fresh)
    plans = _plans_for(chain, unit, today)
    # What came down may be the document itself or the superior's plan for it.
    deliveries: dict[int, Delivery] = {}
    for row in Delivery.objects.filter(directive__in=chain, unit__in=[unit, *below]).order_by("sent_on", "pk"):
        deliveries.setdefault(row.unit_id, row)
    rows = _rows(directive, {one: [one] for one in (unit, *below)}, deliveries, plans, day)
    own = next((row for row in rows if row.unit.id == unit), None)
    return own, Cascade(tuple(row for row in rows if row.unit.id != unit), by_delivery=False)


def _plans_for(targets: Collection[int], above: int | None, today: UnitMap) -> dict[int, Directive]:
    """The first document by which each unit carries out one of these; what an ended unit issued counts for its
    successor.
    """
    links = DirectiveLink.objects.filter(
        target__in=targets, kind=LinkKind.IMPLEMENTS, source__issuer__isnull=False
    ).select_related("source")
    plans: dict[int, Directive] = {}
    for link in sorted(links, key=lambda link: (link.source.issued_on or date.max, link.source_id)):
        author = link.source.issuer_id
        if author is None:
            continue
        plans.setdefault(author, link.source)
        plans.setdefault(_follower(author, above, today), link.source)
    return plans


def _rows(
    directive: Directive,
    stand: Mapping[int, Sequence[int]],
    deliveries: Mapping[int, Delivery],
    plans: Mapping[int, Directive],
    day: date,
) -> tuple[CascadeRow, ...]:
    """Those still missing first; `stand`: the units that each stands for."""
    files: dict[int, DirectiveFile] = {}
    for file in DirectiveFile.objects.filter(directive__in=[plan.pk for plan in plans.values()]).order_by("pk"):
        files.setdefault(file.directive_id, file)
    names = units_by_id({*stand, *(unit for were in stand.values() for unit in were)}, day)
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
    return tuple(rows)


def _follower(unit: int, issuer: int | None, today: UnitMap) -> int:
    place, how = today.stands_at(unit)
    # A level that was abolished went to its superior, who does not follow itself.
    return unit if place is None or how is How.APART or place == issuer else place
