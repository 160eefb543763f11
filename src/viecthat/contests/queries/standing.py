"""How the works of a round stand: by the jury's marks, by votes, by a quiz; who is in it at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from viecthat.contests.choices import RoundKind, SubmissionState
from viecthat.contests.models import Criterion, Juror, Minutes, MinutesLine, Round, Score, Submission
from viecthat.contests.rules import JUDGED_BY_QUIZ, JUDGED_BY_VOTE, judged_by
from viecthat.learning.queries.listing import best_shares

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Stood:
    """A work in a round. `points` in hundredths, `heaviest` by the criterion that weighs most (it breaks ties).

    `judges`: how many jurors marked it by all criteria. Works that nothing tells apart share a place (`tied`).
    """

    submission: Submission
    place: int = 0
    points: int | None = None
    heaviest: int | None = None
    votes: int | None = None
    judges: int = 0
    tied: bool = False

    @property
    def marks(self) -> Decimal | None:
        """Its points as they are read, from 0 to 10."""
        return None if self.points is None else Decimal(self.points) / 100

    @property
    def rank_key(self) -> tuple[int, int]:
        """The higher the better."""
        if self.votes is not None:
            return self.votes, 0
        return (-1 if self.points is None else self.points), self.heaviest or 0


def latest_minutes(rounds: Sequence[int]) -> dict[int, Minutes]:
    """The minutes in force of each of these rounds that has some. One query."""
    found = Minutes.objects.filter(round__in=list(rounds)).select_related("closed_by").order_by("number")
    return {one.round_id: one for one in found}


def judged_rounds(contest: int) -> list[Round]:
    """The rounds of a contest that rank works, in order. One query."""
    found = Round.objects.filter(contest=contest).exclude(kind=RoundKind.REGISTRATION).select_related("quiz")
    return list(found.order_by("stage", "start", "pk"))


def works_in(round_: Round) -> list[Submission]:
    """The works that take part in a round: the accepted ones in the first stage, then those that passed."""
    found = Submission.objects.filter(contest=round_.contest_id, state=SubmissionState.ACCEPTED)
    before = [one for one in judged_rounds(round_.contest_id) if one.stage < round_.stage]
    if before:
        last = max(one.stage for one in before)
        minutes = latest_minutes([one.pk for one in before if one.stage == last])
        passed = MinutesLine.objects.filter(minutes__in=[one.pk for one in minutes.values()], passed=True)
        found = found.filter(pk__in=passed.values("submission"))
    if round_.sent_from is not None and round_.sent_until is not None:
        found = found.filter(sent_at__date__gte=round_.sent_from, sent_at__date__lte=round_.sent_until)
    return list(found.select_related("category", "contest").order_by("number"))


def standing_of(round_: Round) -> list[Stood]:
    """The works of a round by rank, category by category; at most seven queries."""
    works = works_in(round_)
    how = judged_by(round_)
    if how == JUDGED_BY_VOTE:
        rows = _by_votes(round_, works)
    elif how == JUDGED_BY_QUIZ:
        rows = _by_quiz(round_, works)
    else:
        rows = _by_marks(round_, works)
    return _ranked(rows)


def marks_of(round_: Round, juror: Juror) -> dict[int, dict[int, int]]:
    """What a juror gave in a round: of each work, by criterion, in hundredths. One query."""
    given: dict[int, dict[int, int]] = defaultdict(dict)
    for work, criterion, points in Score.objects.filter(round=round_, juror=juror).values_list(
        "submission", "criterion", "points"
    ):
        given[work][criterion] = points
    return dict(given)


def _by_votes(round_: Round, works: Sequence[Submission]) -> list[Stood]:
    counted = Submission.objects.filter(pk__in=[one.pk for one in works]).annotate(
        n=Count("votes", filter=Q(votes__round=round_))
    )
    votes = dict(counted.values_list("pk", "n"))
    return [Stood(one, votes=votes[one.pk]) for one in works]


def _by_quiz(round_: Round, works: Sequence[Submission]) -> list[Stood]:
    made: dict[int, list[int]] = defaultdict(list)
    links = Submission.objects.filter(pk__in=[one.pk for one in works], people__person__isnull=False)
    for work, person in links.values_list("pk", "people__person"):
        made[work].append(person)
    shares = best_shares(round_.quiz_id, {one for people in made.values() for one in people})
    rows = []
    for one in works:
        got = [shares[person] for person in made[one.pk] if person in shares]
        rows.append(Stood(one, points=round(sum(got, Fraction(0)) / len(got) * 1000) if got else None))
    return rows


def _by_marks(round_: Round, works: Sequence[Submission]) -> list[Stood]:
    criteria = list(Criterion.objects.filter(contest=round_.contest_id).order_by("-weight", "position"))
    given: dict[int, dict[int, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for work, juror, criterion, points in Score.objects.filter(round=round_).values_list(
        "submission", "juror", "criterion", "points"
    ):
        given[work][juror][criterion] = points
    weights = {one.pk: one.weight for one in criteria}
    rows = []
    for one in works:
        whole = [marks for marks in given[one.pk].values() if len(marks) == len(weights)]
        if not whole or not criteria:
            rows.append(Stood(one))
            continue
        points = round(sum(weighted(marks, weights) for marks in whole) / len(whole))
        heaviest = round(Fraction(sum(marks[criteria[0].pk] for marks in whole), len(whole)))
        rows.append(Stood(one, points=points, heaviest=heaviest, judges=len(whole)))
    return rows


def weighted(marks: Mapping[int, int], weights: Mapping[int, int]) -> Fraction:
    """One juror's marks of a work as one figure, in hundredths, not rounded."""
    return Fraction(sum(marks[one] * weight for one, weight in weights.items()), sum(weights.values()))


def _ranked(rows: Sequence[Stood]) -> list[Stood]:
    by_category: dict[tuple[int, int], list[Stood]] = defaultdict(list)
    for row in rows:
        category = row.submission.category
        by_category[(category.position, category.pk) if category else (-1, -1)].append(row)
    ranked: list[Stood] = []
    for _category, group in sorted(by_category.items()):
        keys = [one.rank_key for one in group]
        order = sorted(group, key=lambda one: (*(-part for part in one.rank_key), one.submission.number))
        ranked += [
            replace(one, place=1 + sum(key > one.rank_key for key in keys), tied=keys.count(one.rank_key) > 1)
            for one in order
        ]
    return ranked
