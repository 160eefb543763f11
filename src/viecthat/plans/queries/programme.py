"""Programmes: those of a unit, one with all that stands in it, its versions side by side."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet

from viecthat.kernel.names import fold
from viecthat.plans.choices import AlignmentState, ItemKind, ProgrammeKind
from viecthat.plans.models import (
    Alignment,
    Directive,
    ItemTarget,
    Programme,
    ProgrammeItem,
    ProgrammeLink,
    ProgrammeMilestone,
    ProgressNote,
    Served,
    Target,
)
from viecthat.plans.queries.target import current_versions
from viecthat.plans.rules import directives_visible, programmes_visible, units_planning_seen
from viecthat.units.queries import UnitRow, ancestors_of, units_by_id
from viecthat.units.queries.scope import UnitScope

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

_KINDS = list(ProgrammeKind.values)


@dataclass(frozen=True)
class ProgrammeFilter:
    """What is looked for; empty parts ask for nothing."""

    unit: int | None = None
    kind: str = ""
    year: int | None = None
    text: str = ""


@dataclass(frozen=True)
class ListedProgramme:
    """A programme with how far its tasks and work have come."""

    programme: Programme
    unit: UnitRow
    items: int
    done: int
    late: int
    parts: int
    percent: int | None


def programmes_found(wanted: ProgrammeFilter, actor: Account, at: datetime) -> QuerySet[Programme]:
    """Programmes in their latest version that the reader may see, the newest first."""
    found = Programme.objects.filter(programmes_visible(actor, at), superseded_on=None)
    if wanted.unit is not None:
        found = found.filter(unit=wanted.unit)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.year is not None:
        found = found.filter(start__lt=date(wanted.year + 1, 1, 1), end__gt=date(wanted.year, 1, 1))
    for word in fold(wanted.text).split():
        found = found.filter(folded__contains=word)
    return found.order_by("-start", "kind", "position", "pk")


def listed_programmes(rows: Iterable[Programme], today: date) -> list[ListedProgramme]:
    """The rows of a list with what they need. Four queries."""
    rows = list(rows)
    ids, roots = [row.pk for row in rows], [row.root for row in rows]
    work = Q(kind__in=[ItemKind.TASK, ItemKind.WORK])
    counts = {
        row["programme"]: row
        for row in ProgrammeItem.objects.filter(work, programme__in=ids)
        .values("programme")
        .annotate(
            n=Count("pk"),
            done=Count("pk", filter=Q(done_on__isnull=False)),
            late=Count("pk", filter=Q(done_on=None, due__lt=today)),
        )
    }
    parts = dict(
        Programme.objects.filter(parent__in=roots, superseded_on=None).values_list("parent").annotate(n=Count("pk"))
    )
    said = dict(
        ProgressNote.objects.filter(programme__in=roots, percent__isnull=False)
        .order_by("programme", "-day", "-pk")
        .distinct("programme")
        .values_list("programme", "percent")
    )
    units = units_by_id({row.unit_id for row in rows}, today)
    nothing: dict[str, int] = {"n": 0, "done": 0, "late": 0}
    return [
        ListedProgramme(
            row,
            units[row.unit_id],
            counts.get(row.pk, nothing)["n"],
            counts.get(row.pk, nothing)["done"],
            counts.get(row.pk, nothing)["late"],
            parts.get(row.root, 0),
            said.get(row.root),
        )
        for row in rows
    ]


def programme_shown(pk: int, actor: Account, at: datetime) -> Programme | None:
    """The programme, when the reader may see it."""
    found = Programme.objects.filter(programmes_visible(actor, at), pk=pk)
    return found.select_related("directive", "parent").first()


def versions_of_programme(programme: Programme) -> list[Programme]:
    """Every version, the newest first."""
    rows = Programme.objects.filter(Q(pk=programme.root) | Q(first=programme.root))
    return list(rows.select_related("directive").order_by("-version"))


def latest_programmes(roots: Collection[int]) -> dict[int, Programme]:
    """The latest versions, by first version. One query."""
    rows = Programme.objects.filter(Q(pk__in=roots) | Q(first__in=roots), superseded_on=None)
    return {row.root: row for row in rows}


def parts_of(programme: Programme) -> list[Programme]:
    """What the programme consists of: thrusts of a campaign, schemes of a programme."""
    rows = Programme.objects.filter(parent=programme.root, superseded_on=None)
    return list(rows.order_by("position", "start", "pk"))


def programmes_of(unit: int, year: int) -> list[Programme]:
    """The unit's programmes that run in a year, by kind, without those of the Party."""
    rows = Programme.objects.filter(
        unit=unit, superseded_on=None, start__lt=date(year + 1, 1, 1), end__gt=date(year, 1, 1)
    ).exclude(kind=ProgrammeKind.PARTY)
    return sorted(rows, key=lambda row: (_KINDS.index(row.kind), row.position, row.start, row.pk))


