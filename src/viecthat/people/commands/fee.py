"""The monthly book of the members' fee: collected, exempted, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import LONGEST_REASON, Line, post_entries, reverse_posting
from viecthat.ledger.queries import indicators, posting_by_id
from viecthat.people.commands.event import check_day, membership_to_change
from viecthat.people.commands.receipt import cancel_receipts_of
from viecthat.people.commands.rows import each_row
from viecthat.people.models import FeeMonth, Membership
from viecthat.people.rules.charter import months_later
from viecthat.people.rules.fee import fee_in
from viecthat.people.rules.membership import may_keep_members

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

COLLECTED = "fees_collected"
FIRST_MONTH = date(2011, 1, 1)
MOST_AHEAD = 12  # months


@transaction.atomic
def collect_fees(*, people: Sequence[int], month: date, day: date, actor: Account, at: datetime) -> list[FeeMonth]:
    """Members paid the fee of a month (its first day), at the rate of that month; each payment posts.

    Raises RowsRefused for who is no member here in that month, or has paid or is exempt already.
    """
    check_month(month, at)
    check_day(day, at)
    collected = next((one.pk for one in indicators().values() if one.code == COLLECTED), None)

    def collect(person: int) -> FeeMonth:
        membership = _member_in(person, month, actor, at)
        row = FeeMonth(
            person=membership.person,
            unit_id=membership.unit_id,
            month=month,
            amount=fee_in(month).due(paid=membership.person.paid),
            paid_on=day,
            recorded_by=actor,
            recorded_at=at,
        )
        save_checked(row)
        if collected is not None:
            line = Line(row.unit_id, collected, day, row.amount, Grade.EVIDENCED)
            row.posting = post_entries(kind=PostingKind.REGISTER, unit=row.unit_id, lines=[line], actor=actor, at=at)
            row.save(update_fields=["posting"])
        return row

    if not people:
        raise Refused(gettext_noop("Chưa chọn ai; đánh dấu ít nhất một người."))
    return each_row(list(dict.fromkeys(people)), collect)


@transaction.atomic
def exempt_from_fee(
    *, person: int, month: date, months: int, decision: str, actor: Account, at: datetime
) -> list[FeeMonth]:
    """A member need not pay for some months in a row, six at most."""
    check_month(month, at)
    most = fee_in(month).exempt_most_months
    if not 1 <= months <= most:
        raise Refused(gettext_noop("Miễn đoàn phí mỗi lần từ 1 đến {most} tháng."), field="months", most=most)
    number = one_line(decision, 120, field="decision")
    if not number:
        raise Refused(gettext_noop("Ghi số quyết định hoặc số nghị quyết của chi đoàn."), field="decision")
    rows = []
    for ahead in range(months):
        one = months_later(month, ahead)
        membership = _member_in(person, one, actor, at)
        row = FeeMonth(
            person=membership.person,
            unit_id=membership.unit_id,
            month=one,
            amount=0,
            exempt=True,
            paid_on=localdate(at),
            decision=number,
            recorded_by=actor,
            recorded_at=at,
        )
        save_checked(row)
        rows.append(row)
    return rows


@transaction.atomic
def take_back_fee(*, fee: FeeMonth, reason: str, actor: Account, at: datetime) -> None:
    """A payment or an exemption was entered wrongly; its figure is reversed."""
    row = FeeMonth.objects.select_for_update(of=("self",)).get(pk=fee.pk)
    why = one_line(reason, LONGEST_REASON, field="reason")
    if not why:
        raise Refused(gettext_noop("Ghi vì sao lấy lại để người sau hiểu."), field="reason")
    if row.undone_at is not None or not may_keep_members(actor, row.unit_id, at):
        raise Refused(gettext_noop("Dòng này đã được lấy lại, hoặc không thuộc đơn vị bạn phụ trách."))
    posting = posting_by_id(row.posting_id) if row.posting_id else None
    if posting is not None:
        reverse_posting(posting=posting, reason="Lấy lại trong sổ đoàn phí", actor=actor, at=at)
    row.undone_at, row.undone_by, row.undone_reason = at, actor, why
    save_checked(row)
    cancel_receipts_of(fee=row.pk, reason=why, actor=actor, at=at)


def check_month(month: date, at: datetime) -> None:
    """Raises Refused for a month before the first known rate, or more than a year ahead."""
    if not FIRST_MONTH <= month <= months_later(localdate(at).replace(day=1), MOST_AHEAD):
        raise Refused(gettext_noop("Tháng này quá xa; ghi đoàn phí từ 01/2011 đến một năm sau."), field="month")


def _member_in(person: int, month: date, actor: Account, at: datetime) -> Membership:
    membership = membership_to_change(person, actor, at)
    if membership.start >= months_later(month, 1):
        raise Refused(
            gettext_noop("{name} vào chi đoàn ngày {start}, sau tháng này."),
            field="month",
            name=membership.person.full_name,
            start=membership.start,
        )
    return membership
