"""Who keeps a contest, who may enter, judge and vote, and of which works a juror keeps off."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.contests.choices import ContestState, RoundKind
from viecthat.kernel.errors import Sentence, gettext_noop
from viecthat.units.rules import may
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from viecthat.accounts.models import Account
    from viecthat.contests.models import Category, Contest, Juror, Round, Submission

JUDGED_BY_VOTE, JUDGED_BY_QUIZ, JUDGED_BY_JURY = "vote", "quiz", "jury"


def may_keep_contests(actor: Account, unit: int, at: datetime) -> bool:
    """Run the contests of the unit; whoever does knows who sent what."""
    return may(actor, Capability.RECORD, unit, at)


def may_see_contests(actor: Account, unit: int, at: datetime) -> bool:
    """Know of the unit's contests before they open, and how many entered; not who."""
    return may(actor, Capability.SEE, unit, at)


def is_public(contest: Contest) -> bool:
    """Whether everybody may read about it."""
    return contest.state != ContestState.DRAFT


def is_running(round_: Round, day: date) -> bool:
    """Whether the day lies in the round; both its days do."""
    return round_.start <= day <= round_.last_day


def takes_works(contest: Contest, rounds: Iterable[Round], day: date) -> bool:
    """Whether works may be sent on the day."""
    taking = (one for one in rounds if one.kind == RoundKind.REGISTRATION)
    return contest.state == ContestState.OPEN and any(is_running(one, day) for one in taking)


def judged_by(round_: Round) -> str:
    """Who ranks the works of a round; empty for one that only takes them in."""
    if round_.kind == RoundKind.REGISTRATION:
        return ""
    if round_.kind == RoundKind.VOTE:
        return JUDGED_BY_VOTE
    return JUDGED_BY_QUIZ if round_.quiz_id is not None else JUDGED_BY_JURY


def fits(category: Category, age: int | None) -> bool:
    """Whether somebody of this age may enter the category; who is of unknown age only where no age is asked."""
    if age is None:
        return category.youngest is None and category.oldest is None
    return (category.youngest is None or age >= category.youngest) and (
        category.oldest is None or age <= category.oldest
    )


def conflict_of(
    juror: Juror, submission: Submission, people: Collection[int], own: int | None, at: datetime
) -> Sentence | None:
    """Why the juror may not judge the work, in a sentence the juror is told; None where nothing speaks against it.

    A juror keeps off works they sent or are named in, and works of their own unit, of those below it and of those it
    belongs to. The unit that holds the contest, and those above it, are nobody's own in this sense: they are over all.
    `people`: who made the work; `own`: the juror's own file.
    """
    if submission.sent_by_id == juror.account_id or (own is not None and own in people):
        return Sentence(gettext_noop("Bài này do bạn gửi hoặc có tên bạn nên bạn không chấm."))
    if juror.unit_id is None:
        return None
    today = map_on(localdate(at))
    home, theirs = today.stands_at(juror.unit_id)[0], today.stands_at(submission.unit_id)[0]
    holder = today.stands_at(submission.contest.unit_id)[0]
    over = set() if holder is None else {holder, *today.tree.ancestors(holder)}
    if home is None or theirs is None or home in over or theirs in over:
        return None
    if today.tree.covers(home, theirs) or today.tree.covers(theirs, home):
        return Sentence(gettext_noop("Bài này của đơn vị bạn; giám khảo không chấm bài của đơn vị mình."))
    return None
