"""What contests put into the ledger: works, prizes, the contest as held. What its activity counts, that counts alone.

A posting is the organiser's, who may have to take it back; its lines are of the unit the work is counted for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from django.utils.timezone import localdate

from viecthat.contests.models import Contest, Submission
from viecthat.contests.queries.joining import HELD, TURNS, counting, yields_turns
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import (
    LONGEST_REASON,
    Draft,
    Line,
    post_entries,
    post_many,
    recorded_under,
    reverse_postings,
)
from viecthat.ledger.commands.registers import Counted
from viecthat.ledger.queries import entries_of, indicators

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Dataset, Posting

ENTRIES, ENTRANTS, PRIZES = "contest_entries", "contest_entrants", "contest_prizes"


def count_held(row: Contest, actor: Account | None, at: datetime) -> None:
    """Post that the contest was held, on the day its results came out, unless its activity counts it already."""
    if row.activity_id is not None and counting([row.activity_id], HELD):
        return
    day = localdate(row.published_at) if row.published_at is not None else localdate(at)
    reason = f"Cuộc thi “{row.title}”"
    row.posting = post_for(row, row.unit_id, [(HELD, 1, None)], day, reason=reason, actor=actor, at=at)


def count_work(row: Submission, actor: Account | None, at: datetime) -> None:
    """Post the work, who made it, and their turns unless the activity of the contest counts those."""
    people = list(row.people.all())
    outside = sum(one.person_id is None for one in people)
    counted: list[Counted] = [(ENTRIES, 1, None)]
    for code in (ENTRANTS,) if yields_turns(row.contest) else (ENTRANTS, TURNS):
        counted += [(code, 1, one.person_id) for one in people if one.person_id is not None]
        counted.append((code, outside, None))
    reason = f"Bài số {row.number}, cuộc thi “{row.contest.title}”"
    row.posting = post_for(row.contest, row.unit_id, counted, localdate(at), reason=reason, actor=actor, at=at)


def count_turns_anew(contest: Contest, actor: Account, at: datetime) -> None:
    """Post every work that counts anew, with its turns or without, as the activity that the contest now has asks."""
    known = {one.code: one.pk for one in indicators().values()}
    works = list(contest.submissions.exclude(posting=None).select_related("posting__dataset"))
    if not works or TURNS not in known:
        return
    turns = not yields_turns(contest)
    lines: dict[int, list[Line]] = defaultdict(list)
    for one in entries_of([work.posting_id for work in works if work.posting_id is not None]):
        if one.indicator_id == known[TURNS]:
            continue
        line = Line(one.unit_id, one.indicator_id, one.day, one.quantity, Grade(one.grade), one.person_id)
        lines[one.posting_id].append(line)
        if turns and one.indicator_id == known.get(ENTRANTS):
            lines[one.posting_id].append(replace(line, indicator=known[TURNS]))
    reason = f"Lượt dự thi cuộc thi “{contest.title}” đếm lại"[:LONGEST_REASON]
    reverse_postings(postings=list(lines), reason=reason, actor=actor, at=at)
    drafts: dict[Dataset | None, list[tuple[Submission, Draft]]] = defaultdict(list)
    for work in works:
        old = cast("Posting", work.posting)
        key = f"contest-posting-{old.pk}"  # a posting is posted anew once
        draft = Draft(contest.unit_id, PostingKind.REGISTER, tuple(lines[old.pk]), at, key, actor.pk, old.reason)
        drafts[old.dataset].append((work, draft))
    for dataset, made in drafts.items():
        with recorded_under(dataset) if dataset is not None else nullcontext():
            posted = post_many(drafts=[draft for _work, draft in made], at=at)
        for work, draft in made:
            work.posting_id = posted[draft.key]
    Submission.objects.bulk_update(works, ["posting"], batch_size=1000)


def post_for(
    contest: Contest, unit: int, counted: Iterable[Counted], day: date, *, reason: str, actor: Account | None,
    at: datetime,
) -> Posting | None:  # fmt: skip
    """The organiser's posting of what counts for a unit; None where the installation knows none of the indicators."""
    known = {one.code: one.pk for one in indicators().values()}
    lines = [Line(unit, known[code], day, n, Grade.EVIDENCED, who) for code, n, who in counted if code in known and n]
    if not lines:
        return None
    return post_entries(
        kind=PostingKind.REGISTER, unit=contest.unit_id, lines=lines, reason=reason[:LONGEST_REASON], actor=actor, at=at
    )