def wholes_of(unit: int) -> QuerySet[Programme]:
    """Programmes of the unit that another may be a part of."""
    return Programme.objects.filter(unit=unit, superseded_on=None, parent=None).order_by("-start", "title")


@dataclass
class ItemNode:
    """An item with its number as it is read (2.1), and what hangs on it."""

    item: ProgrammeItem
    label: str
    targets: list[Target] = field(default_factory=list)
    serves: list[Directive] = field(default_factory=list)
    milestones: list[ProgrammeMilestone] = field(default_factory=list)
    alignment: Alignment | None = None
    below: list[ItemNode] = field(default_factory=list)

    def every(self) -> Iterator[ItemNode]:
        """The node and all below it."""
        yield self
        for node in self.below:
            yield from node.every()

    @property
    def work(self) -> list[ItemNode]:
        """The tasks and pieces of work in it."""
        return [node for node in self.every() if node.item.kind in {ItemKind.TASK, ItemKind.WORK}]

    @property
    def done(self) -> int:
        """How many of these are done."""
        return sum(node.item.done_on is not None for node in self.work)


def items_of(programmes: Collection[Programme]) -> dict[int, list[ItemNode]]:
    """What stands in each programme, as trees, by the programme's id. Six queries, however many programmes."""
    found: dict[int, list[ItemNode]] = {programme.pk: [] for programme in programmes}
    items = list(ProgrammeItem.objects.filter(programme__in=found).select_related("task").order_by("number", "pk"))
    ids = [item.pk for item in items]
    nodes = {item.pk: ItemNode(item, "") for item in items}
    links = list(ItemTarget.objects.filter(item__in=ids).order_by("pk"))
    targets = current_versions({link.target_id for link in links})
    for link in links:
        if link.target_id in targets:
            nodes[link.item_id].targets.append(targets[link.target_id])
    for served in Served.objects.filter(item__in=ids).select_related("directive").order_by("pk"):
        nodes[served.item_id].serves.append(served.directive)  # type: ignore[index]
    for milestone in ProgrammeMilestone.objects.filter(item__in=ids).order_by("due", "pk"):
        nodes[milestone.item_id].milestones.append(milestone)  # type: ignore[index]
    asked = Alignment.objects.filter(item__in=[item.root for item in items]).select_related("superior_item__programme")
    of_root = {alignment.item_id: alignment for alignment in asked}
    for node in nodes.values():
        node.alignment = of_root.get(node.item.root)
        above = nodes.get(node.item.parent_id) if node.item.parent_id else None
        (above.below if above else found[node.item.programme_id]).append(node)
    order = list(ItemKind.values)
    for tops in found.values():
        tops.sort(key=lambda node: (order.index(node.item.kind), node.item.number, node.item.pk))
        for top in tops:
            _label(top, "")
    return found


def _label(node: ItemNode, above: str) -> None:
    node.label = f"{above}.{node.item.number}" if above else str(node.item.number)
    node.below.sort(key=lambda one: (one.item.number, one.item.pk))
    for one in node.below:
        _label(one, node.label)


def served_by_programme(programme: Programme) -> list[Directive]:
    """The resolutions it serves."""
    rows = Served.objects.filter(programme=programme.root).select_related("directive")
    return [row.directive for row in rows.order_by("pk")]


def served_by_target(target: Target) -> list[Directive]:
    """The documents a target serves beside the one that adopted it."""
    return [row.directive for row in Served.objects.filter(target=target.root).select_related("directive")]


