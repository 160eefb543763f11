"""Drives: the list, one with what may be given in it and what was proposed and given so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from viecthat.commendations.choices import DossierState, NomineeState
from viecthat.commendations.models import Commendation, Criterion, Dossier, Drive, DriveForm, Nominee
from viecthat.commendations.rules import FormKind, drives_visible, form_kinds, may_see_drive
from viecthat.kernel.names import fold
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

ORDERS: dict[str, tuple[str, ...]] = {
    "ten": ("folded", "pk"),
    "-ten": ("-folded", "-pk"),
    "han": ("due", "pk"),
    "-han": ("-due", "-pk"),
}
NEWEST = "-han"


@dataclass(frozen=True)
class ListedDrive:
    """A drive with how many dossiers came in and how many commendations came of it."""

    drive: Drive
    unit: UnitRow
    dossiers: int
    given: int
    is_open: bool


@dataclass(frozen=True)
class OfferedForm:
    """A form of the drive with its quotas, how many are proposed and given, and the share of each proposer."""

    row: DriveForm
    kind: FormKind
    proposed: int
    given: int

    @property
    def over(self) -> int:
        """How many more are proposed than may be given in all."""
        return max(0, self.proposed - self.row.most) if self.row.most is not None else 0


def drives_found(
    actor: Account, at: datetime, *, text: str = "", year: int | None = None, kind: str = ""
) -> QuerySet[Drive]:
    """Drives the reader may see."""
    found = Drive.objects.filter(drives_visible(actor, at))
    if wanted := fold(text):
        found = found.filter(folded__contains=wanted)
    if year is not None:
        found = found.filter(start__year__lte=year, end__year__gte=year)
    return found.filter(kind=kind) if kind else found


def listed_drives(drives: Sequence[Drive], today: date) -> list[ListedDrive]:
    """These drives as a list shows them. Three queries for any number."""
    units = units_by_id({one.unit_id for one in drives}, today)
    ids = [one.pk for one in drives]
    came = Dossier.objects.filter(drive__in=ids).exclude(state__in=[DossierState.DRAFT, DossierState.DROPPED])
    dossiers = dict(came.order_by().values_list("drive").annotate(n=Count("pk")))
    live = Commendation.objects.filter(nominee__dossier__drive__in=ids, withdrawn_on__isnull=True)
    given = dict(live.order_by().values_list("nominee__dossier__drive").annotate(n=Count("pk")))
    return [
        ListedDrive(one, units[one.unit_id], dossiers.get(one.pk, 0), given.get(one.pk, 0), is_open(one, today))
        for one in drives
    ]


def is_open(drive: Drive, today: date) -> bool:
    """Whether dossiers are still taken."""
    return drive.closed_on is None and drive.due >= today


def drive_shown(pk: int, actor: Account, at: datetime) -> Drive | None:
    """The drive, for who may see it."""
    found = Drive.objects.select_related("programme").filter(pk=pk).first()
    return found if found is not None and may_see_drive(actor, found, at) else None


def criterion_of(drive: Drive, pk: int) -> Criterion | None:
    """A criterion of the drive."""
    return drive.criteria.filter(pk=pk).select_related("drive", "indicator").first()


def forms_of(drive: Drive) -> list[OfferedForm]:
    """What may be given, with what is proposed (sent, not held back) and given. Three queries."""
    named = Nominee.objects.filter(dossier__drive=drive).order_by()
    sent = named.filter(dossier__state__in=[DossierState.SENT, DossierState.CLOSED])
    standing = sent.exclude(state__in=[NomineeState.HELD, NomineeState.FAILED])
    proposed = {(form, to): n for form, to, n in standing.values_list("form", "to").annotate(n=Count("pk"))}
    live = Commendation.objects.filter(nominee__dossier__drive=drive, withdrawn_on__isnull=True).order_by()
    given = {(form, to): n for form, to, n in live.values_list("form", "to").annotate(n=Count("pk"))}
    known = form_kinds()
    return [
        OfferedForm(row, known[row.form], proposed.get((row.form, row.to), 0), given.get((row.form, row.to), 0))
        for row in drive.forms.all()
        if row.form in known
    ]


def own_drives(actor: Account, at: datetime, today: date) -> QuerySet[Drive]:
    """Drives that take dossiers today, the nearest deadline first."""
    open_now = Q(closed_on__isnull=True, due__gte=today, start__lte=today)
    return Drive.objects.filter(drives_visible(actor, at), open_now).order_by("due", "pk")
