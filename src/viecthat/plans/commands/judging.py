"""The lines by which targets are judged, from a day on."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.plans.models import JudgingRule
from viecthat.plans.rules import may_set_judging

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def set_judging(
    *,
    start: date,
    met: int,
    promising: int,
    far_too_low: int,
    note: str,
    actor: Account | None,
    at: datetime,
) -> JudgingRule:
    """From `start` on, targets are judged by these lines, in percent. What was judged before stays as it was."""
    _check(actor, at)
    if actor is not None and start < localdate(at):
        raise Refused(
            gettext_noop("Cách xét mới áp dụng từ hôm nay trở đi; những gì đã xét giữ nguyên."), field="start"
        )
    words = normalise(note)
    if not words:
        raise Refused(gettext_noop("Ghi văn bản hoặc lý do đặt cách xét này."), field="note")
    rule = JudgingRule(start=start, met=met, promising=promising, far_too_low=far_too_low, note=words)
    save_checked(rule)
    return rule


@transaction.atomic
def drop_judging(*, rule: JudgingRule, actor: Account | None, at: datetime) -> None:
    """Take back lines that have not begun to hold."""
    _check(actor, at)
    if rule.start <= localdate(at):
        raise Refused(gettext_noop("Cách xét này đã áp dụng; đặt cách xét khác từ một ngày sau."))
    rule.delete()


def _check(actor: Account | None, at: datetime) -> None:
    if actor is not None and not may_set_judging(actor, at):
        raise Refused(gettext_noop("Chỉ người có quyền giao chỉ tiêu ở cấp cao nhất mới đặt được cách xét."))
