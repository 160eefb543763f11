"""Dialogues of leaders with members and staff: kept, and the questions put before and in them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.documents.extract import kind_of
from viecthat.files.commands import keep_document
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, normalise
from viecthat.plans.choices import Gathered
from viecthat.plans.commands.calendar import digest_of
from viecthat.plans.commands.checks import check_keeper
from viecthat.plans.models import Dialogue, DialogueFile, DialogueParty, DialogueQuestion
from viecthat.plans.rules import may_keep_dialogue

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.commands.directive import SentFile

MOST_PAPERS = 20
MOST_WORDS = 2000
MOST_CONTENT = 5000
MOST_QUESTIONS = 2000
_BYTES = 9


@dataclass(frozen=True)
class DialogueFacts:
    """What is noted of a dialogue."""

    title: str
    held_on: date
    chairs: str
    invited: str
    asked_until: date
    begins: time | None = None
    place: str = ""
    content: str = ""


@dataclass(frozen=True)
class Asked:
    """A question as it was put; with no name and no account it is anonymous."""

    words: str
    topic: str = ""
    asker_name: str = ""
    asker: int | None = None

    @property
    def anonymous(self) -> bool:
        return self.asker is None and not self.asker_name.strip()


@transaction.atomic
def keep_dialogue(
    *,
    unit: int,
    facts: DialogueFacts,
    parties: Sequence[int],
    files: Sequence[SentFile] = (),
    dialogue: Dialogue | None = None,
    actor: Account | None,
    at: datetime,
) -> Dialogue:
    """Note a dialogue, held or to be held; or put right what is noted of `dialogue`."""
    if dialogue is None:
        check_keeper(actor, unit, at)
        code = secrets.token_urlsafe(_BYTES)
        dialogue = Dialogue(unit_id=unit, ask_code=code, made_by=actor, made_at=at)
    else:
        check_keeps(actor, dialogue, at)
    dialogue.title, dialogue.held_on, dialogue.begins = normalise(facts.title), facts.held_on, facts.begins
    dialogue.place, dialogue.chairs = normalise(facts.place), normalise(facts.chairs)
    dialogue.invited, dialogue.content = normalise(facts.invited), said(facts.content, MOST_CONTENT, "content")
    dialogue.asked_until = facts.asked_until
    save_checked(dialogue)
    wanted = {party for party in parties if party != dialogue.unit_id}
    have = set(dialogue.parties.values_list("unit", flat=True))
    dialogue.parties.filter(unit__in=have - wanted).delete()
    DialogueParty.objects.bulk_create(
        DialogueParty(dialogue=dialogue, unit_id=party) for party in sorted(wanted - have)
    )
    if dialogue.papers.count() + len(files) > MOST_PAPERS:
        raise Refused(gettext_noop("Mỗi buổi đối thoại kèm nhiều nhất {most} tệp."), field="attached", most=MOST_PAPERS)
    for sent in files:
        kept = keep_document(content=sent.content, content_type=kind_of(sent.content, field="attached"), at=at)
        name = normalise(sent.name)[-200:] or "tai-lieu"
        DialogueFile.objects.get_or_create(dialogue=dialogue, file_id=kept.pk, defaults={"name": name})
    return dialogue


@transaction.atomic
def send_question(*, dialogue: Dialogue, asked: Asked, at: datetime) -> str:
    """A question sent to the dialogue's address; returns the code under which its asker reads the answer.

    The code is told this once, only its digest is kept.
    """
    today = localdate(at)
    if today > dialogue.asked_until:
        raise Refused(gettext_noop("Buổi đối thoại này đã thôi nhận câu hỏi từ ngày {day}."), day=dialogue.asked_until)
    code = secrets.token_urlsafe(_BYTES)
    _add(dialogue, asked, Gathered.BEFORE if today < dialogue.held_on else Gathered.ROOM, digest_of(code), today)
    return code


@transaction.atomic
def note_question(
    *, dialogue: Dialogue, asked: Asked, gathered: str, actor: Account | None, at: datetime
) -> DialogueQuestion:
    """The keeper notes a question that came by voice or on paper."""
    check_keeps(actor, dialogue, at)
    if gathered not in Gathered.values:
        raise Refused(gettext_noop("Chọn câu hỏi gửi trước hay hỏi tại buổi đối thoại."), field="gathered")
    if gathered == Gathered.ROOM and dialogue.held_on > localdate(at):
        raise Refused(
            gettext_noop("Buổi đối thoại chưa diễn ra (ngày {day}); ghi là câu hỏi gửi trước."),
            field="gathered",
            day=dialogue.held_on,
        )
    day = dialogue.held_on if gathered == Gathered.ROOM else localdate(at)
    return _add(dialogue, asked, gathered, None, day)


@transaction.atomic
def correct_question(
    *, question: DialogueQuestion, asked: Asked, actor: Account | None, at: datetime
) -> DialogueQuestion:
    """Put right what was noted. The words of a question that its asker sent stay as they were sent."""
    question = held_question(question)
    check_keeps(actor, question.dialogue, at)
    if question.slip is None:
        question.words = said(asked.words, MOST_WORDS, "words")
        question.asker_name = normalise(asked.asker_name)
        question.anonymous = asked.anonymous
    question.topic = normalise(asked.topic)
    _save(question)
    return question


@transaction.atomic
def group_questions(
    *, dialogue: Dialogue, questions: Sequence[int], topic: str, actor: Account | None, at: datetime
) -> int:
    """These questions are about the same; returns how many."""
    check_keeps(actor, dialogue, at)
    if not questions:
        raise Refused(gettext_noop("Chọn ít nhất một câu hỏi."), field="questions")
    rows = list(dialogue.questions.select_for_update().filter(pk__in=set(questions)))
    for row in rows:
        row.topic = normalise(topic)
        _save(row)
    return len(rows)


@transaction.atomic
def leave_out_question(
    *, question: DialogueQuestion, reason: str, actor: Account | None, at: datetime
) -> DialogueQuestion:
    """The question is not answered on its own, and why; an empty reason takes it in again."""
    question = held_question(question)
    check_keeps(actor, question.dialogue, at)
    if question.answer_id is not None or question.task_id is not None:
        raise Refused(gettext_noop("Câu đã trả lời hoặc đã hẹn trả lời thì không gạt ra được."), field="reason")
    question.left_out = normalise(reason)
    _save(question)
    return question


def _add(dialogue: Dialogue, asked: Asked, gathered: str, slip: str | None, day: date) -> DialogueQuestion:
    # Held so that two who send at once cannot both be the last.
    Dialogue.objects.select_for_update().get(pk=dialogue.pk)
    if dialogue.questions.count() >= MOST_QUESTIONS:
        raise Refused(
            gettext_noop("Buổi đối thoại này đã nhận {most} câu hỏi, nhiều nhất có thể."), most=MOST_QUESTIONS
        )
    question = DialogueQuestion(dialogue=dialogue, gathered=gathered, slip=slip, asked_on=day)
    question.words, question.topic = said(asked.words, MOST_WORDS, "words"), normalise(asked.topic)
    question.anonymous, question.asker_id = asked.anonymous, asked.asker
    question.asker_name = normalise(asked.asker_name)
    _save(question)
    return question


def _save(question: DialogueQuestion) -> None:
    question.folded = fold(f"{question.topic} {question.words} {question.asker_name}")
    save_checked(question, exclude=["folded"])


def check_keeps(actor: Account | None, dialogue: Dialogue, at: datetime) -> None:
    """Refused unless `actor` may change the dialogue's record."""
    if actor is not None and not may_keep_dialogue(actor, dialogue, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ biên bản của đơn vị này."))


def held_question(question: DialogueQuestion) -> DialogueQuestion:
    """The question's row, which nobody else changes until this transaction is over."""
    rows = DialogueQuestion.objects.select_for_update(of=("self",)).select_related("dialogue", "task")
    return rows.get(pk=question.pk)


def said(words: str, most: int, field: str) -> str:
    """Words line by line; Refused at `field` when there are too many."""
    lines = "\n".join(normalise(line) for line in words.strip().splitlines())
    if len(lines) > most:
        raise Refused(gettext_noop("Viết nhiều nhất {most} ký tự."), field=field, most=most)
    return lines
