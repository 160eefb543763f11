"""Correct what was recorded: the figures are reversed and recorded anew; what was planned becomes work done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.activities.choices import State
from viecthat.activities.commands.activity import (
    LONGEST_NOTE,
    check_results,
    check_shares,
    check_size,
)
from viecthat.activities.commands.facts import Facts, save_ties, write_facts
from viecthat.activities.commands.joint import set_partners
from viecthat.activities.commands.presence_ledger import check_served_once, presence_lines
from viecthat.activities.models import Activity, ActivityPosting
from viecthat.activities.queries import live_posting_of
from viecthat.activities.queries.kinds import grade_earned, kind_book
from viecthat.activities.queries.proof import proof_of
from viecthat.activities.rules import may_correct_activity
from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, normalise, one_line
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import LONGEST_REASON, Line, lines_of, post_entries, reverse_posting
from viecthat.ledger.queries import indicators

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def correct_activity(
    *,
    activity: Activity,
    revision: int,
    title: str,
    day: date,
    place: str,
    results: Mapping[int, int],
    head_count: int,
    facts: Facts,
    partners: Sequence[int],
    reason: str,
    actor: Account,
    at: datetime,
    last_day: date | None = None,
    note: str = "",
) -> None:
    """Set right what was recorded of an activity, seen at `revision`; of a planned one, say what came of it.

    Where figures or the day change, the posting is reversed with the reason and a new one made; what others had
    verified must then be verified again. A planned activity without results stays planned. Raises Refused.
    """
    activity = Activity.objects.select_for_update().select_related("kind").get(pk=activity.pk)
    if not may_correct_activity(actor, activity, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền sửa việc này, hoặc việc đã huỷ."))
    if activity.revision != revision:
        raise Refused(gettext_noop("Có người vừa sửa việc này; tải lại trang rồi sửa tiếp trên bản mới."))
    known = indicators()
    version = kind_book([activity.kind_id]).needed_on(activity.kind_id, day)
    check_results(version, results, known, activity.unit_id, day)
    check_shares(results, known)
    check_size(head_count, 0)
    if len(note.strip()) > LONGEST_NOTE:
        raise Refused(gettext_noop("Ghi chú dài quá {limit} ký tự; viết ngắn lại."), field="note", limit=LONGEST_NOTE)
    write_facts(activity, facts, version, actor, at)
    activity.title, activity.place, activity.note = normalise(title), normalise(place), note.strip()
    activity.folded_title = fold(activity.title)
    activity.day, activity.last_day = day, last_day or day
    activity.head_count = max(head_count, activity.participations.count())
    activity.revision, activity.changed_at = activity.revision + 1, at
    if activity.state == State.PLANNED:
        _finish(activity, results, actor, at)
    else:
        _repost(activity, results, reason, actor, at)
    save_checked(activity)
    save_ties(activity, facts, actor, at)
    set_partners(activity, partners, at)


def _finish(activity: Activity, results: Mapping[int, int], actor: Account, at: datetime) -> None:
    if not results:
        return
    lines = _lines(activity, results, _earned(activity))
    posting = post_entries(kind=PostingKind.ACTIVITY, unit=activity.unit_id, lines=lines, actor=actor, at=at)
    ActivityPosting.objects.create(posting=posting, activity=activity)
    activity.state = State.RECORDED


def _repost(activity: Activity, results: Mapping[int, int], reason: str, actor: Account, at: datetime) -> None:
    grade = _earned(activity)
    live = live_posting_of(activity)
    held = _held(lines_of(live), activity.day)
    before = {(line.indicator, line.day, line.person): line.quantity for line in lines_of(live)}
    lines = _lines(activity, results, grade) + held
    if {(line.indicator, line.day, line.person): line.quantity for line in lines} == before:
        return
    reason = one_line(reason, LONGEST_REASON, field="reason")
    if not reason:
        raise Refused(gettext_noop("Số liệu thay đổi; ghi vì sao sửa để người sau hiểu."), field="reason")
    reversal = reverse_posting(posting=live, reason=reason, actor=actor, at=at)
    posting = post_entries(
        kind=PostingKind.ACTIVITY,
        unit=live.unit_id,
        lines=lines,
        dataset=live.dataset,
        actor=actor,
        at=at,
        replaces=live,
    )
    for made in (reversal, posting):
        ActivityPosting.objects.create(posting=made, activity=activity)
    activity.state = State.RECORDED


def _held(lines: Sequence[Line], day: date) -> list[Line]:
    """Lines of figures that a register has come to hold: nobody types them any more, and they stay what they were."""
    registers = {pk: indicator.register for pk, indicator in indicators().items()}
    return [replace(line, day=day) for line in lines if registers[line.indicator] not in {"", "presence"}]


def _lines(activity: Activity, results: Mapping[int, int], grade: Grade) -> list[Line]:
    counted = [
        Line(activity.unit_id, indicator, activity.day, quantity, grade) for indicator, quantity in results.items()
    ]
    present = presence_lines(activity)
    check_served_once(results, present)
    return counted + present


def _earned(activity: Activity) -> Grade:
    version = kind_book([activity.kind_id]).on(activity.kind_id, activity.day)
    return grade_earned(version, proof_of(activity))
