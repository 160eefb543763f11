"""Receipts of the fee: issued in sequence by unit and year, cancelled with a reason, never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Max
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.people.models import FeeMonth, FeeReceipt, FeeReceiptLine
from viecthat.people.rules.membership import may_keep_members

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def issue_receipts(*, unit: int, fees: Sequence[int], actor: Account, at: datetime) -> list[FeeReceipt]:
    """A receipt for each member of what they paid at this unit and have no receipt for. Raises Refused."""
    if not may_keep_members(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ sổ đoàn phí của đơn vị này."))
    _one_at_a_time(unit)
    wanted = FeeMonth.objects.filter(pk__in=list(fees), unit=unit, undone_at__isnull=True, exempt=False)
    paid = list(wanted.select_related("person").order_by("person__sort_key", "person", "month"))
    if not paid or len(paid) != len(set(fees)):
        raise Refused(gettext_noop("Có dòng đã lấy lại, được miễn, hoặc không thuộc sổ này; tải lại trang."))
    if FeeReceiptLine.objects.filter(fee__in=paid, receipt__cancelled_at__isnull=True).exists():
        raise Refused(gettext_noop("Có dòng đã có biên lai; huỷ biên lai cũ trước."))
    year = localdate(at).year
    last = FeeReceipt.objects.filter(unit=unit, year=year).aggregate(last=Max("number"))["last"] or 0
    receipts: dict[int, FeeReceipt] = {}
    for fee in paid:
        if fee.person_id not in receipts:
            last += 1
            receipt = FeeReceipt(unit_id=unit, year=year, number=last, person=fee.person, issued_by=actor, issued_at=at)
            save_checked(receipt)
            receipts[fee.person_id] = receipt
        FeeReceiptLine.objects.create(receipt=receipts[fee.person_id], fee=fee)
    return list(receipts.values())


@transaction.atomic
def cancel_receipt(*, receipt: FeeReceipt, reason: str, actor: Account, at: datetime) -> None:
    """The receipt holds no more and stays in the book; its payments may get a new one. Raises Refused."""
    row = FeeReceipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)
    if row.cancelled_at is not None or not may_keep_members(actor, row.unit_id, at):
        raise Refused(gettext_noop("Biên lai này đã huỷ, hoặc không thuộc đơn vị bạn phụ trách."))
    why = one_line(reason, 500, field="reason")
    if not why:
        raise Refused(gettext_noop("Ghi vì sao huỷ biên lai."), field="reason")
    row.cancelled_at, row.cancelled_by, row.cancelled_reason = at, actor, why
    save_checked(row)


@transaction.atomic
def cancel_receipts_of(*, fee: int, reason: str, actor: Account, at: datetime) -> None:
    """A payment was taken back: no receipt may go on saying that it was made. Called by `take_back_fee`."""
    for receipt in FeeReceipt.objects.filter(lines__fee=fee, cancelled_at__isnull=True):
        cancel_receipt(receipt=receipt, reason=reason, actor=actor, at=at)


def _one_at_a_time(unit: int) -> None:
    """Numbers have no gaps and none stands twice: who issues for this unit waits for whoever does so now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"fee receipts of unit {unit}"])
