"""A contest kept in the register and recorded as an activity is one contest: joined, one of both counts it as held."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.contests.choices import ContestState
from viecthat.contests.commands.counting import count_held, count_turns_anew
from viecthat.contests.commands.shared import kept_contest
from viecthat.contests.models import Contest
from viecthat.contests.queries.joining import HELD, alike, counting, yields_turns
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.ledger.commands.registers import take_back

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def join_activity(*, contest: Contest, activity: int, actor: Account, at: datetime) -> None:
    """The activity is this contest: what it counts of it (that it was held, turns where `yields_turns`) the register
    counts no longer. Raises Refused.
    """
    row = kept_contest(contest.pk, actor, at)
    if row.state == ContestState.CANCELLED:
        raise Refused(gettext_noop("Cuộc thi đã huỷ nên không ghép với hoạt động nào."))
    if row.activity_id is not None:
        raise Refused(gettext_noop("Cuộc thi đã ghép với một hoạt động; bỏ ghép rồi chọn lại."))
    if activity not in {one.pk for one in alike(row)}:
        raise Refused(
            gettext_noop(
                "Chọn hoạt động của đơn vị trong những ngày thi, có kể cuộc thi hay lượt dự thi và chưa ghép."
            ),
            field="activity",
        )
    row.activity_id = activity
    if counting([activity], HELD):
        take_back(row.posting_id, f"Cuộc thi “{row.title}” đã kể ở một hoạt động", actor, at)
        row.posting = None
    save_checked(row)
    if yields_turns(row):
        count_turns_anew(row, actor, at)


@transaction.atomic
def part_activity(*, contest: Contest, actor: Account, at: datetime) -> None:
    """They were two contests after all, or the activity counts none: the register counts its own. Raises Refused."""
    row = kept_contest(contest.pk, actor, at)
    if row.activity_id is None:
        raise Refused(gettext_noop("Cuộc thi này không ghép với hoạt động nào."))
    gave = yields_turns(row)
    row.activity = None
    if row.state == ContestState.ENDED and row.posting_id is None:
        count_held(row, actor, at)
    save_checked(row)
    if gave:
        count_turns_anew(row, actor, at)
