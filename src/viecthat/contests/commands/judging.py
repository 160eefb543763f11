"""Jurors mark works by number, or keep off them; everybody votes once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.contests.choices import ContestState, RoundKind
from viecthat.contests.commands.shared import WHY, one_at_a_time
from viecthat.contests.models import (
    Criterion,
    Entrant,
    Juror,
    Minutes,
    Recusal,
    Round,
    Score,
    Submission,
    Vote,
    VoteCode,
)
from viecthat.contests.queries.standing import works_in
from viecthat.contests.rules import JUDGED_BY_JURY, conflict_of, is_running, judged_by
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed
from viecthat.people.queries.own import person_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_POINTS = 1000  # ten, in hundredths


@transaction.atomic
def score_submission(
    *, round_: Round, submission: Submission, marks: Mapping[int, int], actor: Account, at: datetime
) -> None:
    """A juror marks a work by every criterion (its number → hundredths of a point); again until the round is closed.

    Raises Refused, also for a work the juror keeps off.
    """
    juror = _juror(round_, submission, actor, at)
    if Recusal.objects.filter(juror=juror, submission=submission).exists():
        raise Refused(gettext_noop("Bạn đã nói không chấm bài này."))
    criteria = list(Criterion.objects.filter(contest=round_.contest_id))
    for one in criteria:
        if not 0 <= marks.get(one.pk, -1) <= MOST_POINTS:
            raise Refused(gettext_noop("Cho điểm từ 0 đến 10."), field=f"c{one.pk}")
    known = {one.criterion_id: one for one in Score.objects.filter(round=round_, juror=juror, submission=submission)}
    for one in criteria:
        row = known.get(one.pk) or Score(round=round_, juror=juror, submission=submission, criterion=one)
        row.points, row.given_at = marks[one.pk], at
        save_checked(row)


@transaction.atomic
def keep_off(*, round_: Round, submission: Submission, reason: str, actor: Account, at: datetime) -> None:
    """A juror who knows the maker says so; what they marked in open rounds falls away. Raises Refused."""
    juror = _juror(round_, submission, actor, at)
    save_checked(Recusal(juror=juror, submission=submission, reason=needed(reason, 300, "reason", WHY), said_at=at))
    closed = Minutes.objects.values("round")
    Score.objects.filter(juror=juror, submission=submission).exclude(round__in=closed).delete()


@transaction.atomic
def cast_vote(*, round_: Round, submission: Submission, actor: Account | None, code: str = "", at: datetime) -> Vote:
    """One vote of an account, or of a printed code, in a round; it is not taken back. Raises Refused."""
    row = Round.objects.select_related("contest").get(pk=round_.pk)
    if row.kind != RoundKind.VOTE or row.contest.state != ContestState.OPEN or not is_running(row, localdate(at)):
        raise Refused(gettext_noop("Vòng bình chọn này không mở vào hôm nay."))
    if submission.pk not in {one.pk for one in works_in(row)}:
        raise Refused(gettext_noop("Bài này không có trong vòng bình chọn."), field="work")
    vote = Vote(round=row, submission=submission, cast_at=at)
    if actor is not None:
        one_at_a_time(f"vote of {actor.pk}")
        vote.account = actor
    else:
        typed = "".join(code.split()).upper()
        found = VoteCode.objects.select_for_update().filter(round=row, code=typed[:12]).first()
        if found is None:
            raise Refused(gettext_noop("Mã này không đúng; xem lại phiếu có mã."), field="code")
        if Vote.objects.filter(code=found).exists():
            raise Refused(gettext_noop("Mã này đã dùng để bình chọn."), field="code")
        vote.code = found
    save_checked(vote)
    return vote


def _juror(round_: Round, submission: Submission, actor: Account, at: datetime) -> Juror:
    """Who may say something of a work in a round now. Raises Refused."""
    one_at_a_time(f"minutes of {round_.pk}")
    row = Round.objects.select_related("contest").get(pk=round_.pk)
    juror = Juror.objects.filter(contest=row.contest_id, account=actor).first()
    if juror is None:
        raise Refused(gettext_noop("Bạn không phải giám khảo cuộc thi này."))
    if judged_by(row) != JUDGED_BY_JURY or row.contest.state != ContestState.OPEN or row.start > localdate(at):
        raise Refused(gettext_noop("Vòng này chưa chấm, hoặc không do giám khảo chấm."))
    if Minutes.objects.filter(round=row).exists():
        raise Refused(gettext_noop("Vòng này đã có biên bản; điểm giữ nguyên."))
    if submission.pk not in {one.pk for one in works_in(row)}:
        raise Refused(gettext_noop("Bài này không có trong vòng."))
    people = set(Entrant.objects.filter(submission=submission, person__isnull=False).values_list("person", flat=True))
    own = person_of(actor)
    told = conflict_of(juror, submission, people, own.pk if own is not None else None, at)
    if told is not None:
        raise Refused(told.message)
    return juror
