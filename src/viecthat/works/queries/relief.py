"""Relief drives: found, and one with its needs, its log and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet, Sum

from viecthat.kernel.names import fold
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.works.choices import MoveKind
from viecthat.works.models import ReliefDrive, ReliefItem, ReliefMove, ReliefNeed
from viecthat.works.rules import may_see_drive

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.units.queries.scope import UnitScope

ORDERS = {
    "ten": ("folded", "pk"),
    "-ten": ("-folded", "-pk"),
    "ngay": ("start", "pk"),
    "-ngay": ("-start", "-pk"),
}
NEWEST = "-ngay"


@dataclass(frozen=True)
class ListedDrive:
    """A drive in a list: money handed out, how many deliveries to how many communes."""

    drive: ReliefDrive
    unit: UnitRow
    money: int
    deliveries: int
    communes: int


@dataclass(frozen=True)
class Balance:
    """One item: what is needed, came in, went out, is left."""

    item: ReliefItem
    needed: int
    received: int
    delivered: int

    @property
    def left(self) -> int:
        """Never below zero: the database sees to it."""
        return self.received - self.delivered


@dataclass(frozen=True)
class Given:
    """What a commune got of one item; `households` counts each delivery's, so one may stand in it twice."""

    commune: str
    item: ReliefItem
    quantity: int
    households: int


def drives_found(
    scope: UnitScope, *, text: str = "", is_open: bool | None = None, order: str = NEWEST
) -> QuerySet[ReliefDrive]:
    """Drives of the units in scope that fit all that is asked."""
    found = ReliefDrive.objects.filter(scope.of("unit"))
    if is_open is not None:
        found = found.filter(closed_on__isnull=is_open)
    if wanted := fold(text):
        found = found.filter(folded__contains=wanted)
    return found.order_by(*ORDERS[order])


def listed(drives: Sequence[ReliefDrive], today: date) -> list[ListedDrive]:
    """These drives as a list shows them. Two queries for any number."""
    units = units_by_id({drive.unit_id for drive in drives}, today)
    ids = [drive.pk for drive in drives]
    standing = Q(kind=MoveKind.DELIVERED, undone_by__isnull=True)
    sums: dict[int, dict[str, Any]] = {
        row["item__drive"]: dict(row)
        for row in ReliefMove.objects.filter(standing, item__drive__in=ids)
        .values("item__drive")
        .annotate(
            money=Sum("quantity", filter=Q(item__money=True)),
            n=Count("pk"),
            communes=Count("folded_commune", distinct=True),
        )
    }
    return [
        ListedDrive(
            drive,
            units[drive.unit_id],
            -int(sums.get(drive.pk, {}).get("money") or 0),
            sums.get(drive.pk, {}).get("n", 0),
            sums.get(drive.pk, {}).get("communes", 0),
        )
        for drive in drives
    ]


def drive_with_id(pk: int, actor: Account, at: datetime) -> ReliefDrive | None:
    """The drive, for whoever is over its unit."""
    drive = ReliefDrive.objects.filter(pk=pk).first()
    return drive if drive is not None and may_see_drive(actor, drive, at) else None


def balances_of(drive: ReliefDrive) -> list[Balance]:
    """Every item of the drive with its sums; lines taken back are left out. Two queries."""
    items = (
        ReliefItem.objects.filter(drive=drive)
        .annotate(
            came=Sum("moves__quantity", filter=Q(moves__kind=MoveKind.RECEIVED, moves__undone_by__isnull=True)),
            went=Sum("moves__quantity", filter=Q(moves__kind=MoveKind.DELIVERED, moves__undone_by__isnull=True)),
        )
        .order_by("-money", "folded")
    )
    needs = dict(ReliefNeed.objects.filter(drive=drive).values_list("item").annotate(sum=Sum("quantity")))
    return [Balance(one, int(needs.get(one.pk, 0)), int(one.came or 0), -int(one.went or 0)) for one in items]


def needs_of(drive: ReliefDrive) -> list[ReliefNeed]:
    """What places need, the latest first."""
    return list(drive.needs.select_related("item").order_by("-day", "-pk"))


def moves_of(drive: ReliefDrive) -> QuerySet[ReliefMove]:
    """The log, the latest first."""
    found = ReliefMove.objects.filter(item__drive=drive).select_related("item", "by", "undone_by")
    return found.order_by("-day", "-pk")


def given_of(drive: ReliefDrive) -> list[Given]:
    """What each commune got, by item; deliveries taken back are left out. Two queries."""
    items = {item.pk: item for item in drive.items.all()}
    moves = ReliefMove.objects.filter(item__in=items, kind=MoveKind.DELIVERED, undone_by__isnull=True)
    rows = moves.values("folded_commune", "item").annotate(sum=Sum("quantity"), homes=Sum("households"))
    names = dict(moves.order_by("pk").values_list("folded_commune", "commune"))
    return [
        Given(names[row["folded_commune"]], items[row["item"]], -int(row["sum"]), int(row["homes"]))
        for row in rows.order_by("folded_commune", "item")
    ]


def move_with_id(drive: ReliefDrive, pk: int) -> ReliefMove | None:
    """A line of the drive's log."""
    return moves_of(drive).filter(pk=pk).first()
