"""The summary: comments that want the same become one opinion, which is handled and, later, looked for in the law."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed, one_line
from viecthat.opinion.choices import DraftState, Handling
from viecthat.opinion.commands.draft import locked
from viecthat.opinion.models import Comment, Draft, Opinion

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def group_comments(
    *, draft: Draft, comments: Sequence[int], words: str = "", opinion: int | None = None, actor: Account, at: datetime
) -> Opinion:
    """These comments of one clause are one opinion, new with these words or one that is there. Raises Refused."""
    row = _summing(draft, actor, at)
    found = list(Comment.objects.select_for_update(of=("self",)).filter(draft=row, pk__in=set(comments), hidden_why=""))
    if not found:
        raise Refused(gettext_noop("Chọn ít nhất một ý kiến."), field="comments")
    if opinion is not None:
        made = Opinion.objects.filter(pk=opinion, draft=row).first()
        if made is None:
            raise Refused(gettext_noop("Dòng tổng hợp này không có ở dự thảo này."), field="opinion")
    else:
        made = Opinion(draft=row, clause_id=found[0].clause_id)
        made.words = needed(words, 3000, "words", gettext_noop("Ghi nội dung góp ý chung của các ý kiến này."))
    if {one.clause_id for one in found} != {made.clause_id}:
        raise Refused(gettext_noop("Gộp các ý kiến về cùng một điều."), field="comments")
    save_checked(made)
    Comment.objects.filter(pk__in=[one.pk for one in found]).update(opinion=made)
    # What nobody stands behind any more is no opinion.
    row.opinions.filter(comments__isnull=True).delete()
    return made


@transaction.atomic
def handle_opinion(
    *, opinion: Opinion, handling: str, reason: str, words: str, actor: Account, at: datetime
) -> Opinion:
    """What the consulting unit does with it, and why. Raises Refused."""
    row = Opinion.objects.select_for_update(of=("self",)).select_related("draft").get(pk=opinion.pk)
    _summing(row.draft, actor, at)
    row.handling, row.reason = handling, one_line(reason, 3000, field="reason")
    row.words = needed(words, 3000, "words", gettext_noop("Ghi nội dung góp ý chung của các ý kiến này."))
    if row.handling in {Handling.PARTLY, Handling.REFUSED} and not row.reason:
        raise Refused(gettext_noop("Không tiếp thu, hoặc chỉ tiếp thu một phần, thì ghi giải trình."), field="reason")
    save_checked(row)
    return row


@transaction.atomic
def tell_outcome(*, opinion: Opinion, outcome: str, note: str, actor: Account, at: datetime) -> Opinion:
    """Whether the document as issued took it, and where. Raises Refused."""
    row = Opinion.objects.select_for_update(of=("self",)).select_related("draft").get(pk=opinion.pk)
    draft = locked(row.draft, actor, at)
    if draft.state != DraftState.ISSUED:
        raise Refused(gettext_noop("Văn bản chưa ban hành; ghi số, ngày ban hành trước."))
    row.outcome, row.outcome_note = outcome, one_line(note, 500, field="note")
    save_checked(row)
    return row


def _summing(draft: Draft, actor: Account, at: datetime) -> Draft:
    row = locked(draft, actor, at)
    if row.state not in {DraftState.OPEN, DraftState.CLOSED}:
        raise Refused(gettext_noop("Tổng hợp đã gửi thì giữ nguyên; lấy lại rồi mới sửa."))
    return row
