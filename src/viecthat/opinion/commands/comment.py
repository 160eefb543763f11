"""Comments on clauses: by units, by members, by whoever has the address; those that say nothing left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed, normalise
from viecthat.opinion.choices import DraftState, Stance, Way
from viecthat.opinion.commands.draft import locked
from viecthat.opinion.models import Clause, Comment, Draft
from viecthat.opinion.rules import is_asked, may_keep_opinion, takes_comments
from viecthat.people.queries.own import person_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_WORDS = 3000
MOST_COMMENTS = 5000


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as it was written; `clause` None is for the whole draft."""

    clause: int | None
    stance: str
    words: str = ""
    wording: str = ""


@transaction.atomic
def comment_as_unit(*, draft: Draft, unit: int, said: Said, actor: Account, at: datetime) -> Comment:
    """A unit's opinion, written by who keeps its registers, or taken down from its paper above. Raises Refused."""
    if not is_asked(draft, unit, at) or not may_keep_opinion(actor, unit, at):
        raise Refused(gettext_noop("Bạn không góp ý thay đơn vị này ở dự thảo này."), field="unit")
    return _add(draft, said, at, way=Way.UNIT, unit=unit, account=actor)


@transaction.atomic
def comment_as_member(*, draft: Draft, said: Said, actor: Account, at: datetime) -> Comment:
    """A member's own opinion; it counts for their unit. Raises Refused."""
    person = person_of(actor)
    if person is None or person.unit_id is None or not is_asked(draft, person.unit_id, at):
        raise Refused(
            gettext_noop("Tài khoản này chưa gắn với hồ sơ đoàn viên được lấy ý kiến; ghi đơn vị góp ý."), field="unit"
        )
    return _add(draft, said, at, way=Way.MEMBER, unit=person.unit_id, account=actor)


@transaction.atomic
def comment_as_public(*, draft: Draft, said: Said, at: datetime) -> Comment:
    """An opinion through the public address; nothing of who wrote it is kept. Raises Refused."""
    if not draft.public_code:
        raise Refused(gettext_noop("Dự thảo này không lấy ý kiến công khai."))
    return _add(draft, said, at, way=Way.PUBLIC)


@transaction.atomic
def leave_out_comment(*, comment: Comment, reason: str, actor: Account, at: datetime) -> Comment:
    """It is spam, an insult, or tells of a private person: left out of everything with a reason. An empty reason takes
    it in again. Raises Refused.
    """
    row = Comment.objects.select_for_update(of=("self",)).select_related("draft").get(pk=comment.pk)
    draft = locked(row.draft, actor, at)
    if draft.state not in {DraftState.OPEN, DraftState.CLOSED}:
        raise Refused(gettext_noop("Tổng hợp đã gửi thì không đổi ý kiến nữa."))
    row.hidden_why = normalise(reason)[:300]
    if row.hidden_why:
        row.opinion = None
    save_checked(row)
    return row


def _add(
    draft: Draft, said: Said, at: datetime, *, way: Way, unit: int | None = None, account: Account | None = None
) -> Comment:
    # Held so that nobody closes it meanwhile, and two who send at once cannot both be the last.
    row = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if not takes_comments(row, at):
        raise Refused(gettext_noop("Dự thảo này đã thôi nhận ý kiến, hoặc chưa mở."))
    if row.comments.count() >= MOST_COMMENTS:
        raise Refused(gettext_noop("Dự thảo này đã nhận {most} ý kiến, nhiều nhất có thể."), most=MOST_COMMENTS)
    clause = None
    if said.clause is not None:
        clause = Clause.objects.filter(pk=said.clause, draft=row).first()
        if clause is None:
            raise Refused(gettext_noop("Điều này không có trong dự thảo."), field="clause")
    made = Comment(draft=row, clause=clause, way=way, unit_id=unit, account=account, sent_on=localdate(at))
    made.words, made.wording = _lines(said.words, "words"), _lines(said.wording, "wording")
    made.stance = said.stance
    if made.stance != Stance.AGREE and not made.words and not made.wording:
        needed("", 1, "words", gettext_noop("Đề nghị sửa hoặc không nhất trí thì ghi lý do, hoặc viết lại câu."))
    save_checked(made)
    return made


def _lines(words: str, field: str) -> str:
    lines = "\n".join(normalise(line) for line in words.strip().splitlines())
    if len(lines) > MOST_WORDS:
        raise Refused(gettext_noop("Viết nhiều nhất {most} ký tự."), field=field, most=MOST_WORDS)
    return lines
