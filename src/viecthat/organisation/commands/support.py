"""Support between unions: recorded by who gave, confirmed by who received, in the ledger once."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, post_entries, reverse_posting
from viecthat.ledger.queries import indicators, posting_by_id
from viecthat.organisation.choices import SupportKind, SupportState
from viecthat.organisation.models import UnionSupport
from viecthat.units.rules import may
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Posting

GIVEN, VALUE = "union_supports_given", "union_support_value"
MOST_VALUE = 10**13


@transaction.atomic
def record_support(
    *,
    giver: int,
    receiver: int | None,
    partner: str,
    kind: str,
    what: str,
    value: int,
    people: int,
    start: date,
    end: date,
    proof: str,
    actor: Account,
    at: datetime,
) -> UnionSupport:
    """`giver` helped `receiver`, another union that is neither above nor below it, or a partner outside the tree.

    A partner has no account here: its paper (`proof`) stands for its word, and the figure is posted at once.
    Raises Refused.
    """
    today = localdate(at)
    tree = tree_on(today)
    if giver not in tree or not may(actor, Capability.DECLARE, giver, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi thay cho đơn vị này."))
    outside = one_line(partner, 200, field="partner")
    if (receiver is None) == (not outside):
        raise Refused(
            gettext_noop("Ghi đơn vị nhận, hoặc đối tác ngoài hệ thống; chỉ một trong hai."), field="receiver"
        )
    if receiver is not None and (receiver not in tree or tree.covers(giver, receiver) or tree.covers(receiver, giver)):
        raise Refused(
            gettext_noop("Đơn vị nhận phải ở nhánh khác: việc với cấp trên, cấp dưới của mình ghi là hoạt động."),
            field="receiver",
        )
    if kind not in SupportKind.values:
        raise Refused(gettext_noop("Chọn hình thức trong danh sách."), field="kind")
    if end > today or start > end:
        raise Refused(
            gettext_noop("Ghi khi đã hỗ trợ xong: ngày cuối không sau hôm nay, không trước ngày đầu."), field="end"
        )
    if not 0 <= value <= MOST_VALUE or people < 0 or not (value or people):
        raise Refused(gettext_noop("Ghi trị giá hoặc số người, ít nhất một số lớn hơn 0."), field="value")
    row = UnionSupport(
        giver_id=giver, receiver_id=receiver, partner=outside, kind=kind, value=value, people=people,
        start=start, end=end, what=one_line(what, 300, field="what"), proof=one_line(proof, 120, field="proof"),
        recorded_by=actor, recorded_at=at,
    )  # fmt: skip
    if not row.what:
        raise Refused(gettext_noop("Ghi đã hỗ trợ gì."), field="what")
    if receiver is None:
        if not row.proof:
            raise Refused(gettext_noop("Đối tác ngoài hệ thống thì ghi văn bản hoặc biên nhận."), field="proof")
        row.state = SupportState.OUTSIDE
        row.posting = _post(row, Grade.EVIDENCED, actor, at)
    save_checked(row)
    return row


@transaction.atomic
def confirm_support(*, support: UnionSupport, actor: Account, at: datetime) -> UnionSupport:
    """The receiver says that it came; only now it is posted, once, for the giver. Raises Refused."""
    row = _answered(support, actor, at)
    row.state, row.answered_by, row.answered_at = SupportState.CONFIRMED, actor, at
    row.posting = _post(row, Grade.VERIFIED, actor, at)
    save_checked(row)
    return row


@transaction.atomic
def refuse_support(*, support: UnionSupport, reason: str, actor: Account, at: datetime) -> UnionSupport:
    """The receiver says that it did not come, or not so. Raises Refused."""
    row = _answered(support, actor, at)
    row.state, row.answered_by, row.answered_at = SupportState.REFUSED, actor, at
    row.answer = _reason(reason)
    save_checked(row)
    return row


@transaction.atomic
def withdraw_support(*, support: UnionSupport, reason: str, actor: Account, at: datetime) -> UnionSupport:
    """The giver takes its record back; what was posted is reversed. Raises Refused."""
    row = UnionSupport.objects.select_for_update(of=("self",)).get(pk=support.pk)
    if not may(actor, Capability.CORRECT, row.giver_id, at):
        raise Refused(gettext_noop("Chỉ đơn vị hỗ trợ rút lại được."))
    if row.state == SupportState.WITHDRAWN:
        raise Refused(gettext_noop("Việc hỗ trợ này đã rút từ trước."))
    row.answer = _reason(reason)
    posted = posting_by_id(row.posting_id) if row.posting_id else None
    if posted is not None:
        reverse_posting(posting=posted, reason=row.answer, actor=actor, at=at)
    row.state = SupportState.WITHDRAWN
    save_checked(row)
    return row


def _answered(support: UnionSupport, actor: Account, at: datetime) -> UnionSupport:
    row = UnionSupport.objects.select_for_update(of=("self",)).get(pk=support.pk)
    if row.receiver_id is None or not may(actor, Capability.DECLARE, row.receiver_id, at):
        raise Refused(gettext_noop("Chỉ đơn vị nhận trả lời được."))
    if row.state != SupportState.GIVEN:
        raise Refused(gettext_noop("Việc hỗ trợ này đã được trả lời; tải lại trang để xem."))
    if row.recorded_by_id == actor.pk:
        raise Refused(gettext_noop("Không ai tự xác nhận việc mình ghi; nhờ người khác của đơn vị nhận."))
    return row


def _reason(text: str) -> str:
    line = one_line(text, 300, field="reason")
    if not line:
        raise Refused(gettext_noop("Ghi lý do để bên kia hiểu."), field="reason")
    return line


def _post(row: UnionSupport, grade: Grade, actor: Account, at: datetime) -> Posting | None:
    known = {one.code: one.pk for one in indicators().values()}
    counted = [(GIVEN, 1), (VALUE, row.value)]
    lines = [Line(row.giver_id, known[code], row.end, n, grade) for code, n in counted if n and code in known]
    if not lines:
        return None
    return post_entries(kind=PostingKind.REGISTER, unit=row.giver_id, lines=lines, reason=row.what, actor=actor, at=at)
