"""What becomes of a work: handed over, looked at later, followed by others."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed, one_line
from viecthat.works.choices import LaterState, WorkState, WorkStepKind
from viecthat.works.commands.checks import NOT_KEEPER, WHY, check_past, locked_work, note_step
from viecthat.works.models import LaterCheck, YouthWork
from viecthat.works.rules import may_decide_above, may_keep_work

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def hand_over(*, work: YouthWork, to: str, day: date, actor: Account, at: datetime) -> None:
    """Hand the work over to whoever keeps it from now on."""
    work = locked_work(work.pk, WorkState.RUNNING, WorkState.RECOGNISED)
    if not may_keep_work(actor, work, at):
        raise Refused(NOT_KEEPER)
    if work.handed_on is not None:
        raise Refused(gettext_noop("Công trình này đã bàn giao."))
    check_past(day, at, not_before=work.start)
    missing = gettext_noop("Ghi bàn giao cho ai, ví dụ “UBND xã Suối Hai”.")
    work.handed_on, work.handed_to = day, needed(to, 200, "to", missing)
    save_checked(work)
    note_step(work, WorkStepKind.HANDED, work.handed_to, actor, at)


@transaction.atomic
def check_later(*, work: YouthWork, state: str, day: date, note: str = "", actor: Account, at: datetime) -> LaterCheck:
    """How the work stands now: the unit's own eyes or its superior's."""
    work = locked_work(work.pk, WorkState.RECOGNISED)
    if not may_keep_work(actor, work, at) and not may_decide_above(actor, work.unit_id, at):
        raise Refused(NOT_KEEPER)
    if state not in LaterState.values:
        raise Refused(gettext_noop("Chọn hiện trạng."), field="state")
    check_past(day, at, not_before=work.start)
    row = LaterCheck(work=work, day=day, state=state, note=one_line(note, 300, field="note"), by=actor)
    if state in {LaterState.DAMAGED, LaterState.GONE} and not row.note:
        raise Refused(gettext_noop("Hư hỏng hoặc không còn thì ghi vì sao, cần làm gì."), field="note")
    save_checked(row)
    return row


@transaction.atomic
def make_model(*, work: YouthWork, words: str, actor: Account, at: datetime) -> None:
    """The superior holds a recognised work up as a model that others may follow."""
    work = locked_work(work.pk, WorkState.RECOGNISED)
    if not may_decide_above(actor, work.unit_id, at) or work.registered_by_id == actor.pk:
        raise Refused(gettext_noop("Cấp trên trực tiếp chọn công trình làm mô hình."))
    if work.model_on is not None:
        raise Refused(gettext_noop("Công trình này đã là mô hình."))
    missing = gettext_noop("Ghi nơi khác làm theo thế nào: cần gì, ai giúp, tốn bao nhiêu.")
    work.model_words, work.model_on = needed(words, 1000, "words", missing), localdate(at)
    save_checked(work)
    note_step(work, WorkStepKind.MODEL, work.model_words, actor, at)


@transaction.atomic
def end_model(*, work: YouthWork, words: str, actor: Account, at: datetime) -> None:
    """No longer held up as a model; those who followed it stay in its line."""
    work = locked_work(work.pk)
    if work.model_on is None:
        raise Refused(gettext_noop("Công trình này không phải mô hình."))
    if not may_decide_above(actor, work.unit_id, at):
        raise Refused(gettext_noop("Cấp trên trực tiếp chọn công trình làm mô hình."))
    said = needed(words, 1000, "words", WHY)
    work.model_on, work.model_words = None, ""
    save_checked(work)
    note_step(work, WorkStepKind.NO_MODEL, said, actor, at)
