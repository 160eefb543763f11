"""What a member brings to the unit where they live, and its answer: read by the two units and the member only."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed, one_line
from viecthat.ledger.choices import Grade
from viecthat.people.commands.event import check_day
from viecthat.people.queries.own import person_of
from viecthat.residence.choices import RequestKind
from viecthat.residence.commands.posting import ANSWERED, HELPED, REQUESTS, WHY_BACK, post, take_back
from viecthat.residence.models import Registration, ResidentRequest
from viecthat.residence.rules import may_answer_request, may_send_request, near, setting

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Posting

MOST_WORDS = 2000


@transaction.atomic
def send_request(
    *, registration: Registration, kind: str, words: str, day: date, actor: Account, at: datetime
) -> ResidentRequest:
    """Write down what a registered member asks: they themselves, or either of the two units on their behalf.

    It posts without a name: who asked for help is nobody's business but theirs. Raises Refused.
    """
    row = Registration.objects.select_related("person").get(pk=registration.pk)
    mine = person_of(actor)
    own = mine is not None and mine.pk == row.person_id
    if not may_send_request(actor, row, mine.pk if mine else None, at):
        raise Refused(gettext_noop("Chỉ đoàn viên và hai đơn vị của họ gửi được, khi đang sinh hoạt nơi cư trú."))
    if kind not in RequestKind.values:
        raise Refused(gettext_noop("Chọn phản ánh, kiến nghị hay đề nghị giúp đỡ."), field="kind")
    check_day(day, at, not_before=row.start)
    request = ResidentRequest(
        registration=row,
        kind=kind,
        words=_text(words, "words", gettext_noop("Ghi nội dung phản ánh, kiến nghị.")),
        day=day,
        due=day + timedelta(days=setting("request_answer_days", day)),
        own=own,
        recorded_by=actor,
        recorded_at=at,
    )
    request.posting = _count(row, [(REQUESTS, 1)], day, actor, at)
    save_checked(request)
    return request


@transaction.atomic
def answer_request(
    *, request: ResidentRequest, answer: str, help_given: str, day: date, actor: Account, at: datetime
) -> ResidentRequest:
    """The place of residence answers, and says what help was given when it was."""
    row = _locked(request)
    if not may_answer_request(actor, row, at):
        raise Refused(gettext_noop("Nơi cư trú trả lời, mỗi kiến nghị một lần; không ai trả lời kiến nghị của mình."))
    check_day(day, at, not_before=row.day)
    row.answer = _text(answer, "answer", gettext_noop("Ghi nội dung trả lời."))
    row.help_given = one_line(help_given, 300, field="help_given")
    row.answered_on, row.answered_by = day, actor
    counted = [(ANSWERED, 1), *([(HELPED, 1)] if row.help_given else [])]
    row.answer_posting = _count(row.registration, counted, day, actor, at)
    save_checked(row, exclude=["recorded_by"])
    return row


@transaction.atomic
def take_back_request(*, request: ResidentRequest, reason: str, actor: Account, at: datetime) -> None:
    """It was recorded wrongly, or the member withdraws it; possible until it is answered.

    What a member brought forward and withdrew was brought forward: it stays counted.
    """
    row = _locked(request)
    allowed = row.recorded_by_id == actor.pk and (row.own or near(actor, at).sees(row.registration))
    if row.answered_on is not None or row.undone_at is not None or not allowed:
        raise Refused(gettext_noop("Người đã ghi lấy lại được khi chưa có trả lời."))
    row.undone_reason = needed(reason, 500, "reason", WHY_BACK)
    row.undone_by, row.undone_at = actor, at
    if not row.own:
        take_back(row.posting_id, actor, at)
    save_checked(row, exclude=["recorded_by"])


def _locked(request: ResidentRequest) -> ResidentRequest:
    found = ResidentRequest.objects.select_for_update(of=("self",)).select_related("registration__person")
    return found.get(pk=request.pk)


def _count(
    row: Registration, counted: list[tuple[str, int]], day: date, actor: Account, at: datetime
) -> Posting | None:
    if row.branch_id is None:
        raise TypeError("who takes part has a branch")
    return post(row.branch_id, counted, day, person=None, grade=Grade.EVIDENCED, actor=actor, at=at)


def _text(text: str, field: str, missing: str) -> str:
    said = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if not said:
        raise Refused(missing, field=field)
    if len(said) > MOST_WORDS:
        raise Refused(gettext_noop("Dài quá {limit} ký tự. Hãy viết ngắn lại."), field=field, limit=MOST_WORDS)
    return said
