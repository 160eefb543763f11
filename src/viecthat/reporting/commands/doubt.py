"""Answering what is asked about a figure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.reporting.commands.report import LONGEST_WORDS
from viecthat.reporting.models import DoubtAnswer, Report
from viecthat.reporting.rules import may_write_report

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

LONGEST_KEY = 300


@transaction.atomic
def answer_doubt(*, report: Report, key: str, answer: str, actor: Account, at: datetime) -> DoubtAnswer | None:
    """What the unit says to a question about its figure; said anew it takes the place of what was said, empty ends it.

    Whatever state the report is in: the level above may ask after it was sent. An edition keeps the answers it was
    signed with. Raises Refused when the actor does not write for the unit.
    """
    if not may_write_report(actor, report.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền làm báo cáo cho đơn vị này."))
    if not key or len(key) > LONGEST_KEY:
        raise Refused(gettext_noop("Câu hỏi này không còn; tải lại trang."))
    words = normalise(answer)
    if len(words) > LONGEST_WORDS:
        raise Refused(gettext_noop("Viết nhiều nhất {most} ký tự."), field="answer", most=LONGEST_WORDS)
    if not words:
        DoubtAnswer.objects.filter(report=report, key=key).delete()
        return None
    said = {"answer": words, "answered_by": actor, "answered_at": at}
    row, _new = DoubtAnswer.objects.update_or_create(report=report, key=key, defaults=said)
    return row
