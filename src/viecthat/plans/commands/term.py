"""Congress terms."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.kernel.periods import Period
from viecthat.plans.choices import TermLine
from viecthat.plans.commands.checks import check_planner
from viecthat.plans.models import Term

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def open_term(
    *,
    unit: int,
    ordinal: int,
    period: Period,
    note: str,
    line: str = TermLine.UNION,
    body: str = "",
    actor: Account | None,
    at: datetime,
) -> Term:
    """A unit's congress term, from the congress to the next; with another `line` that of the Party or the association
    of its level, whose `body` is then named. Raises Refused when two terms of one line overlap.
    """
    check_planner(actor, unit, at)
    if line != TermLine.UNION and not normalise(body):
        raise Refused(gettext_noop("Ghi tổ chức của đại hội, ví dụ “Đảng bộ thành phố Hà Nội”."), field="body")
    term = Term(
        unit_id=unit,
        line=line,
        body="" if line == TermLine.UNION else normalise(body),
        ordinal=ordinal,
        start=period.start,
        end=period.end,
        note=normalise(note),
    )
    over = Term.objects.filter(unit=unit, line=line, body=term.body, start__lt=period.end, end__gt=period.start)
    other = over.exclude(ordinal=ordinal).first()
    if other is not None:
        raise Refused(
            gettext_noop("Trùng thời gian với nhiệm kỳ {ordinal}; nhiệm kỳ trước hết khi nhiệm kỳ sau bắt đầu."),
            field="start",
            ordinal=other.roman,
        )
    save_checked(term)
    return term
