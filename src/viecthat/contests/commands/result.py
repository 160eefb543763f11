"""Prizes are given by the last minutes, results are published; winners and ideas go on to where they are kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.contests.choices import ContestState, SubmissionState
from viecthat.contests.commands.shared import WHY, check_may_keep, kept_contest
from viecthat.contests.models import Award, Contest, MinutesLine, Prize, Submission
from viecthat.contests.queries.standing import judged_rounds, latest_minutes
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed
from viecthat.ledger.commands.registers import check_done, post_counted, take_back

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

HELD, PRIZES = "contests_held", "contest_prizes"


@transaction.atomic
def give_award(*, prize: Prize, submission: Submission, given_on: date, actor: Account | None, at: datetime) -> Award:
    """A work of the last round gets a prize; the ledger counts it for the work's unit. Raises Refused."""
    contest = kept_contest(prize.contest_id, actor, at, state=ContestState.OPEN)
    rounds = judged_rounds(contest.pk)
    done = latest_minutes([one.pk for one in rounds])
    last = [one for one in rounds if one.stage == rounds[-1].stage]
    if any(one.pk not in done for one in last):
        raise Refused(gettext_noop("Vòng cuối chưa có biên bản; đóng vòng đó rồi mới trao giải."))
    check_done(given_on, at, field="given_on")
    row = Submission.objects.get(pk=submission.pk)
    ranked = MinutesLine.objects.filter(minutes__in=[one.pk for one in done.values()], submission=row)
    if row.state != SubmissionState.ACCEPTED or not ranked.exists():
        raise Refused(gettext_noop("Bài này không có trong biên bản vòng nào."), field="work")
    if Award.objects.filter(prize=prize, taken_back_why="").count() >= prize.count:
        raise Refused(gettext_noop("Giải này đã trao đủ {n}."), field="prize", n=prize.count)
    made = Award(prize=prize, submission=row, given_on=given_on, given_by=actor, given_at=at)
    reason = f"{prize.name}, cuộc thi “{contest.title}”"
    made.posting = post_counted(row.unit_id, [(PRIZES, 1, None)], given_on, reason=reason, actor=actor, at=at)
    save_checked(made)
    return made


@transaction.atomic
def take_back_award(*, award: Award, reason: str, actor: Account, at: datetime) -> None:
    """A prize given by mistake, or to a work that broke the rules; the ledger's line is reversed. Raises Refused."""
    row = Award.objects.select_for_update(of=("self",)).select_related("prize").get(pk=award.pk)
    contest = kept_contest(row.prize.contest_id, actor, at)
    if row.taken_back_why:
        raise Refused(gettext_noop("Giải này đã thu lại."))
    row.taken_back_why = needed(reason, 300, "reason", WHY)
    take_back(row.posting_id, f"Thu lại giải, cuộc thi “{contest.title}”", actor, at)
    row.posting = None
    save_checked(row)


@transaction.atomic
def publish_results(*, contest: Contest, actor: Account | None, at: datetime) -> None:
    """Everybody may read who won what; the contest is over and counted as held. Raises Refused."""
    row = kept_contest(contest.pk, actor, at, state=ContestState.OPEN)
    rounds = judged_rounds(row.pk)
    done = latest_minutes([one.pk for one in rounds])
    waiting = next((one.name for one in rounds if one.pk not in done), None)
    if waiting is not None:
        raise Refused(gettext_noop("Vòng “{name}” chưa có biên bản; đóng vòng đó trước."), name=waiting)
    if not Award.objects.filter(prize__contest=row, taken_back_why="").exists():
        raise Refused(gettext_noop("Chưa trao giải nào; trao giải rồi công bố."))
    reason = f"Cuộc thi “{row.title}”"
    row.posting = post_counted(row.unit_id, [(HELD, 1, None)], localdate(at), reason=reason, actor=actor, at=at)
    row.state, row.published_at = ContestState.ENDED, at
    save_checked(row)
