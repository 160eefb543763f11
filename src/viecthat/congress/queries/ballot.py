"""Elections with what came of them. Who is elected is worked out from the votes and the rule, never stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from viecthat.congress.models import Ballot, Candidate, Congress
from viecthat.congress.rules import CongressRule, rule_of
from viecthat.people.queries.duplicate import merged_into


@dataclass(frozen=True)
class Result:
    """What the votes say: who is elected, who stands tied for the last seats, how many seats stay empty."""

    elected: list[Candidate]
    tied: list[Candidate]
    vacant: int
    rule: CongressRule | None


def result_of(ballot: Ballot, congress: Congress, candidates: Sequence[Candidate] | None = None) -> Result:
    """Elected: more than half of the valid ballots, or what else the rule asks, the most votes first, up to the seats.

    Of those tied for the last seat none is: the congress votes on them again. One query without `candidates`.
    """
    rows = list(ballot.candidates.select_related("person")) if candidates is None else list(candidates)
    rule = rule_of(congress, "elected", congress.held_on or congress.planned_on)
    if ballot.valid is None:
        return Result([], [], ballot.seats, rule)
    passed = sorted(
        (one for one in rows if one.votes is not None and (rule is None or rule.passed_by(one.votes, ballot.valid))),
        key=lambda one: (-(one.votes or 0), one.position),
    )
    elected, tied = passed[: ballot.seats], []
    if len(passed) > ballot.seats and passed[ballot.seats].votes == passed[ballot.seats - 1].votes:
        line = passed[ballot.seats].votes
        tied = [one for one in passed if one.votes == line]
        elected = [one for one in elected if one.votes != line]
    return Result(elected, tied, ballot.seats - len(elected), rule)


def candidates_twice(ballot: Ballot) -> list[Candidate]:
    """Candidates whose file went into that of another one of the list: a merge leaves them. One query."""
    twice = Exists(merged_into(OuterRef("person")))
    return list(Candidate.objects.filter(twice, ballot=ballot).select_related("person").order_by("position"))


def ballot_with_id(pk: int) -> Ballot | None:
    """The election with its congress."""
    return Ballot.objects.select_related("congress__within").filter(pk=pk).first()


def ballots_of(congress: Congress) -> list[tuple[Ballot, list[Candidate], Result]]:
    """Every election in order with its candidates and result. Two queries."""
    rows = list(congress.ballots.prefetch_related("candidates__person"))
    return [(row, list(row.candidates.all()), result_of(row, congress, list(row.candidates.all()))) for row in rows]
