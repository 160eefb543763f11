"""Children referred for protection: taken up, handed on, closed. Every look is kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.courses.choices import LookedAt, ReferralState
from viecthat.courses.commands.shared import note_look
from viecthat.courses.models import Club, Referral
from viecthat.courses.rules import may_see_restricted
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed
from viecthat.ledger.commands.registers import check_done, post_counted

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

FEW = gettext_noop("Chỉ người được giao quyền xem phần hạn chế mới giữ sổ bảo vệ trẻ em.")


@transaction.atomic
def take_up_referral(
    *,
    unit: int,
    club: Club | None,
    day: date,
    child: str,
    age: int,
    concern: str,
    words: str,
    actor: Account,
    at: datetime,
) -> Referral:
    """A child's case; `child` is a sign, never a name. Raises Refused."""
    _check(actor, unit, at)
    check_done(day, at)
    if club is not None and club.unit_id != unit:
        raise Refused(gettext_noop("Câu lạc bộ này thuộc đơn vị khác."), field="club")
    row = Referral(
        unit_id=unit,
        club=club,
        day=day,
        child=needed(child, 40, "child", gettext_noop("Ghi một ký hiệu, không ghi tên trẻ.")),
        age=age,
        concern=concern,
        words=words.strip(),
        recorded_by=actor,
        recorded_at=at,
    )
    if not row.words:
        raise Refused(gettext_noop("Ghi vài lời về sự việc."), field="words")
    save_checked(row)
    row.posting = post_counted(unit, [("child_referrals", 1, None)], day, reason="Ca bảo vệ trẻ em", actor=actor, at=at)
    save_checked(row)
    return row


@transaction.atomic
def hand_on_referral(*, referral: Referral, referred_to: str, day: date, actor: Account, at: datetime) -> None:
    """The case goes to those whose duty it is: the commune, police, call centre 111. Raises Refused."""
    row = _locked(referral, actor, at)
    check_done(day, at)
    if row.state != ReferralState.OPEN:
        raise Refused(gettext_noop("Ca này đã chuyển."))
    row.referred_to = needed(
        referred_to, 200, "referred_to", gettext_noop("Ghi nơi chuyển: UBND xã, công an, Tổng đài 111 …")
    )
    row.referred_on, row.state = day, ReferralState.REFERRED
    save_checked(row)


@transaction.atomic
def close_referral(*, referral: Referral, outcome: str, day: date, actor: Account, at: datetime) -> None:
    """What came of it. Raises Refused."""
    row = _locked(referral, actor, at)
    check_done(day, at)
    if row.state != ReferralState.REFERRED:
        raise Refused(gettext_noop("Ghi nơi chuyển trước, hoặc ca này đã kết thúc."))
    row.outcome = outcome.strip()
    if not row.outcome:
        raise Refused(gettext_noop("Ghi kết quả."), field="outcome")
    row.closed_on, row.state = day, ReferralState.CLOSED
    save_checked(row)


@transaction.atomic
def open_referral(*, referral: Referral, actor: Account, at: datetime) -> Referral:
    """The case, and a note that it was read. Raises Refused."""
    _check(actor, referral.unit_id, at)
    note_look(what=LookedAt.REFERRAL, record=referral.pk, actor=actor, at=at)
    return referral


def _locked(referral: Referral, actor: Account, at: datetime) -> Referral:
    row = Referral.objects.select_for_update().get(pk=referral.pk)
    _check(actor, row.unit_id, at)
    return row


def _check(actor: Account, unit: int, at: datetime) -> None:
    if not may_see_restricted(actor, unit, at):
        raise Refused(FEW)
