"""The register of congresses, and the plan of those below one of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from viecthat.congress.choices import StepKind
from viecthat.congress.models import AgendaItem, Congress, CongressPaper, Stage, Step
from viecthat.kernel.names import fold
from viecthat.units.queries import UnitRow, kinds as unit_kinds, units_by_id
from viecthat.units.tree import tree_on

ORDERS: dict[str, tuple[str, ...]] = {
    "ten": ("folded", "pk"),
    "-ten": ("-folded", "-pk"),
    "ngay": ("planned_on", "pk"),
    "-ngay": ("-planned_on", "-pk"),
}
NEWEST = "-ngay"
HELD, AHEAD, LATE = "da-hop", "sap-toi", "qua-ngay"


@dataclass(frozen=True)
class ListedCongress:
    """A congress as the register shows it; `next_step` what is to be done before it."""

    congress: Congress
    unit: UnitRow
    steps: int
    next_step: str


@dataclass(frozen=True)
class UnitCongress:
    """A unit below with its congress, if it has one in the register."""

    unit: UnitRow
    congress: Congress | None
    late: bool


@dataclass(frozen=True)
class StageRow:
    """How far units of a kind have come: `held` of `units`, in time or not; `rows` unit by unit."""

    stage: Stage
    name: str
    units: int
    held: int
    opened: int
    late: int
    rows: tuple[UnitCongress, ...]


def congresses_found(units: Q, today: date, *, text: str = "", line: str = "", state: str = "") -> QuerySet[Congress]:
    """Congresses of these units that fit."""
    found = Congress.objects.filter(units)
    if line:
        found = found.filter(line=line)
    if state == HELD:
        found = found.filter(held_on__isnull=False)
    elif state == AHEAD:
        found = found.filter(held_on__isnull=True, planned_on__gte=today)
    elif state == LATE:
        found = found.filter(held_on__isnull=True, planned_on__lt=today)
    for word in fold(text).split():
        found = found.filter(folded__contains=word)
    return found


def listed(rows: Sequence[Congress], today: date) -> list[ListedCongress]:
    """These congresses with how far each has come. Two queries."""
    units = units_by_id({row.unit_id for row in rows}, today)
    done: dict[int, set[str]] = {}
    for pk, kind in Step.objects.filter(congress__in=[row.pk for row in rows]).values_list("congress", "kind"):
        done.setdefault(pk, set()).add(kind)
    found = []
    for row in rows:
        steps = done.get(row.pk, set())
        ahead = [kind for kind in StepKind if kind not in steps]
        found.append(ListedCongress(row, units[row.unit_id], len(steps), str(ahead[0].label) if ahead else ""))
    return found


def congress_with_id(pk: int) -> Congress | None:
    """The congress with the one above."""
    return Congress.objects.select_related("within", "resolution").filter(pk=pk).first()


def congresses_above(units: Collection[int], line: str = "") -> list[Congress]:
    """Congresses of these units: to which one of a unit below may lead up, the newest first."""
    found = Congress.objects.filter(unit__in=list(units))
    return list((found.filter(line=line) if line else found).order_by("-first_year", "pk")[:50])


def before(congress: Congress) -> Congress | None:
    """The unit's congress of the same line before this one."""
    found = Congress.objects.filter(unit=congress.unit_id, line=congress.line, first_year__lt=congress.first_year)
    return found.order_by("-first_year").first()


def stages_of(congress: Congress, today: date) -> list[StageRow]:
    """How far the units below have come, kind by kind: x of y have held theirs. Four queries."""
    stages = list(congress.stages.all())
    if not stages:
        return []
    tree = tree_on(today)
    below: dict[str, list[int]] = {}
    if congress.unit_id in tree:
        for stage in stages:
            if stage.kind in tree.kind_names:
                here = tree.units_of_kind(stage.kind, congress.unit_id)
                below[stage.kind] = [unit for unit in here if unit != congress.unit_id]
    units = {one for found in below.values() for one in found}
    rows = units_by_id(units, today)
    own: dict[int, Congress] = {}
    # A unit's congress of this round: of the same line, held or to be held in the round's own years.
    first = min(stage.start for stage in stages)
    theirs = Congress.objects.filter(unit__in=units, line=congress.line, first_year__gte=congress.first_year - 1)
    for one in theirs.filter(planned_on__gte=first.replace(day=1)).order_by("first_year"):
        own.setdefault(one.unit_id, one)
    names = unit_kinds()
    found = []
    for stage in sorted(stages, key=lambda one: (one.due, one.pk)):
        standing = sorted((rows[unit] for unit in below.get(stage.kind, [])), key=lambda row: (fold(row.name), row.id))
        told = tuple(_of_unit(row, own.get(row.id), stage, today) for row in standing)
        held = sum(one.congress is not None and one.congress.held_on is not None for one in told)
        opened = sum(one.congress is not None for one in told)
        name = names[stage.kind].name if stage.kind in names else stage.kind
        found.append(StageRow(stage, name, len(told), held, opened, sum(one.late for one in told), told))
    return found


def agenda_of(congress: Congress) -> list[AgendaItem]:
    """What is gone through, in order."""
    return list(AgendaItem.objects.filter(congress=congress))


def papers_of(congress: Congress) -> list[CongressPaper]:
    """Its papers, in order."""
    return list(CongressPaper.objects.filter(congress=congress).select_related("file"))


def _of_unit(row: UnitRow, congress: Congress | None, stage: Stage, today: date) -> UnitCongress:
    held = None if congress is None else congress.held_on
    late = held > stage.due if held is not None else stage.due < today
    return UnitCongress(row, congress, late)
