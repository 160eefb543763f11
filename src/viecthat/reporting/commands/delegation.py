"""Letting somebody sign while one is away."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.reporting.models import SigningDelegation
from viecthat.reporting.rules import may_write_report, rights_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

LONGEST_DAYS = 180
LONGEST_WORDS = 300


@transaction.atomic
def delegate_signing(
    *, unit: int, deputy: Account, start: date, end: date, words: str, actor: Account, at: datetime
) -> SigningDelegation:
    """`deputy` signs and sends the unit's reports from `start` until the day before `end`.

    Raises Refused when the actor does not sign for the unit, the deputy may not write for it, or the days can't be.
    """
    if not rights_of(actor, at).hold_signature(unit):
        raise Refused(gettext_noop("Chỉ bí thư, phó bí thư của đơn vị mới ủy quyền ký báo cáo."))
    if not may_write_report(deputy, unit, at):
        raise Refused(gettext_noop("Người được ủy quyền phải là người làm báo cáo của đơn vị."), field="deputy")
    if end <= start or end <= localdate(at):
        raise Refused(gettext_noop("Ngày cuối phải sau ngày đầu và chưa qua."), field="end")
    if (end - start).days > LONGEST_DAYS:
        raise Refused(gettext_noop("Ủy quyền nhiều nhất {days} ngày."), field="end", days=LONGEST_DAYS)
    told = one_line(words, LONGEST_WORDS, field="words")
    if not told:
        raise Refused(gettext_noop("Ghi vì sao."), field="words")
    row = SigningDelegation(unit_id=unit, signer=actor, deputy=deputy, start=start, end=end, words=told, made_at=at)
    save_checked(row)
    return row


@transaction.atomic
def end_delegation(*, delegation: SigningDelegation, actor: Account, at: datetime) -> None:
    """The signer is back: from today on nobody signs in their place. What was signed stays signed."""
    row = SigningDelegation.objects.select_for_update().get(pk=delegation.pk)
    if row.signer_id != actor.pk and not rights_of(actor, at).hold_signature(row.unit_id):
        raise Refused(gettext_noop("Chỉ bí thư, phó bí thư của đơn vị mới ủy quyền ký báo cáo."))
    today = localdate(at)
    if row.start >= today:
        row.delete()
    elif row.end > today:
        row.end = today
        save_checked(row)
