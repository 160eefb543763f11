"""Presence becomes lines of the ledger with the work it belongs to: people once, turns as often as they came, and those
the work was for as often as they were served.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.activities.choices import State
from viecthat.activities.commands.study_ledger import recounted
from viecthat.activities.models import Activity, ActivityPosting, Evidence, Participation, RollCall
from viecthat.activities.queries import live_posting_of
from viecthat.activities.queries.kinds import Proof, grade_earned, kind_book
from viecthat.activities.queries.presence import counted_presence, counts_served, people_at, served_heads, unnamed_heads
from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, lines_of, post_entries, reverse_posting
from viecthat.ledger.queries import indicators

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

PEOPLE, TURNS, SERVED = "present_people", "present_turns", "people_served"


@transaction.atomic
def bind_roll_calls(*, activity: Activity, roll_calls: Sequence[int], actor: Account, at: datetime) -> list[Line]:
    """These roll calls were of this work: they are closed, who counted has taken part; returns the lines to be posted.

    Raises Refused for a roll call of another unit, one that belongs to other work, or one still waiting for a witness.
    """
    calls = list(RollCall.objects.select_for_update().filter(pk__in=list(roll_calls)))
    if len(calls) < len(set(roll_calls)) or any(call.unit_id != activity.unit_id for call in calls):
        raise Refused(gettext_noop("Buổi điểm danh này của đơn vị khác; chọn buổi của đơn vị chủ trì."))
    if any(call.activity_id not in {None, activity.pk} for call in calls):
        raise Refused(gettext_noop("Buổi điểm danh này đã gắn với việc khác trong sổ."))
    for call in calls:
        call.activity, call.closed_at = activity, call.closed_at or at
        call.save(update_fields=["activity", "closed_at"])
    _name(activity, calls)
    return presence_lines(activity)


def presence_lines(activity: Activity) -> list[Line]:
    """A line for every person, and for the turns of each; turns without names and those served as declared, on the day
    of the meeting.

    Nothing in an installation that does not count presence.
    """
    codes = {indicator.code: pk for pk, indicator in indicators().items()}
    calls = list(RollCall.objects.filter(activity=activity).order_by("starts_at", "pk"))
    if not calls:
        return []
    served = _served_lines(activity, calls, codes)
    if PEOPLE not in codes or TURNS not in codes:
        return served
    unit, lines = activity.unit_id, served
    first: dict[int, date] = {}
    for call in calls:
        day = localdate(call.starts_at)
        for person in counted_presence([call.pk]).order_by("person").values_list("person", flat=True):
            first.setdefault(person, day)
            lines.append(Line(unit, codes[TURNS], day, 1, Grade.EVIDENCED, person))
        if heads := unnamed_heads([call.pk]):
            lines.append(Line(unit, codes[TURNS], day, heads, Grade.DECLARED))
    people = [Line(unit, codes[PEOPLE], day, 1, Grade.EVIDENCED, person) for person, day in first.items()]
    return people + lines


def _served_lines(activity: Activity, calls: Sequence[RollCall], codes: dict[str, int]) -> list[Line]:
    if SERVED not in codes:
        return []
    served = served_heads([call.pk for call in calls])
    return [
        Line(activity.unit_id, codes[SERVED], localdate(call.starts_at), served[call.pk], Grade.DECLARED)
        for call in calls
        if call.pk in served
    ]


def check_served_once(typed: Mapping[int, int], present: Sequence[Line]) -> None:
    """Raise Refused when a number is typed (`typed`, by indicator id) that the roll calls have counted."""
    counted = sum(line.quantity for line in present if line.indicator in typed)
    if counted:
        raise Refused(
            gettext_noop("Buổi điểm danh đã đếm {n} người hưởng lợi; để trống ô này, sửa số ở buổi điểm danh."),
            field="results",
            n=counted,
        )


@transaction.atomic
def settle_presence(*, roll_call: RollCall, actor: Account, at: datetime, served_before: bool = False) -> None:
    """Who came was put right after the work was recorded: what stands in the ledger follows. Else nothing happens.

    served_before: those whom the work was for had been counted at its roll calls before; when they no longer are, their
    line goes too, else it was typed and stays.
    """
    if roll_call.activity_id is None:
        return
    activity = Activity.objects.select_for_update().get(pk=roll_call.activity_id)
    if activity.state == State.PLANNED:
        return
    _name(activity, [roll_call])
    live = live_posting_of(activity)
    before = lines_of(live)
    known = indicators()
    counted = {PEOPLE, TURNS, SERVED} if served_before or counts_served(activity.pk) else {PEOPLE, TURNS}
    results = [line for line in before if known[line.indicator].code not in counted]
    people = list(Participation.objects.filter(activity=activity).values_list("person", flat=True))
    results, names = recounted(activity, results, people), len(people)
    version = kind_book([activity.kind_id]).on(activity.kind_id, activity.day)
    earned = grade_earned(version, Proof.of(Evidence.objects.filter(activity=activity), names))
    after = [replace(line, grade=max(line.grade, earned)) for line in results] + presence_lines(activity)
    if Counter(before) == Counter(after):
        return
    reversal = reverse_posting(posting=live, reason="Đính chính điểm danh", actor=actor, at=at)
    posting = post_entries(
        kind=PostingKind.ACTIVITY,
        unit=live.unit_id,
        lines=after,
        dataset=live.dataset,
        actor=actor,
        at=at,
        replaces=live,
    )
    for made in (reversal, posting):
        ActivityPosting.objects.create(posting=made, activity=activity)


def _name(activity: Activity, calls: Sequence[RollCall]) -> None:
    """Whoever counts at these roll calls has taken part, and is among the heads."""
    ids = [call.pk for call in calls]
    named = set(Participation.objects.filter(activity=activity).values_list("person", flat=True))
    for person in people_at(ids):
        if person.pk not in named:
            save_checked(Participation(activity=activity, person=person))
            named.add(person.pk)
    heads = max(activity.head_count, len(named) + unnamed_heads(ids))
    if heads != activity.head_count:
        Activity.objects.filter(pk=activity.pk).update(head_count=heads)
        activity.head_count = heads
