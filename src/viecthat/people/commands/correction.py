"""Corrections by request: a member proposes, the branch or the unit above answers, the file changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.files.commands import erase_files, keep_image
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.people.choices.own import RequestState
from viecthat.people.commands.file import (
    PLAIN_FIELDS,
    SENSITIVE_FIELDS,
    change_file,
    change_sensitive_facts,
    plain_phone,
)
from viecthat.people.models import CorrectionRequest, Person, SensitiveFacts
from viecthat.people.queries.own import person_of
from viecthat.people.rules.charter import setting
from viecthat.people.rules.own import SENSITIVE, may_answer

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

Fact = str | bool | None
_PHONES = frozenset({"phone", "family_phone"})


@transaction.atomic
def ask_for_correction(
    *, facts: Mapping[str, object], reason: str, proof: bytes | None = None, actor: Account, at: datetime
) -> CorrectionRequest:
    """The member behind `actor` says what would be right; what is no change is left out.

    Raises Refused for an account of nobody, no change, no reason, or a request still open.
    """
    person = person_of(actor)
    if person is None:
        raise Refused(gettext_noop("Tài khoản này chưa gắn với hồ sơ đoàn viên nào."))
    wanted = {name: _plain(name, value) for name, value in facts.items() if name in (*PLAIN_FIELDS, *SENSITIVE_FIELDS)}
    said = facts_of(person)
    changed = {name: value for name, value in wanted.items() if value != said[name]}
    if not changed:
        raise Refused(gettext_noop("Chưa sửa mục nào; sửa mục sai rồi gửi."))
    why = one_line(reason, 500, field="reason")
    if not why:
        raise Refused(gettext_noop("Ghi vì sao cần sửa, để người trả lời hiểu."), field="reason")
    row = CorrectionRequest(
        person=person,
        facts=changed,
        reason=why,
        asked_by=actor,
        asked_at=at,
        due_on=localdate(at) + timedelta(days=setting("correction_days", localdate(at))),
    )
    if proof is not None:
        row.proof = keep_image(content=proof, at=at, field="proof")
    save_checked(row)
    return row


@transaction.atomic
def withdraw_correction(*, request: CorrectionRequest, actor: Account, at: datetime) -> None:
    """The member takes an open request back. Raises Refused."""
    row = _open(request)
    own = person_of(actor)
    if own is None or own.pk != row.person_id:
        raise Refused(gettext_noop("Đề nghị này không phải của bạn."))
    _close(row, RequestState.WITHDRAWN, "", actor, at)


@transaction.atomic
def answer_correction(
    *, request: CorrectionRequest, accept: bool, answer: str, actor: Account, at: datetime
) -> CorrectionRequest:
    """Correct the file as asked, or say why not. Of the request the restricted values and the proof are then gone.

    Raises Refused when the actor may not, has asked themselves, or gives no words for a no.
    """
    row = _open(request)
    own = person_of(actor)
    if row.asked_by_id == actor.pk or not may_answer(actor, row.person, row.facts, own.pk if own else None, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền trả lời đề nghị này, hoặc đây là đề nghị của chính bạn."))
    words = one_line(answer, 500, field="answer")
    if not accept and not words:
        raise Refused(gettext_noop("Ghi vì sao không sửa, để người gửi hiểu."), field="answer")
    if accept:
        plain = {name: _typed(name, value) for name, value in row.facts.items() if name in PLAIN_FIELDS}
        if plain:
            change_file(person=row.person, facts=plain, actor=actor, at=at)
        restricted = {name: value for name, value in row.facts.items() if name in SENSITIVE}
        if restricted:
            said = SensitiveFacts.objects.filter(person=row.person).first() or SensitiveFacts(person=row.person)
            kept = {name: getattr(said, name) for name in SENSITIVE_FIELDS}
            change_sensitive_facts(person=row.person, facts={**kept, **restricted}, actor=actor, at=at)
    _close(row, RequestState.ACCEPTED if accept else RequestState.REFUSED, words, actor, at)
    return row


def facts_of(person: Person) -> dict[str, Fact]:
    """What the file says now, as a request would say it."""
    restricted = SensitiveFacts.objects.filter(person=person).first() or SensitiveFacts(person=person)
    plain = {name: _plain(name, getattr(person, name)) for name in PLAIN_FIELDS}
    return plain | {name: _plain(name, getattr(restricted, name)) for name in SENSITIVE_FIELDS}


def _plain(name: str, value: object) -> Fact:
    if isinstance(value, bool):
        return value
    if isinstance(value, date):
        return value.isoformat()
    text = one_line(str(value or ""), 200, field=name)
    return plain_phone(text, field=name) if name in _PHONES else text


def _typed(name: str, value: object) -> object:
    if name == "birth_date":
        return date.fromisoformat(str(value)) if value else None
    return value


def _open(request: CorrectionRequest) -> CorrectionRequest:
    row = CorrectionRequest.objects.select_for_update(of=("self",)).select_related("person").get(pk=request.pk)
    if row.state != RequestState.OPEN:
        raise Refused(gettext_noop("Đề nghị này đã được trả lời hoặc đã rút lại."))
    return row


def _close(row: CorrectionRequest, state: RequestState, words: str, actor: Account, at: datetime) -> None:
    proof, row.proof = row.proof_id, None
    row.facts = {name: "" if name in SENSITIVE else value for name, value in row.facts.items()}
    row.state, row.answer, row.answered_by, row.answered_at = state, words, actor, at
    save_checked(row)
    if proof is not None:
        erase_files(ids=[proof])
