"""Relief drives: needs, what came in, what went out to which commune. The balance never falls below zero."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, normalise, one_line
from viecthat.kernel.numbers import format_number
from viecthat.ledger.commands.registers import Counted, post_counted, take_back
from viecthat.units.rules import may
from viecthat.works.choices import MoneySource, MoveKind
from viecthat.works.commands.checks import MOST_MONEY, NOT_KEEPER, WHY, check_past
from viecthat.works.models import ReliefDrive, ReliefItem, ReliefMove, ReliefNeed
from viecthat.works.rules import may_keep_drive

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MONEY, HOUSEHOLDS, DELIVERIES = "relief_money", "relief_households", "relief_deliveries"
DONG = "đồng"
MOST_HOUSEHOLDS = 1_000_000


@transaction.atomic
def open_drive(*, unit: int, title: str, disaster: str, start: date, actor: Account, at: datetime) -> ReliefDrive:
    """Open a drive; money is its first item."""
    if not may(actor, Capability.RECORD, unit, at):
        raise Refused(NOT_KEEPER, field="unit")
    check_past(start, at, field="start")
    name = normalise(title)
    drive = ReliefDrive(
        unit_id=unit, title=name, folded=fold(name), disaster=normalise(disaster), start=start, opened_by=actor,
        opened_at=at,
    )  # fmt: skip
    save_checked(drive)
    save_checked(ReliefItem(drive=drive, name="Tiền", folded=fold("Tiền"), measure=DONG, money=True))
    return drive


@transaction.atomic
def close_drive(*, drive: ReliefDrive, day: date, actor: Account, at: datetime) -> None:
    """Close the drive once everything is handed out or handed on."""
    row = _kept(drive, actor, at)
    check_past(day, at, not_before=row.start)
    last = ReliefMove.objects.filter(item__drive=row).order_by("-day").values_list("day", flat=True).first()
    if last is not None and day < last:
        raise Refused(gettext_noop("Ngày không được trước ngày {day}."), field="day", day=last)
    row.closed_on = day
    save_checked(row)


@transaction.atomic
def add_item(*, drive: ReliefDrive, name: str, measure: str, actor: Account, at: datetime) -> ReliefItem:
    """Another thing that the drive keeps account of."""
    _kept(drive, actor, at)
    named = needed(name, 120, "name", gettext_noop("Ghi tên mặt hàng, ví dụ “Gạo”."))
    in_what = needed(measure, 40, "measure", gettext_noop("Ghi đơn vị tính, ví dụ “kg”."))
    row = ReliefItem(drive=drive, name=named, folded=fold(named), measure=in_what)
    save_checked(row)
    return row


@transaction.atomic
def note_need(
    *,
    drive: ReliefDrive,
    item: int,
    commune: str,
    quantity: int,
    households: int,
    day: date,
    source: str = "",
    actor: Account,
    at: datetime,
) -> ReliefNeed:
    """What a commune needs, by whose word."""
    _kept(drive, actor, at)
    check_past(day, at)
    _check_quantity(quantity, households)
    row = ReliefNeed(
        drive=drive, item=_item(drive, item), commune=_commune(commune), quantity=quantity, households=households,
        day=day, source=one_line(source, 200, field="source"),
    )  # fmt: skip
    save_checked(row)
    return row


@transaction.atomic
def receive_relief(
    *,
    drive: ReliefDrive,
    item: int,
    quantity: int,
    source: str,
    party: str,
    day: date,
    note: str = "",
    actor: Account,
    at: datetime,
) -> ReliefMove:
    """Goods or money came in, from whom."""
    row = _kept(drive, actor, at)
    check_past(day, at, not_before=row.start)
    _check_quantity(quantity, 0)
    if source not in MoneySource.values:
        raise Refused(gettext_noop("Chọn nguồn."), field="source")
    move = ReliefMove(
        item=_item(drive, item), kind=MoveKind.RECEIVED, quantity=quantity, day=day, source=source,
        party=needed(party, 200, "party", gettext_noop("Ghi nhận của ai.")), note=one_line(note, 300, field="note"),
        by=actor, at=at,
    )  # fmt: skip
    save_checked(move)
    return move


@transaction.atomic
def deliver_relief(
    *,
    drive: ReliefDrive,
    item: int,
    quantity: int,
    commune: str,
    households: int,
    party: str,
    day: date,
    note: str = "",
    actor: Account,
    at: datetime,
) -> ReliefMove:
    """Goods or money went to a commune, received by whom. Raises Refused when less than that is left."""
    row = _kept(drive, actor, at)
    check_past(day, at, not_before=row.start)
    _check_quantity(quantity, households)
    thing = _item(drive, item)
    left = _left(thing)
    if quantity > left:
        raise _too_much(thing, left)
    place = _commune(commune)
    signed = needed(party, 200, "party", gettext_noop("Ghi ai ký nhận ở nơi đến."))
    counted: list[Counted] = [(DELIVERIES, 1, None), (HOUSEHOLDS, households, None)]
    if thing.money:
        counted.append((MONEY, quantity, None))
    posting = post_counted(row.unit_id, counted, day, reason=row.title, actor=actor, at=at)
    move = ReliefMove(
        item=thing, kind=MoveKind.DELIVERED, quantity=-quantity, day=day, party=signed, commune=place,
        folded_commune=fold(place), households=households, note=one_line(note, 300, field="note"), posting=posting,
        by=actor, at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            save_checked(move)
    except IntegrityError as clash:  # somebody else delivered a moment ago
        raise _too_much(thing, _left(thing)) from clash
    return move


@transaction.atomic
def undo_move(*, move: ReliefMove, reason: str, actor: Account, at: datetime) -> ReliefMove:
    """Take a line back by its opposite; its figures are reversed. What was received may be handed out already."""
    drive = _kept(move.item.drive, actor, at)
    row = ReliefMove.objects.select_for_update(of=("self",)).select_related("item").get(pk=move.pk)
    if row.item.drive_id != drive.pk or row.undoes_id is not None or ReliefMove.objects.filter(undoes=row).exists():
        raise Refused(gettext_noop("Dòng này đã được lấy lại."))
    said = needed(reason, 300, "reason", WHY)
    left = _left(row.item)
    if row.quantity > left:
        raise _too_much(row.item, left)
    take_back(row.posting_id, said, actor, at)
    opposite = ReliefMove(
        item=row.item, kind=MoveKind.UNDONE, quantity=-row.quantity, day=localdate(at), party=row.party,
        commune=row.commune, folded_commune=row.folded_commune, note=said, undoes=row, by=actor, at=at,
    )  # fmt: skip
    save_checked(opposite)
    return opposite


def _kept(drive: ReliefDrive, actor: Account, at: datetime) -> ReliefDrive:
    row = ReliefDrive.objects.select_for_update(of=("self",)).get(pk=drive.pk)
    if row.closed_on is not None:
        raise Refused(gettext_noop("Đợt cứu trợ này đã kết thúc."))
    if not may_keep_drive(actor, row, at):
        raise Refused(NOT_KEEPER)
    return row


def _item(drive: ReliefDrive, pk: int) -> ReliefItem:
    found = ReliefItem.objects.filter(drive=drive, pk=pk).first()
    if found is None:
        raise Refused(gettext_noop("Chọn mặt hàng của đợt này."), field="item")
    return found


def _commune(text: str) -> str:
    return needed(text, 120, "commune", gettext_noop("Ghi xã, phường nào."))


def _check_quantity(quantity: int, households: int) -> None:
    if not 0 < quantity <= MOST_MONEY:
        raise Refused(gettext_noop("Số lượng phải lớn hơn 0."), field="quantity")
    if not 0 <= households <= MOST_HOUSEHOLDS:
        raise Refused(gettext_noop("Số hộ từ 0 đến 1.000.000."), field="households")


def _left(item: ReliefItem) -> int:
    return int(ReliefMove.objects.filter(item=item).aggregate(sum=Sum("quantity"))["sum"] or 0)


def _too_much(item: ReliefItem, left: int) -> Refused:
    return Refused(
        gettext_noop("“{item}” chỉ còn {left} {measure}; không trao quá số đã nhận."),
        field="quantity",
        item=item.name,
        left=format_number(left),
        measure=item.measure,
    )
