"""Questions of a dialogue answered, or promised an answer by a day; whoever asked is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.plans.choices import RUNNING, CommandLine, NoticeKind, TaskOrigin
from viecthat.plans.commands.dialogue import check_keeps, held_question, said
from viecthat.plans.commands.progress import report_done
from viecthat.plans.commands.task import TaskText, give_task
from viecthat.plans.models import Dialogue, DialogueAnswer, DialogueQuestion, Notice, Task
from viecthat.plans.rules import may_answer_question, may_work_on_task

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_WORDS = 5000
_TITLE = 500


@transaction.atomic
def answer_question(
    *,
    question: DialogueQuestion,
    words: str,
    said_by: str,
    day: date,
    also: Sequence[int] = (),
    actor: Account | None,
    at: datetime,
) -> DialogueAnswer:
    """Answer the question, and with the same words those of `also`; or put the answer right.

    A promise that the answer keeps is reported done, for whoever gave it to confirm.
    """
    question = held_question(question)
    dialogue = question.dialogue
    if actor is not None and not may_answer_question(actor, question, at):
        raise Refused(gettext_noop("Chỉ đơn vị giữ biên bản hoặc người được giao trả lời ghi câu trả lời này."))
    if question.left_out:
        raise Refused(gettext_noop("Câu này đã gạt ra; đưa lại vào rồi trả lời."))
    _check_day(day, dialogue, question, at)
    if not words.strip():
        raise Refused(gettext_noop("Ghi câu trả lời."), field="words")
    if not said_by.strip():
        raise Refused(gettext_noop("Ghi ai đã trả lời."), field="said_by")
    fresh = question.answer_id is None
    answer = DialogueAnswer(dialogue=dialogue, made_by=actor) if question.answer is None else question.answer
    answer.words, answer.said_by, answer.day = said(words, MOST_WORDS, "words"), normalise(said_by), day
    save_checked(answer)
    others = _others(dialogue, question, also, actor, at)
    told = [row for row in [question, *others] if row.answer_id is None]
    for row in told:
        row.answer = answer
        save_checked(row)
    if fresh or others:
        _report({row.task_id for row in told}, answer, actor, at)
        _tell(told, NoticeKind.ANSWERED, answer.day, actor, at)
    return answer


@transaction.atomic
def promise_answer(
    *,
    question: DialogueQuestion,
    unit: int,
    person: int | None = None,
    due: date,
    words: str = "",
    also: Sequence[int] = (),
    actor: Account | None,
    at: datetime,
) -> Task:
    """The answer follows by `due`; `unit`, the dialogue's own or one below, answers for it as for any task."""
    question = held_question(question)
    dialogue = question.dialogue
    check_keeps(actor, dialogue, at)
    if not question.open or question.task_id is not None:
        raise Refused(gettext_noop("Câu này đã trả lời, đã hẹn hoặc đã gạt ra; mở lại trang."))
    if due < localdate(at):
        raise Refused(gettext_noop("Hạn trả lời không thể ở trước hôm nay."), field="due")
    others = [row for row in _others(dialogue, question, also, actor, at) if row.task_id is None]
    text = TaskText(
        title=f"{_prefix()}{question.words.splitlines()[0]}"[:_TITLE],
        detail="\n".join([words, *(row.words for row in [question, *others])]).strip()[:MOST_WORDS],
        origin=TaskOrigin.DIALOGUE,
        origin_note=dialogue.title[:300],
        line=CommandLine.UNION if unit != dialogue.unit_id else CommandLine.OWN,
    )
    task = give_task(unit=unit, giver=dialogue.unit_id, text=text, due=due, person=person, actor=actor, at=at)
    for row in [question, *others]:
        row.task = task
        save_checked(row)
    _tell([question, *others], NoticeKind.PROMISED, due, actor, at)
    return task


def _prefix() -> str:
    # Kept text, in the language of the house: a task's title is words of the unit, not of the screen.
    return "Trả lời câu hỏi: "


def _others(
    dialogue: Dialogue, question: DialogueQuestion, also: Sequence[int], actor: Account | None, at: datetime
) -> list[DialogueQuestion]:
    """The other open questions meant, held; only the keeper, or whoever got them all as a task, answers several."""
    wanted = set(also) - {question.pk}
    rows = dialogue.questions.select_for_update(of=("self",)).select_related("dialogue", "task")
    found = list(rows.filter(pk__in=wanted, answer=None, left_out="").order_by("pk"))
    if len(found) != len(wanted):
        raise Refused(gettext_noop("Có câu đã được trả lời hoặc gạt ra; mở lại trang."), field="also")
    for row in found:
        if actor is not None and not may_answer_question(actor, row, at):
            raise Refused(gettext_noop("Bạn chưa được giao trả lời mọi câu đã chọn."), field="also")
    return found


def _check_day(day: date, dialogue: Dialogue, question: DialogueQuestion, at: datetime) -> None:
    if not question.asked_on <= day <= localdate(at) and not dialogue.held_on <= day <= localdate(at):
        raise Refused(
            gettext_noop("Ngày trả lời từ ngày hỏi {day} đến hôm nay."),
            field="day",
            day=min(question.asked_on, dialogue.held_on),
        )


def _report(tasks: Iterable[int | None], answer: DialogueAnswer, actor: Account | None, at: datetime) -> None:
    """Promises whose questions are all answered are done, when the answerer works on them."""
    for task in Task.objects.filter(pk__in=[pk for pk in tasks if pk is not None], state__in=RUNNING):
        if task.questions.filter(answer=None).exists():
            continue
        if actor is None or may_work_on_task(actor, task, at):
            report_done(task=task, words=answer.words, actor=actor, at=at)


def _tell(
    questions: Iterable[DialogueQuestion], kind: NoticeKind, day: date, actor: Account | None, at: datetime
) -> None:
    """Those who asked under their account are told; the others read it under the code they were given."""
    Notice.objects.bulk_create(
        Notice(account_id=row.asker_id, kind=kind, question=row, day=day, at=at)
        for row in questions
        if row.asker_id is not None and (actor is None or row.asker_id != actor.pk)
    )
