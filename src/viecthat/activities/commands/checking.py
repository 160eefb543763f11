"""Checks by the level above: drawn by lot weighted by doubt, each ended in words, answered by the unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.activities.choices import CheckState, CheckWay, State
from viecthat.activities.commands.activity import check_results, check_shares, check_verifiable
from viecthat.activities.commands.presence_ledger import presence_lines
from viecthat.activities.models import Activity, ActivityPosting, Check, CheckRound, Verification
from viecthat.activities.queries.activity import last_posting_of
from viecthat.activities.queries.checking import Doubt, drawn, pool_of
from viecthat.activities.queries.kinds import EFFORT, kind_book
from viecthat.activities.rules import may_answer_check, may_draw_checks
from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise, one_line
from viecthat.kernel.periods import Period
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, judge_posting, lines_of, post_entries
from viecthat.ledger.queries import indicators

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_DRAWN = 200
_LONGEST = timedelta(days=366 * 2)


@transaction.atomic
def draw_checks(
    *,
    unit: int,
    title: str,
    start: date,
    end: date,
    size: int,
    seed: str,
    actor: Account,
    at: datetime,
    due: date | None = None,
) -> CheckRound:
    """Draw which recorded work of the units below is to be checked; `end` is the day after the last.

    The same seed over the same work draws the same. Raises Refused when there is nothing to draw from.
    """
    if not may_draw_checks(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền xác minh ở đơn vị này."), field="unit")
    if not 1 <= size <= MOST_DRAWN:
        raise Refused(gettext_noop("Rút từ 1 đến {most} việc một đợt."), field="size", most=MOST_DRAWN)
    if not start < end or end - start > _LONGEST:
        raise Refused(gettext_noop("Ngày cuối phải sau ngày đầu, không quá hai năm."), field="end")
    if due is not None and due < localdate(at):
        raise Refused(gettext_noop("Hạn kiểm tra đã qua; chọn ngày sau hôm nay."), field="due")
    seed = one_line(seed, 40, field="seed")
    if not seed:
        raise Refused(gettext_noop("Ghi số gieo: một dãy chữ số bất kỳ, để ai cũng rút lại được."), field="seed")
    pool = pool_of(actor, unit, Period(start, end), at)
    if not pool:
        raise Refused(gettext_noop("Không có việc nào đã ghi, chưa kiểm tra trong thời gian này."), field="start")
    row = CheckRound(
        unit_id=unit, title=normalise(title), start=start, end=end, size=size, seed=seed, pool=len(pool), due=due,
        drawn_by=actor, drawn_at=at,
    )  # fmt: skip
    save_checked(row)
    Check.objects.bulk_create(
        Check(
            round=row,
            activity_id=candidate.activity,
            position=position,
            weight=candidate.weight,
            doubts=[str(doubt) for doubt in candidate.doubts],
            way=_way(candidate.doubts),
        )
        for position, candidate in enumerate(drawn(pool, size, seed), start=1)
    )
    return row


@transaction.atomic
def settle_check(
    *,
    check: Check,
    found: CheckState,
    words: str,
    actor: Account,
    at: datetime,
    results: Mapping[int, int] | None = None,
) -> None:
    """Say what a check found: verified, corrected to `results`, or rejected. The figures follow; nothing is deleted.

    A check that the unit answered may be settled again. Raises Refused.
    """
    check = Check.objects.select_for_update().get(pk=check.pk)
    activity = Activity.objects.select_for_update().select_related("kind").get(pk=check.activity_id)
    _check_may_settle(check, activity, actor, at)
    words = one_line(words, 500, field="words")
    if not words:
        raise Refused(gettext_noop("Ghi đã thấy gì: đếm được bao nhiêu, gặp ai, giấy tờ nào."), field="words")
    if found == CheckState.OPEN:
        raise Refused(gettext_noop("Chọn kết quả kiểm tra."), field="found")
    if found == CheckState.REJECTED:
        lines: list[Line] = []
    else:
        check_verifiable(activity, actor, at)
        lines = _lines_found(activity, found, results, at)
    _post(activity, lines, words, actor, at)
    if found == CheckState.REJECTED:
        state = State.REJECTED
    else:
        state = State.VERIFIED
        save_checked(
            Verification(activity=activity, actor=actor, actor_name=actor.full_name, checked_at=at, finding=words)
        )
    Activity.objects.filter(pk=activity.pk).update(state=state)
    check.state, check.words, check.done_by, check.done_at = found, words, actor, at
    save_checked(check)


@transaction.atomic
def answer_check(*, check: Check, answer: str, actor: Account, at: datetime) -> None:
    """The unit answers what a check found; whoever checked reads it and may settle it again. Raises Refused."""
    check = Check.objects.select_for_update().select_related("activity").get(pk=check.pk)
    if not may_answer_check(actor, check.activity, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi việc cho đơn vị này."))
    if check.state not in {CheckState.CORRECTED, CheckState.REJECTED}:
        raise Refused(gettext_noop("Chỉ trả lời khi việc bị sửa số hoặc bị bác."))
    check.answer = one_line(answer, 500, field="answer")
    if not check.answer:
        raise Refused(gettext_noop("Ghi câu trả lời của đơn vị."), field="answer")
    check.answered_by, check.answered_at = actor, at
    save_checked(check)


def _check_may_settle(check: Check, activity: Activity, actor: Account, at: datetime) -> None:
    if activity.recorded_by_id == actor.pk:
        raise Refused(gettext_noop("Không ai tự xác minh việc do mình ghi; nhờ người khác kiểm tra."))
    if not may_draw_checks(actor, activity.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền xác minh ở đơn vị này."))
    if check.state != CheckState.OPEN and not check.answer:
        raise Refused(gettext_noop("Việc này đã kiểm tra xong; đơn vị trả lời thì mới kết luận lại."))
    if activity.state in {State.CANCELLED, State.PLANNED}:
        raise Refused(gettext_noop("Việc này đã huỷ, không còn gì để kiểm tra."))
    if check.state == CheckState.OPEN and activity.state == State.REJECTED:
        raise Refused(gettext_noop("Việc này đã bị bác trong lần kiểm tra khác."))


def _lines_found(activity: Activity, found: CheckState, results: Mapping[int, int] | None, at: datetime) -> list[Line]:
    if found == CheckState.VERIFIED:
        return [replace(line, grade=Grade.VERIFIED) for line in lines_of(last_posting_of(activity))]
    known = indicators()
    if not results:
        raise Refused(gettext_noop("Ghi số đúng đã đếm được."), field="results")
    version = kind_book([activity.kind_id]).on(activity.kind_id, activity.day)
    if version is not None:
        check_results(version, results, known, activity.unit_id, activity.day)
    check_shares(results, known)
    counted = [Line(activity.unit_id, pk, activity.day, n, Grade.VERIFIED) for pk, n in results.items()]
    present = presence_lines(activity)
    # What it cost and whom it reached was not asked of the checker: it stays as it was said.
    said = {line.indicator for line in (*counted, *present)}
    effort = [
        line
        for line in lines_of(last_posting_of(activity))
        if (known[line.indicator].code in EFFORT or known[line.indicator].unit_id is not None)
        and line.indicator not in said
    ]
    return counted + present + effort


def _post(activity: Activity, lines: list[Line], reason: str, actor: Account, at: datetime) -> None:
    last = last_posting_of(activity)
    if getattr(last, "reversed_by", None) is None:
        made = judge_posting(posting=last, lines=lines, reason=reason, actor=actor, at=at)
    elif lines:
        # It was rejected before, and the unit's answer brought it back.
        made = [
            post_entries(
                kind=PostingKind.ACTIVITY, unit=activity.unit_id, lines=lines, reason=reason, dataset=last.dataset,
                actor=actor, at=at, replaces=last,
            )
        ]  # fmt: skip
    else:
        made = []
    for posting in made:
        ActivityPosting.objects.create(posting=posting, activity=activity)


def _way(doubts: tuple[Doubt, ...]) -> CheckWay:
    """Photos in doubt are looked at, large figures counted on the spot, the rest asked about by telephone."""
    if {Doubt.LARGE, Doubt.DECLARED} & set(doubts):
        return CheckWay.VISIT
    return CheckWay.VIEW if {Doubt.ALIKE, Doubt.CLAIM} & set(doubts) else CheckWay.CALL