def serving(directive: Directive, actor: Account, at: datetime) -> tuple[list[Programme], list[Target]]:
    """The programmes and targets that serve a document, as far as the reader may see. One query when none does."""
    rows = list(Served.objects.filter(directive=directive, item=None).values_list("programme", "target"))
    if not rows:
        return [], []
    roots = {programme for programme, _target in rows if programme}
    latest = Programme.objects.filter(Q(pk__in=roots) | Q(first__in=roots), superseded_on=None)
    targets = current_versions({target for _programme, target in rows if target})
    seen = units_planning_seen(actor, at)
    programmes = [row for row in latest.order_by("unit", "-start") if seen.has(row.unit_id)]
    return programmes, [target for target in targets.values() if seen.has(target.unit_id)]


def servable(actor: Account, at: datetime) -> QuerySet[Directive]:
    """Documents a programme may serve: resolutions, conclusions, directives, programmes that the reader sees."""
    found = Directive.objects.filter(
        directives_visible(actor, at), type__in=["NQ", "CT", "KL", "CTr", "KH", "ĐA", "QĐ"]
    )
    return found.order_by("type", "-issued_on", "subject").defer("text", "folded")


def item_shown(pk: int, actor: Account, at: datetime) -> ProgrammeItem | None:
    """An item of a programme that the reader may see."""
    found = ProgrammeItem.objects.filter(pk=pk).select_related("programme", "parent", "task").first()
    if found is None or not Programme.objects.filter(programmes_visible(actor, at), pk=found.programme_id).exists():
        return None
    return found


def milestone_shown(pk: int, actor: Account, at: datetime) -> ProgrammeMilestone | None:
    """A milestone of a programme that the reader may see."""
    seen = Programme.objects.filter(programmes_visible(actor, at)).values("pk")
    return ProgrammeMilestone.objects.filter(pk=pk, programme__in=seen).select_related("programme").first()


def milestones_of(programme: Programme) -> QuerySet[ProgrammeMilestone]:
    """The programme's own milestones, not those of its items."""
    return ProgrammeMilestone.objects.filter(programme=programme, item=None).order_by("due", "pk")


def progress_of(programme: Programme) -> QuerySet[ProgressNote]:
    """What was said of its progress, the latest first."""
    return ProgressNote.objects.filter(programme=programme.root).select_related("by").order_by("-day", "-pk")


def item_parents(programme: Programme) -> QuerySet[ProgrammeItem]:
    """Items that others may stand in."""
    rows = ProgrammeItem.objects.filter(programme=programme, kind__in=[ItemKind.GROUP, ItemKind.TASK])
    return rows.order_by("kind", "number", "pk")


def work_areas() -> list[tuple[int, str]]:
    """The blocks of a report, as choices."""
    # Indicators stand a floor above; the foreign key knows their table.
    model: Any = Target._meta.get_field("indicator").related_model
    return [(int(value), str(label)) for value, label in model._meta.get_field("area").choices]


@dataclass(frozen=True)
class Changed:
    """An item in two versions, side by side; `what` is same, changed, added or dropped; `fields` those that differ."""

    old: ItemNode | None
    new: ItemNode | None
    what: str
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Comparison:
    """Two versions of a programme side by side."""

    old: Programme
    new: Programme
    rows: tuple[Changed, ...]
    facts: frozenset[str]

    @property
    def counts(self) -> dict[str, int]:
        """How many items were added, dropped, changed."""
        return {what: sum(row.what == what for row in self.rows) for what in ("added", "dropped", "changed")}


_COMPARED = ("title", "content", "lead", "partners", "start", "due", "breakthrough", "number")
_FACTS = ("title", "goal", "start", "end", "lead", "budget", "breakthrough")


def compared(old: Programme, new: Programme) -> Comparison:
    """What the later version changed, item by item, in the order of the later one; what it dropped comes last."""
    trees = items_of([old, new])
    before = {node.item.root: node for top in trees[old.pk] for node in top.every()}
    rows: list[Changed] = []
    for top in trees[new.pk]:
        for node in top.every():
            was = before.pop(node.item.root, None)
            if was is None:
                rows.append(Changed(None, node, "added"))
                continue
            fields = {name for name in _COMPARED if getattr(was.item, name) != getattr(node.item, name)}
            if {target.root for target in was.targets} != {target.root for target in node.targets}:
                fields.add("targets")
            rows.append(Changed(was, node, "changed" if fields else "same", frozenset(fields)))
    rows += [Changed(node, None, "dropped") for node in before.values()]
    facts = frozenset(name for name in _FACTS if getattr(old, name) != getattr(new, name))
    return Comparison(old, new, tuple(rows), facts)


