"""How a unit numbers its own documents."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.document_numbers import parse_document_number
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.plans.choices import Restart
from viecthat.plans.commands.checks import check_keeper
from viecthat.plans.models import NumberingRule

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def set_numbering(
    *, unit: int, start: date, restart: str, code: str, actor: Account | None, at: datetime
) -> NumberingRule:
    """From `start` on the unit's own numbers begin again each year or each term, and carry this code (TĐTN)."""
    check_keeper(actor, unit, at)
    if restart not in Restart.values:
        raise Refused(gettext_noop("Chọn đánh số lại mỗi năm hay mỗi nhiệm kỳ."), field="restart")
    try:
        parsed = parse_document_number(f"01-KH/{code.strip()}")
    except Refused as wrong:
        raise Refused(gettext_noop("Ký hiệu cơ quan chỉ gồm chữ, ví dụ TĐTN hoặc ĐTN."), field="code") from wrong
    rule = NumberingRule(unit_id=unit, start=start, restart=restart, code=parsed.meant or parsed.issuer)
    save_checked(rule)
    return rule
