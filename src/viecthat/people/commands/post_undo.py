"""Take back what was written of a post by mistake: that it ended, or that it was given."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import ProtectedError

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.people.choices.post import Destination, Leaving
from viecthat.people.commands.body import check_may_give
from viecthat.people.commands.post import lock_bodies
from viecthat.people.commands.post_ledger import settle_posts
from viecthat.people.models.post import Post
from viecthat.people.queries.post import brought_by, resting_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

LONGEST_REASON = 300


@transaction.atomic
def take_back_post(*, post: Post, reason: str, actor: Account, at: datetime) -> list[Post]:
    """A post that ended goes on as if it had not; one that is held was never given. Posts that came or went with it
    by the same decision go with it; returns all of them. The history keeps the rows, the ledger is set right.
    """
    lock_bodies(post.unit_id)
    post = Post.objects.select_for_update().select_related("body").get(pk=post.pk)
    check_may_give(actor, post.unit_id, at)
    why = one_line(reason, LONGEST_REASON, field="reason")
    if not why:
        raise Refused(gettext_noop("Ghi lý do lấy lại để người sau hiểu."), field="reason")
    taken = _never_given(post) if post.end is None else _goes_on(post)
    settle_posts(pairs=[(post.person_id, post.unit_id)], actor=actor, at=at, reason=why)
    return taken


def taken_back_with(post: Post) -> list[Post]:
    """The post and those of the same person in the same unit that came, or went, with it by the same decision."""
    same = Post.objects.filter(unit=post.unit_id, person=post.person_id).order_by("pk")
    if post.end is None:
        bound = {*brought_by(post.kind), *resting_on(post.kind)}
        return list(same.filter(kind__in=bound, start=post.start, decision=post.decision, end=None))
    ended = {"end": post.end, "leaving": post.leaving, "leaving_decision": post.leaving_decision}
    return list(same.filter(kind__in={*brought_by(post.kind), *resting_on(post.kind)}, **ended))


def _never_given(post: Post) -> list[Post]:
    taken = taken_back_with(post)
    same = Post.objects.filter(unit=post.unit_id, person=post.person_id, end=None, kind__in=resting_on(post.kind))
    if same.exclude(pk__in=[one.pk for one in taken]).exists():
        raise Refused(
            gettext_noop("Người này còn giữ chức vụ cần có chức vụ này; lấy lại hoặc ghi thôi chức vụ ấy trước.")
        )
    try:
        for one in taken:
            Post.objects.filter(pk=one.pk).delete()
    except ProtectedError as used:
        raise Refused(
            gettext_noop("Chức vụ này đã có trong rà soát nhân sự, phương án bố trí hoặc sáp nhập; ghi thôi giữ.")
        ) from used
    return taken


def _goes_on(post: Post) -> list[Post]:
    if post.leaving == Leaving.UNIT_ENDED or post.body.end is not None:
        raise Refused(
            gettext_noop("Khoá hoặc đơn vị đã kết thúc; chức vụ này không tiếp tục được, giao lại ở khoá mới.")
        )
    taken = taken_back_with(post)
    for one in taken:
        one.end, one.leaving, one.leaving_decision = None, "", ""
        one.destination, one.destination_note = Destination.NONE, ""
        save_checked(one)
    return taken