@dataclass(frozen=True)
class MappedProgramme:
    """A programme of the Party and what the unit set beside it."""

    party: Programme
    own: tuple[tuple[ProgrammeLink, Programme], ...]


@dataclass(frozen=True)
class Mapping:
    """The Party's programmes with the unit's own; and own ones that carry out none."""

    rows: tuple[MappedProgramme, ...]
    alone: tuple[Programme, ...]

    @property
    def covered(self) -> int:
        """How many of the Party's have something beside them."""
        return sum(bool(row.own) for row in self.rows)


def mapping_of(unit: int, day: date) -> Mapping:
    """Own programmes against those of the Party that the unit or one above it keeps. Four queries."""
    party = party_programmes(unit, day)
    own = {
        row.root: row
        for row in Programme.objects.filter(unit=unit, superseded_on=None)
        .exclude(kind=ProgrammeKind.PARTY)
        .order_by("-start", "kind", "position")
    }
    links = list(ProgrammeLink.objects.filter(source__in=own, target__in=[row.root for row in party]).order_by("pk"))
    rows = tuple(
        MappedProgramme(row, tuple((link, own[link.source_id]) for link in links if link.target_id == row.root))
        for row in party
    )
    linked = {link.source_id for link in links}
    alone = tuple(row for root, row in own.items() if root not in linked and row.end > day)
    return Mapping(rows, alone)


def party_programmes(unit: int, day: date) -> list[Programme]:
    """Programmes of the Party that the unit or one above it keeps, in their latest version. Two queries."""
    units = [row.id for row in ancestors_of(unit, day)] + [unit]
    rows = Programme.objects.filter(unit__in=units, kind=ProgrammeKind.PARTY, superseded_on=None)
    return list(rows.order_by("start", "position", "pk"))


def carried_out(programme: Programme) -> list[tuple[ProgrammeLink, Programme]]:
    """The Party's programmes this one carries out. Two queries."""
    links = list(ProgrammeLink.objects.filter(source=programme.root).order_by("pk"))
    latest = latest_programmes({link.target_id for link in links})
    return [(link, latest[link.target_id]) for link in links if link.target_id in latest]


def link_numbered(pk: int) -> ProgrammeLink | None:
    """A link of two programmes."""
    return ProgrammeLink.objects.filter(pk=pk).select_related("source").first()


def items_above(unit: int, today: date) -> list[tuple[UnitRow, Programme, list[ItemNode]]]:
    """What the units above set themselves in programmes that run, for a unit to build on; the nearest above first."""
    above = list(reversed(ancestors_of(unit, today)))
    programmes = list(
        Programme.objects.filter(
            unit__in=[row.id for row in above], superseded_on=None, start__lte=today, end__gt=today
        ).exclude(kind=ProgrammeKind.PARTY)
    )
    trees = items_of(programmes)
    found = []
    for row in above:
        for programme in programmes:
            nodes = [node for top in trees[programme.pk] for node in top.every() if node.item.kind != ItemKind.TARGETS]
            if programme.unit_id == row.id and nodes:
                found.append((row, programme, nodes))
    return found


@dataclass(frozen=True)
class AskedAlignment:
    """An item that waits for, or got, the word of the unit above."""

    alignment: Alignment
    unit: UnitRow


def alignments_below(units: UnitScope, today: date) -> list[AskedAlignment]:
    """What units set under items of these units; what waits first. Two queries."""
    rows = list(
        Alignment.objects.filter(units.of("superior_item__programme__unit")).select_related(
            "item__programme", "superior_item__programme", "answered_by"
        )
    )
    names = units_by_id({row.item.programme.unit_id for row in rows}, today)
    rows.sort(key=lambda row: (row.state != AlignmentState.WAITING, -row.asked_at.timestamp()))
    return [AskedAlignment(row, names[row.item.programme.unit_id]) for row in rows]


def alignment_numbered(pk: int) -> Alignment | None:
    """One of them."""
    rows = Alignment.objects.select_related("item__programme", "superior_item__programme")
    return rows.filter(pk=pk).first()
