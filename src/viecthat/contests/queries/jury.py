"""The jury's side: what waits to be marked, by number only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.timezone import localdate
from django.utils.translation import gettext

from viecthat.contests.choices import ContestState, RoundKind
from viecthat.contests.models import Attachment, Criterion, Entrant, Juror, Minutes, Recusal, Round, Score, Vote
from viecthat.contests.queries.listing import files_of
from viecthat.contests.queries.standing import marks_of, weighted, works_in
from viecthat.contests.rules import conflict_of
from viecthat.people.queries.own import person_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.contests.models import Submission
    from viecthat.kernel.errors import Sentence


@dataclass(frozen=True)
class Judging:
    """A round that somebody judges: how many works they have marked, of how many they may."""

    round: Round
    done: int
    of: int
    closed: bool


@dataclass(frozen=True)
class ToMark:
    """A work before a juror: its number and what was sent, never who. `why_not`: what speaks against marking it.

    points: this juror's own marks as one figure, in hundredths.
    """

    work: Submission
    files: Sequence[Attachment]
    marks: dict[int, int]
    points: int | None
    why_not: Sentence | None
    kept_off: str

    @property
    def may(self) -> bool:
        """Whether the juror may mark it."""
        return self.why_not is None and not self.kept_off

    @property
    def why(self) -> str:
        """`why_not` in the reader's language."""
        return "" if self.why_not is None else self.why_not.translated(gettext)

    @property
    def marked(self) -> Decimal | None:
        """This juror's marks as one figure, in points."""
        return None if self.points is None else Decimal(self.points) / 100


def juror_in(contest: int, actor: Account) -> Juror | None:
    """The actor as a juror of a contest."""
    return Juror.objects.filter(contest=contest, account=actor).select_related("contest").first()


def judging_of(actor: Account, at: datetime) -> list[Judging]:
    """What the actor judges in contests that are open: those still to be done first."""
    today = localdate(at)
    rounds = list(
        Round.objects.filter(
            contest__state=ContestState.OPEN, contest__jurors__account=actor, start__lte=today, quiz__isnull=True
        )
        .exclude(kind__in=[RoundKind.REGISTRATION, RoundKind.VOTE])
        .select_related("contest")
        .order_by("last_day", "pk")
    )
    closed = set(Minutes.objects.filter(round__in=rounds).values_list("round", flat=True))
    found = []
    for one in rounds:
        if one.pk in closed:
            found.append(Judging(one, 0, 0, closed=True))
            continue
        rows = [row for row in to_mark(one, actor, at) if row.may]
        found.append(Judging(one, sum(row.points is not None for row in rows), len(rows), closed=False))
    return sorted(found, key=lambda one: one.closed)


def to_mark(round_: Round, actor: Account, at: datetime) -> list[ToMark]:
    """The works of a round before a juror, by number; empty for who judges nothing there. A fixed number of queries."""
    juror = juror_in(round_.contest_id, actor)
    if juror is None:
        return []
    works = works_in(round_)
    ids = [one.pk for one in works]
    people: dict[int, set[int]] = defaultdict(set)
    links = Entrant.objects.filter(submission__in=ids, person__isnull=False).values_list("submission", "person")
    for work, person in links:
        people[work].add(person)
    own = person_of(actor)
    kept_off = dict(Recusal.objects.filter(juror=juror, submission__in=ids).values_list("submission", "reason"))
    weights = dict(Criterion.objects.filter(contest=round_.contest_id).values_list("pk", "weight"))
    marks, files = marks_of(round_, juror), files_of(works)
    rows = []
    for one in works:
        given = marks.get(one.pk, {})
        whole = weights and len(given) == len(weights)
        rows.append(
            ToMark(
                one,
                files[one.pk],
                given,
                round(weighted(given, weights)) if whole else None,
                conflict_of(juror, one, people[one.pk], own.pk if own is not None else None, at),
                kept_off.get(one.pk, ""),
            )
        )
    return rows


def marked_by(round_: Round) -> dict[int, int]:
    """How many works each juror has marked in a round, for the organiser's desk. One query."""
    found = Score.objects.filter(round=round_).order_by().values_list("juror")
    return dict(found.annotate(n=Count("submission", distinct=True)))


def jurors_at_work(contest: int) -> dict[int, int]:
    """How many jurors have marked something in each round of a contest. One query."""
    found = Score.objects.filter(round__contest=contest).order_by().values_list("round")
    return dict(found.annotate(n=Count("juror", distinct=True)))


def vote_of(round_: Round, actor: Account) -> Vote | None:
    """What the actor voted for in a round; told to nobody else."""
    return Vote.objects.filter(round=round_, account=actor).select_related("submission").first()
