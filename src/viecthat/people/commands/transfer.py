"""Transfers: a member goes from branch to branch, never in two and never in none (guidance to the charter)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.ledger.choices import Grade
from viecthat.people.choices.membership import EventKind, TransferState
from viecthat.people.commands.event import (
    check_branch,
    check_day,
    close_membership,
    membership_to_change,
    open_membership,
)
from viecthat.people.models import MemberEvent, Membership, Transfer
from viecthat.people.rules.membership import holds_members, may_keep_members, may_receive_transfer
from viecthat.units.queries import subtree_of, units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def send_transfer(
    *,
    person: int,
    destination: int,
    day: date,
    letter: str,
    remark: str,
    fee_paid_until: date,
    reason: str,
    actor: Account,
    at: datetime,
) -> Transfer:
    """The branch writes its remark and lets a member go; they stay its member until the other side receives them.

    `destination` is a branch, or a unit above branches that will choose one. `fee_paid_until` is the first day of the
    month after the last that is paid. Raises Refused when a rule says no.
    """
    membership = membership_to_change(person, actor, at)
    check_day(day, at, not_before=membership.start)
    check_branch(destination, localdate(at), field="destination")
    if destination == membership.unit_id:
        raise Refused(gettext_noop("Nơi đi và nơi đến là một; chọn đơn vị khác."), field="destination")
    transfer = Transfer(
        person=membership.person,
        origin_id=membership.unit_id,
        destination_id=destination,
        sent_on=day,
        letter=_line(letter, 120, "letter", gettext_noop("Ghi số giấy giới thiệu.")),
        remark=_line(remark, 500, "remark", gettext_noop("Ghi nhận xét của chi đoàn nơi đi vào sổ đoàn viên.")),
        fee_paid_until=fee_paid_until,
        reason=one_line(reason, 200, field="reason"),
        opened_by=actor,
        opened_at=at,
    )
    save_checked(transfer)
    return transfer


@transaction.atomic
def receive_transfer(*, transfer: Transfer, branch: int, day: date, actor: Account, at: datetime) -> Transfer:
    """The other side takes the member in: on this very day they leave the one branch and enter the other.

    Confirmed by another account than the one that sent the letter, both figures are `verified`.
    """
    transfer = _open(transfer)
    if not may_receive_transfer(actor, transfer, at) or not may_keep_members(actor, branch, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ sổ đoàn viên của nơi đến."), field="branch")
    check_day(day, at, not_before=transfer.sent_on)
    if branch != transfer.destination_id and branch not in subtree_of(transfer.destination_id, localdate(at)):
        raise Refused(gettext_noop("Chọn một chi đoàn của đơn vị ghi trên giấy giới thiệu."), field="branch")
    if not holds_members(units_by_id([branch], day)[branch].kind):
        raise Refused(gettext_noop("Đoàn viên thuộc về chi đoàn; chọn một chi đoàn của đơn vị này."), field="branch")
    if branch == transfer.origin_id:
        raise Refused(gettext_noop("Nơi đi và nơi đến là một; chọn đơn vị khác."), field="branch")
    membership = Membership.objects.select_for_update().filter(person=transfer.person_id, end__isnull=True).first()
    if membership is None or membership.unit_id != transfer.origin_id:
        raise Refused(gettext_noop("Người này không còn là đoàn viên của nơi đi; nơi đi cần thu lại giấy giới thiệu."))
    grade = Grade.EVIDENCED if transfer.opened_by_id == actor.pk else Grade.VERIFIED
    left = MemberEvent(
        person=transfer.person,
        membership=membership,
        unit_id=transfer.origin_id,
        kind=EventKind.TRANSFERRED_OUT,
        day=day,
        decision=transfer.letter,
        note=transfer.remark,
        other_unit_id=branch,
    )
    joined = MemberEvent(
        person=transfer.person,
        unit_id=branch,
        kind=EventKind.TRANSFERRED_IN,
        day=day,
        decision=transfer.letter,
        note=transfer.remark,
        other_unit_id=transfer.origin_id,
    )
    transfer.left = close_membership(left, actor=actor, at=at, grade=grade)
    transfer.joined = open_membership(joined, actor=actor, at=at, grade=grade)
    transfer.state, transfer.branch_id, transfer.received_on = TransferState.RECEIVED, branch, day
    transfer.answered_by, transfer.answered_at = actor, at
    save_checked(transfer, exclude=["opened_by"])
    return transfer


@transaction.atomic
def decline_transfer(*, transfer: Transfer, answer: str, actor: Account, at: datetime) -> Transfer:
    """The other side sends the letter back with a reason; the member stays where they were."""
    transfer = _open(transfer)
    if not may_receive_transfer(actor, transfer, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ sổ đoàn viên của nơi đến."))
    return _close(transfer, TransferState.DECLINED, answer, actor, at)


@transaction.atomic
def cancel_transfer(*, transfer: Transfer, answer: str, actor: Account, at: datetime) -> Transfer:
    """The branch takes its letter back before it was received."""
    transfer = _open(transfer)
    if not may_keep_members(actor, transfer.origin_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ sổ đoàn viên của nơi đi."))
    return _close(transfer, TransferState.CANCELLED, answer, actor, at)


def _open(transfer: Transfer) -> Transfer:
    locked = Transfer.objects.select_for_update(of=("self",)).select_related("person").get(pk=transfer.pk)
    if locked.state != TransferState.OPEN:
        raise Refused(gettext_noop("Giấy giới thiệu này đã được trả lời; tải lại trang để xem."))
    return locked


def _close(transfer: Transfer, state: TransferState, answer: str, actor: Account, at: datetime) -> Transfer:
    transfer.answer = _line(answer, 300, "answer", gettext_noop("Ghi lý do để bên kia hiểu."))
    transfer.state, transfer.answered_by, transfer.answered_at = state, actor, at
    save_checked(transfer, exclude=["opened_by"])
    return transfer


def _line(text: str, limit: int, field: str, missing: str) -> str:
    line = one_line(text, limit, field=field)
    if not line:
        raise Refused(missing, field=field)
    return line
