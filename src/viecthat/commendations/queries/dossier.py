"""Dossiers: the list, one with its nominees, what each level said, what is known of them already."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from viecthat.accounts.choices import Capability
from viecthat.commendations.choices import DossierState, NomineeKind
from viecthat.commendations.models import Commendation, Dossier, DossierStep, Drive, Nominee, NomineeFile, Opinion
from viecthat.commendations.rules import FormKind, dossiers_visible, form_kinds, may_see_dossier
from viecthat.kernel.names import fold
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import UnitScope, units_where

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

ORDERS: dict[str, tuple[str, ...]] = {
    "ten": ("folded", "pk"),
    "-ten": ("-folded", "-pk"),
    "ngay": ("opened_at", "pk"),
    "-ngay": ("-opened_at", "-pk"),
}
NEWEST = "-ngay"
_MOST_SHOWN = 100


@dataclass(frozen=True)
class ListedDossier:
    """A dossier with whose it is, whose desk it lies on, how many it names; `mine`: it waits for the reader."""

    dossier: Dossier
    unit: UnitRow
    desk: UnitRow
    collectives: int
    individuals: int


@dataclass(frozen=True)
class Named:
    """A nominee as a page shows it: the name, the form, files, opinions by level, and what speaks for a second look."""

    nominee: Nominee
    name: str
    home: UnitRow | None
    kind: FormKind | None
    files: tuple[NomineeFile, ...]
    opinions: tuple[tuple[UnitRow, Opinion], ...]
    before: tuple[Commendation, ...]

    @property
    def given_once(self) -> bool:
        """Whether it was given once and is given only once."""
        return self.kind is not None and self.kind.once and bool(self.before)


def dossiers_found(
    actor: Account, at: datetime, scope: UnitScope, *, text: str = "", state: str = "", waiting: bool = False
) -> QuerySet[Dossier]:
    """Dossiers of units in `scope`; `waiting`: only those on a desk of the reader's that they did not open."""
    found = Dossier.objects.filter(dossiers_visible(actor, at), scope.of("unit"))
    if waiting:
        desks = units_where(actor, Capability.ACCEPT, at)
        found = found.filter(desks.of("desk"), state=DossierState.SENT).exclude(opened_by=actor)
    if wanted := fold(text):
        found = found.filter(folded__contains=wanted)
    return found.filter(state=state) if state else found


def listed_dossiers(rows: Sequence[Dossier], today: date) -> list[ListedDossier]:
    """These dossiers as a list shows them. Two queries for any number."""
    units = units_by_id({unit for row in rows for unit in (row.unit_id, row.desk_id)}, today)
    counts = Nominee.objects.filter(dossier__in=[row.pk for row in rows]).order_by().values_list("dossier").annotate(
        several=Count("pk", filter=Q(to=NomineeKind.COLLECTIVE)), one=Count("pk", filter=Q(to=NomineeKind.INDIVIDUAL))
    )  # fmt: skip
    named = {pk: (several, one) for pk, several, one in counts}
    return [ListedDossier(row, units[row.unit_id], units[row.desk_id], *named.get(row.pk, (0, 0))) for row in rows]


def dossier_shown(pk: int, actor: Account, at: datetime) -> Dossier | None:
    """The dossier, for who may see it."""
    found = Dossier.objects.select_related("drive").filter(pk=pk).first()
    return found if found is not None and may_see_dossier(actor, found, at) else None


def nominee_shown(pk: int, actor: Account, at: datetime) -> Nominee | None:
    """A nominee of a dossier the reader may see."""
    found = Nominee.objects.select_related("dossier__drive", "person").filter(pk=pk).first()
    return found if found is not None and may_see_dossier(actor, found.dossier, at) else None


def file_shown(pk: int, actor: Account, at: datetime) -> NomineeFile | None:
    """A file of such a nominee."""
    found = NomineeFile.objects.select_related("file", "nominee__dossier").filter(pk=pk).first()
    return found if found is not None and may_see_dossier(actor, found.nominee.dossier, at) else None


