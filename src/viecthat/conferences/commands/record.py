"""What is kept of a conference, row by row: agenda, papers, discussion, awards; put in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from viecthat.conferences.choices import PaperState
from viecthat.conferences.commands import shared
from viecthat.conferences.models import AgendaItem, Award, Conclusion, Conference, Paper, Question
from viecthat.documents.extract import kind_of
from viecthat.files.commands import keep_document
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

Row = AgendaItem | Paper | Question | Award | Conclusion
LONGEST_ITEM = 600  # minutes


@transaction.atomic
def keep_agenda_item(
    *,
    conference: Conference,
    words: str,
    speaker: str = "",
    minutes: int = 0,
    row: AgendaItem | None = None,
    actor: Account | None,
    at: datetime,
) -> AgendaItem:
    """What is gone through, at the end of the agenda; or put `row` right."""
    conference = shared.held(conference, actor, at)
    if not 0 <= minutes <= LONGEST_ITEM:
        raise Refused(gettext_noop("Một nội dung dài nhất {most} phút."), field="minutes", most=LONGEST_ITEM)
    return shared.keep_row(
        row or AgendaItem(conference=conference),
        {"words": normalise(words), "speaker": normalise(speaker), "minutes": minutes},
    )


@transaction.atomic
def keep_paper(
    *,
    conference: Conference,
    title: str,
    unit: int | None = None,
    speaker: str = "",
    state: str = PaperState.REGISTERED,
    content: bytes = b"",
    file_name: str = "",
    row: Paper | None = None,
    actor: Account | None,
    at: datetime,
) -> Paper:
    """A paper with its file (kept when none is sent), or put `row` right."""
    conference = shared.held(conference, actor, at)
    values: dict[str, Any] = {
        "title": normalise(title),
        "unit_id": unit,
        "speaker": normalise(speaker),
        "state": state,
    }
    if content:
        kept = keep_document(content=content, content_type=kind_of(content, field="attached"), at=at)
        values |= {"file_id": kept.pk, "file_name": normalise(file_name)[-200:] or "tham-luan"}
    return shared.keep_row(row or Paper(conference=conference), values)


@transaction.atomic
def keep_question(
    *,
    conference: Conference,
    speaker: str,
    words: str,
    unit: int | None = None,
    answer: str = "",
    answered_by: str = "",
    row: Question | None = None,
    actor: Account | None,
    at: datetime,
) -> Question:
    """What somebody said in the discussion and what was answered, noted while it is said; or put `row` right."""
    conference = shared.held(conference, actor, at)
    if normalise(answered_by) and not normalise(answer):
        raise Refused(gettext_noop("Ghi câu trả lời của người trả lời."), field="answer")
    values = {
        "speaker": normalise(speaker),
        "unit_id": unit,
        "words": _lines(words),
        "answer": _lines(answer),
        "answered_by": normalise(answered_by),
    }
    return shared.keep_row(row or Question(conference=conference, noted_at=at), values)


@transaction.atomic
def keep_award(
    *,
    conference: Conference,
    kind: str,
    to: str,
    name: str,
    unit: int | None = None,
    decision: str = "",
    handed_by: str = "",
    row: Award | None = None,
    actor: Account | None,
    at: datetime,
) -> Award:
    """An award to be handed over, last on the stage; or put `row` right."""
    conference = shared.held(conference, actor, at)
    values: Mapping[str, Any] = {
        "kind": normalise(kind),
        "to": to,
        "name": normalise(name),
        "unit_id": unit,
        "decision": normalise(decision),
        "handed_by": normalise(handed_by),
    }
    return shared.keep_row(row or Award(conference=conference), values)


@transaction.atomic
def move_row(*, row: Row, up: bool, actor: Account | None, at: datetime) -> None:
    """One place up or down; conclusions only until they are tasks, for their numbers are quoted by then."""
    _changeable(row, actor, at)
    shared.move_row(row, up=up)


@transaction.atomic
def drop_row(*, row: Row, actor: Account | None, at: datetime) -> None:
    """Take it out of the record; its past stays in the history."""
    _changeable(row, actor, at)
    shared.drop_row(row)


def _changeable(row: Row, actor: Account | None, at: datetime) -> None:
    conference = shared.held(row.conference, actor, at)
    if isinstance(row, Conclusion) and conference.concluded:
        raise Refused(gettext_noop("Hội nghị đã kết luận; kết luận là nhiệm vụ, theo dõi ở trang nhiệm vụ."))
    row.refresh_from_db()


def _lines(words: str) -> str:
    return "\n".join(normalise(line) for line in words.strip().splitlines())
