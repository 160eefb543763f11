"""Support of an idea: what units and people give, and who says yes to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.ideas.choices import OPEN_STATES
from viecthat.ideas.commands.shared import check_may_keep, locked
from viecthat.ideas.models import Backing, Idea, Vote
from viecthat.ideas.rules import is_public
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed
from viecthat.ledger.commands.registers import check_done
from viecthat.plans.commands.calendar import digest_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def back_idea(
    *,
    idea: Idea,
    kind: str,
    words: str,
    day: date,
    unit: int | None = None,
    value: int = 0,
    actor: Account,
    at: datetime,
) -> Backing:
    """What the idea is given: money, a mentor, a unit that takes it on. Raises Refused."""
    row = locked(idea)
    check_may_keep(actor, row.unit_id, at)
    if row.state not in OPEN_STATES or not is_public(row):
        raise Refused(gettext_noop("Chỉ ghi hỗ trợ cho ý tưởng đang được xem xét hoặc thực hiện."))
    check_done(day, at)
    said = needed(words, 300, "words", gettext_noop("Ghi hỗ trợ gì."))
    backing = Backing(
        idea=row, kind=kind, unit_id=unit, words=said, value=value, day=day, given_by=actor, given_at=at
    )  # fmt: skip
    save_checked(backing)
    return backing


@transaction.atomic
def undo_backing(*, backing: Backing, reason: str, actor: Account, at: datetime) -> None:
    """The support was not given after all. Raises Refused."""
    row = locked(backing.idea)
    check_may_keep(actor, row.unit_id, at)
    backing.undone_why = needed(reason, 300, "reason", gettext_noop("Ghi lý do để người sau hiểu."))
    save_checked(backing)


@transaction.atomic
def vote(*, idea: Idea, actor: Account | None, code: str = "", yes: bool, at: datetime) -> None:
    """Say yes to an idea that everybody reads, or take it back; twice is once. `code`: what the browser keeps."""
    row = locked(idea)
    if not is_public(row):
        raise Refused(gettext_noop("Ý tưởng này chưa mở cho mọi người."))
    if actor is not None and actor.pk == row.account_id:
        raise Refused(gettext_noop("Bạn là người gửi ý tưởng này."))
    who = {"account": actor} if actor is not None else {"digest": digest_of(code)}
    if yes:
        Vote.objects.get_or_create(idea=row, **who, defaults={"at": at})
    else:
        Vote.objects.filter(idea=row, **who).delete()