def steps_of(dossier: Dossier, today: date) -> list[tuple[DossierStep, UnitRow]]:
    """What happened to it, the first first. Two queries."""
    rows = list(dossier.steps.select_related("by").order_by("at", "pk"))
    units = units_by_id({row.unit_id for row in rows}, today)
    return [(row, units[row.unit_id]) for row in rows]


def named_in(nominees: Iterable[Nominee], today: date) -> list[Named]:
    """These nominees as a page shows them. Four queries for any number."""
    rows = list(nominees)
    ids = [row.pk for row in rows]
    files: dict[int, list[NomineeFile]] = {}
    for one in NomineeFile.objects.filter(nominee__in=ids).order_by("pk"):
        files.setdefault(one.nominee_id, []).append(one)
    said: dict[int, list[Opinion]] = {}
    for opinion in Opinion.objects.filter(nominee__in=ids).order_by("at", "pk"):
        said.setdefault(opinion.nominee_id, []).append(opinion)
    before = _given_before(rows, today)
    homes = {unit for row in rows for unit in (row.unit_id, row.person.unit_id if row.person else None) if unit}
    homes |= {opinion.unit_id for opinions in said.values() for opinion in opinions}
    units = units_by_id(homes, today)
    known = form_kinds()
    found = []
    for row in rows:
        home = row.unit_id or (row.person.unit_id if row.person is not None else None)
        name = units[row.unit_id].name if row.unit_id else row.person.full_name if row.person else row.name
        found.append(
            Named(
                row,
                name,
                units.get(home) if home else None,
                known.get(row.form),
                tuple(files.get(row.pk, ())),
                tuple((units[one.unit_id], one) for one in said.get(row.pk, ())),
                tuple(before.get(row.pk, ())),
            )
        )
    return found


def _given_before(rows: Sequence[Nominee], today: date) -> dict[int, list[Commendation]]:
    """The same form given to the same within the months the catalogue names, or ever when it is given once."""
    people = {row.person_id for row in rows if row.person_id}
    units = {row.unit_id for row in rows if row.unit_id}
    given = Commendation.objects.filter(Q(person__in=people) | Q(unit__in=units), withdrawn_on__isnull=True)
    held: dict[tuple[str, int | None, int | None], list[Commendation]] = {}
    for one in given.select_related("decision").order_by("-day", "-pk"):
        held.setdefault((one.form, one.person_id, one.unit_id), []).append(one)
    found = {}
    for row in rows:
        kind = form_kinds().get(row.form)
        if kind is None:
            continue
        since = date.min if kind.once else today - timedelta(days=kind.again_months * 365 // 12)
        same = held.get((row.form, row.person_id, row.unit_id), ()) if row.person_id or row.unit_id else ()
        found[row.pk] = [one for one in same if one.day >= since and one.nominee_id != row.pk]
    return found


def dossiers_of_drive(drive: Drive, actor: Account, at: datetime) -> list[Dossier]:
    """Dossiers of the drive that the reader may see, the newest first; the first hundred."""
    found = drive.dossiers.filter(dossiers_visible(actor, at)).exclude(state=DossierState.DROPPED)
    return list(found.order_by("-sent_at", "-pk")[:_MOST_SHOWN])


def waiting_for(actor: Account, at: datetime) -> int:
    """How many dossiers lie on a desk of the reader's that others opened. One query."""
    desks = units_where(actor, Capability.ACCEPT, at)
    if not desks:
        return 0
    return Dossier.objects.filter(desks.of("desk"), state=DossierState.SENT).exclude(opened_by=actor).count()


def dossiers_on_desks(units: Collection[int], actor: Account) -> QuerySet[Dossier]:
    """Dossiers that wait on a desk of one of `units`, others' own."""
    return Dossier.objects.filter(desk__in=units, state=DossierState.SENT).exclude(opened_by=actor)


def dossiers_returned_to(units: Collection[int]) -> QuerySet[Dossier]:
    """Dossiers of `units` that came back to be completed."""
    return Dossier.objects.filter(unit__in=units, state=DossierState.RETURNED)


def drive_by_id(pk: int) -> Drive | None:
    """A drive that was offered to choose."""
    return Drive.objects.filter(pk=pk).first()
