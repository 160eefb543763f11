"""Contests and works: found, opened, and what a contest holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from viecthat.contests.choices import ContestState, RoundKind, SubmissionState
from viecthat.contests.models import (
    Attachment,
    Award,
    Category,
    Contest,
    Criterion,
    Entrant,
    Juror,
    Minutes,
    Prize,
    Promotion,
    Round,
    Submission,
)
from viecthat.contests.queries.standing import latest_minutes
from viecthat.contests.rules import is_running
from viecthat.kernel.names import fold
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.units.queries.scope import UnitScope

CONTEST_ORDERS = {
    "nam": ("year", "edition", "pk"),
    "-nam": ("-year", "-edition", "-pk"),
    "ten": ("title", "-year", "pk"),
    "-ten": ("-title", "-year", "-pk"),
}
WORK_ORDERS = {
    "so": ("number",),
    "-so": ("-number",),
    "ten": ("title", "pk"),
    "-ten": ("-title", "-pk"),
    "gui": ("sent_at", "pk"),
    "-gui": ("-sent_at", "-pk"),
}


@dataclass(frozen=True)
class RoundShown:
    """A round, whether it runs today, the minutes in force and how many there were."""

    round: Round
    running: bool
    minutes: Minutes | None


@dataclass(frozen=True)
class Winner:
    """A prize that was given: to what, to whom as far as names may be told, and of which unit."""

    award: Award
    names: tuple[str, ...]
    unit: UnitRow | None


@dataclass(frozen=True)
class Opened:
    """A contest with all that its rules say."""

    contest: Contest
    unit: UnitRow
    rounds: tuple[RoundShown, ...]
    categories: tuple[Category, ...]
    criteria: tuple[Criterion, ...]
    prizes: tuple[Prize, ...]
    takes_works: bool
    closes_on: date | None

    @property
    def total_weight(self) -> int:
        """What the weights add up to."""
        return sum(one.weight for one in self.criteria)


def contests_found(where: Q, *, text: str, state: str, during: Q) -> QuerySet[Contest]:
    """Contests that have every word of the text, with how many works take part."""
    found = Contest.objects.filter(where, during)
    if state:
        found = found.filter(state=state)
    for word in fold(text).split():
        found = found.filter(folded__contains=word)
    accepted = Count("submissions", filter=Q(submissions__state=SubmissionState.ACCEPTED))
    return found.annotate(works=accepted).defer("rules", "rights")


def public_contests(*, text: str, state: str, during: Q) -> QuerySet[Contest]:
    """What everybody may read."""
    return contests_found(~Q(state=ContestState.DRAFT), text=text, state=state, during=during)


def contest_by_id(pk: int) -> Contest | None:
    """The contest."""
    return Contest.objects.filter(pk=pk).select_related("rules_file").first()


def opened(contest: Contest, today: date) -> Opened:
    """A contest with its rounds, categories, criteria and prizes. Six queries."""
    rounds = list(contest.rounds.select_related("quiz").order_by("stage", "start", "pk"))
    minutes = latest_minutes([one.pk for one in rounds])
    taking = [one for one in rounds if one.kind == RoundKind.REGISTRATION]
    running = contest.state == ContestState.OPEN
    return Opened(
        contest,
        units_by_id({contest.unit_id}, today)[contest.unit_id],
        tuple(RoundShown(one, running and is_running(one, today), minutes.get(one.pk)) for one in rounds),
        tuple(contest.categories.order_by("position")),
        tuple(contest.criteria.order_by("position")),
        tuple(contest.prizes.order_by("position")),
        running and any(is_running(one, today) for one in taking),
        max((one.last_day for one in taking), default=None),
    )


def winners_of(contest: Contest, today: date, *, everybody: bool = False) -> list[Winner]:
    """The prizes that stand, the highest first. `everybody`: also who did not agree to be named. Three queries."""
    awards = list(
        Award.objects.filter(prize__contest=contest, taken_back_why="")
        .select_related("prize", "submission__category")
        .prefetch_related("submission__people")
        .order_by("prize__position", "submission__number")
    )
    units = units_by_id({one.submission.unit_id for one in awards}, today)
    return [
        Winner(one, _names(one.submission, everybody=everybody), units.get(one.submission.unit_id)) for one in awards
    ]


def _names(work: Submission, *, everybody: bool) -> tuple[str, ...]:
    if not (work.named or everybody):
        return ()
    return tuple(
        one.name
        for one in sorted(work.people.all(), key=lambda one: one.position)
        if everybody or not one.child or one.guardian_on is not None
    )


def criteria_of(contest: Contest) -> list[Criterion]:
    """What jurors mark, in order."""
    return list(contest.criteria.order_by("position"))


def jurors_of(contest: Contest) -> list[Juror]:
    """Who judges. One query."""
    return list(
        Juror.objects.filter(contest=contest).select_related("account").order_by("-chair", "account__full_name", "pk")
    )


def jury_of_round(round_: Round) -> list[Juror]:
    """Who marked something in the round. One query."""
    found = Juror.objects.filter(scores__round=round_).select_related("account").distinct()
    return list(found.order_by("account__full_name", "pk"))


def counts_of(contest: Contest) -> dict[str, int]:
    """How many works stand in each state, and how many people made the accepted ones. Two queries."""
    found = dict(Submission.objects.filter(contest=contest).order_by().values_list("state").annotate(n=Count("pk")))
    people = Entrant.objects.filter(submission__contest=contest, submission__state=SubmissionState.ACCEPTED)
    return {state.value: found.get(state, 0) for state in SubmissionState} | {"people": people.count()}


def works_found(
    contest: Contest, units: UnitScope | None, *, text: str, category: str, state: str
) -> QuerySet[Submission]:
    """Works of a contest, as its organiser sees them."""
    found = Submission.objects.filter(contest=contest).select_related("category").prefetch_related("people")
    if units is not None:
        found = found.filter(units.of("unit"))
    if category:
        found = found.filter(category=int(category))
    if state:
        found = found.filter(state=state)
    for word in fold(text).split():
        found = found.filter(folded__contains=word)
    return found.defer("words")


def work_by_id(pk: int) -> Submission | None:
    """One work with its contest."""
    return Submission.objects.filter(pk=pk).select_related("contest", "category", "sent_by").first()


def work_numbered(contest: int, number: int) -> Submission | None:
    """The work that has this number in a contest."""
    found = Submission.objects.filter(contest=contest, number=number)
    return found.select_related("contest", "category").first()


def work_behind(code: str) -> Submission | None:
    """The work whose sender holds this code."""
    return Submission.objects.filter(code=code).select_related("contest", "category").first()


def people_of(work: Submission) -> list[Entrant]:
    """Who made it, in order."""
    return list(work.people.order_by("position"))


def entrant_by_id(pk: int) -> Entrant | None:
    """One of those who made a work."""
    return Entrant.objects.filter(pk=pk).select_related("submission__contest").first()


def files_of(works: Sequence[Submission]) -> dict[int, list[Attachment]]:
    """The files of these works, in order. One query."""
    found: dict[int, list[Attachment]] = {one.pk: [] for one in works}
    rows = Attachment.objects.filter(submission__in=list(found)).select_related("file")
    for one in rows.order_by("position"):
        found[one.submission_id].append(one)
    return found


def file_by_id(pk: int) -> Attachment | None:
    """A file of a work."""
    return Attachment.objects.filter(pk=pk).select_related("file", "submission__contest").first()


def round_by_id(pk: int) -> Round | None:
    """A round with its contest."""
    return Round.objects.filter(pk=pk).select_related("contest", "quiz").first()


def minutes_of(round_: Round) -> list[Minutes]:
    """The minutes of a round, the one in force first. Two queries."""
    found = Minutes.objects.filter(round=round_).select_related("closed_by", "chair__account").order_by("-number")
    return list(found.prefetch_related("lines__submission__category"))


def juror_by_id(pk: int) -> Juror | None:
    """Who judges."""
    return Juror.objects.filter(pk=pk).select_related("contest", "account").first()


def prize_by_id(pk: int) -> Prize | None:
    """A prize the rules promise."""
    return Prize.objects.filter(pk=pk).select_related("contest").first()


def award_by_id(pk: int) -> Award | None:
    """A prize that was given and stands."""
    found = Award.objects.filter(pk=pk, taken_back_why="")
    return found.select_related("prize__contest", "submission").first()


def awards_of_work(work: Submission) -> list[Award]:
    """The prizes of a work that stand."""
    return list(Award.objects.filter(submission=work, taken_back_why="").select_related("prize"))


def promotion_of(work: Submission) -> Promotion | None:
    """Where the work stands in the bank of ideas."""
    return Promotion.objects.filter(submission=work).first()


def open_votes(contest: int, today: date) -> list[Round]:
    """The votes of a contest that are open today."""
    found = Round.objects.filter(contest=contest, kind=RoundKind.VOTE, start__lte=today, last_day__gte=today)
    return list(found.filter(contest__state=ContestState.OPEN).order_by("start", "pk"))


def is_shown_to_all(work: Submission, today: date) -> bool:
    """Whether everybody may look at a work: in an open vote, or since it won a published prize."""
    if work.state != SubmissionState.ACCEPTED:
        return False
    if work.contest.state == ContestState.ENDED:
        return Award.objects.filter(submission=work, taken_back_why="").exists()
    return bool(open_votes(work.contest_id, today))
