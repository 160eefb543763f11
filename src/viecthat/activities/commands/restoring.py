"""An activity cancelled by mistake stands again: what was taken back is recorded once more, nothing is wiped out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.activities.choices import State
from viecthat.activities.commands.activity import LONGEST_NOTE
from viecthat.activities.models import Activity, ActivityPosting
from viecthat.activities.queries.activity import last_posting_of, postings_of
from viecthat.activities.rules import may_restore_activity
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import LONGEST_REASON, lines_of, post_entries

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def restore_activity(*, activity: Activity, reason: str, actor: Account, at: datetime) -> None:
    """Take a cancellation back: a new posting with the very lines that were reversed, which stay in the book.

    What somebody else had verified is verified still: the figures are the same. Of planned work only the state comes
    back. Raises Refused.
    """
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    if activity.state != State.CANCELLED:
        raise Refused(gettext_noop("Việc này không phải đã huỷ; tải lại trang để xem."))
    if not may_restore_activity(actor, activity, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền đính chính số liệu của đơn vị này."))
    reason = one_line(reason, LONGEST_REASON, field="reason")
    if not reason:
        raise Refused(gettext_noop("Ghi vì sao khôi phục để người sau hiểu."), field="reason")
    activity.state = _stands_again(activity, reason, actor, at)
    activity.revision, activity.changed_at = activity.revision + 1, at
    activity.save(update_fields=["state", "note", "revision", "changed_at"])


def _stands_again(activity: Activity, reason: str, actor: Account, at: datetime) -> State:
    if not postings_of(activity):
        activity.note = "\n".join(filter(None, [activity.note, reason]))[-LONGEST_NOTE:]
        return State.PLANNED
    last = last_posting_of(activity)
    lines = lines_of(last)
    posting = post_entries(
        kind=PostingKind(last.kind), unit=last.unit_id, lines=lines, reason=reason, dataset=last.dataset, actor=actor,
        at=at, replaces=last,
    )  # fmt: skip
    ActivityPosting.objects.create(posting=posting, activity=activity)
    return State.VERIFIED if any(line.grade == Grade.VERIFIED for line in lines) else State.RECORDED
