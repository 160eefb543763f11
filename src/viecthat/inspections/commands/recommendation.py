"""Recommendations: written with the findings, sent out by the conclusion, answered, followed until they are done."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.inspections.choices import RecommendationState
from viecthat.inspections.commands.inspection import SENT_OUT, attach, running, said
from viecthat.inspections.models import Inspection, Recommendation, Step
from viecthat.inspections.rules import may_answer, may_close
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed
from viecthat.ledger.commands.registers import check_done, post_counted, take_back

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.commands.directive import SentFile
    from viecthat.units.queries import UnitRow

DONE = "recommendations_done"


@transaction.atomic
def recommend(
    *, inspection: Inspection, finding: int | None, to_unit: UnitRow | None, to: str, words: str, due: date,
    actor: Account, at: datetime, of: Recommendation | None = None,
) -> Recommendation:  # fmt: skip
    """What a unit, or another body by its name, is asked to do by a day. Nobody is told before the conclusion.

    `of`: one that was not sent out yet is put right. Raises Refused.
    """
    row = running(inspection, actor, at)
    if due < row.start:
        raise Refused(gettext_noop("Hạn thực hiện không thể trước cuộc kiểm tra, giám sát."), field="due")
    made = row.recommendations.get(pk=of.pk) if of is not None else Recommendation(inspection=row)
    if made.made_on is not None:
        raise Refused(SENT_OUT)
    made.due, made.to_unit_id = due, to_unit.id if to_unit else None
    name = to_unit.name if to_unit else to
    made.to = needed(name, 200, "to", gettext_noop("Ghi đơn vị hoặc cơ quan nhận kiến nghị."))
    made.words = said(words, 2000, "words")
    made.folded = fold(f"{made.to} {made.words}")
    made.finding = row.findings.filter(pk=finding).first() if finding is not None else None
    save_checked(made)
    return made


@transaction.atomic
def answer_recommendation(
    *, row: Recommendation, day: date, words: str, file: SentFile | None, actor: Account, at: datetime
) -> Recommendation:
    """Whoever it went to says what they did. Raises Refused."""
    held = _held(row)
    if not may_answer(actor, held, at):
        raise Refused(gettext_noop("Bạn không trả lời thay nơi nhận kiến nghị này."))
    if held.made_on is None or held.state not in {RecommendationState.OPEN, RecommendationState.ANSWERED}:
        raise Refused(gettext_noop("Kiến nghị này chưa gửi đi, hoặc đã xong."))
    check_done(day, at, not_before=held.made_on)
    return _step(held, RecommendationState.ANSWERED, day, words, file, actor, at)


@transaction.atomic
def send_back_answer(*, row: Recommendation, day: date, words: str, actor: Account, at: datetime) -> Recommendation:
    """The answer is not enough, or what was found done proves not to be: it is open again. Raises Refused."""
    held = _closing(row, actor, at)
    if held.state == RecommendationState.OPEN:
        raise Refused(gettext_noop("Kiến nghị này đang chờ thực hiện."))
    check_done(day, at, not_before=held.made_on)
    why = said(words, 3000, "words")
    take_back(held.posting_id, "Kiến nghị mở lại", actor, at)
    held.posting, held.done_on = None, None
    return _step(held, RecommendationState.OPEN, day, why, None, actor, at)


@transaction.atomic
def find_done(*, row: Recommendation, day: date, words: str, actor: Account, at: datetime) -> Recommendation:
    """The inspecting unit saw that it is carried out; counted then. Raises Refused."""
    held = _closing(row, actor, at)
    if held.state not in {RecommendationState.OPEN, RecommendationState.ANSWERED}:
        raise Refused(gettext_noop("Kiến nghị này đã xong."))
    check_done(day, at, not_before=held.made_on)
    held.done_on = day
    held.posting = post_counted(
        held.inspection.unit_id, [(DONE, 1, None)], day, reason="Kiến nghị đã thực hiện", actor=actor, at=at
    )
    return _step(held, RecommendationState.DONE, day, words, None, actor, at)


@transaction.atomic
def drop_recommendation(*, row: Recommendation, day: date, words: str, actor: Account, at: datetime) -> Recommendation:
    """It is followed no longer, and why. Raises Refused."""
    held = _closing(row, actor, at)
    if held.state not in {RecommendationState.OPEN, RecommendationState.ANSWERED}:
        raise Refused(gettext_noop("Kiến nghị này đã xong."))
    check_done(day, at, not_before=held.made_on)
    return _step(held, RecommendationState.DROPPED, day, words, None, actor, at)


def _held(row: Recommendation) -> Recommendation:
    found = Recommendation.objects.select_for_update(of=("self",)).select_related("inspection")
    return found.get(pk=row.pk)


def _closing(row: Recommendation, actor: Account, at: datetime) -> Recommendation:
    held = _held(row)
    if not may_close(actor, held, at):
        raise Refused(gettext_noop("Chỉ đơn vị kiểm tra, giám sát xác nhận kết quả thực hiện."))
    if held.made_on is None:
        raise Refused(gettext_noop("Kết luận rồi kiến nghị mới gửi đi."))
    return held


def _step(
    held: Recommendation, state: RecommendationState, day: date, words: str, file: SentFile | None, actor: Account,
    at: datetime,
) -> Recommendation:  # fmt: skip
    held.state = state
    save_checked(held)
    step = Step(recommendation=held, state=state, day=day, recorded_by=actor, recorded_at=at)
    step.words = said(words, 3000, "words")
    attach(step, file, at)
    save_checked(step)
    return held
