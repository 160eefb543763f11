"""Care for young workers: recorded and posted at once, taken back with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed
from viecthat.ledger.commands.registers import Counted, check_done, post_counted, take_back
from viecthat.support.commands.shared import WHY, check_may_keep
from viecthat.support.models import Care, Partner

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def record_care(*, unit: int, facts: Mapping[str, Any], actor: Account, at: datetime) -> Care:
    """Something was done for young workers. Raises Refused."""
    check_may_keep(actor, unit, at)
    row = Care(unit_id=unit, kind=facts["kind"], day=facts["day"], recorded_by=actor, recorded_at=at)
    check_done(row.day, at)
    row.title = needed(facts["title"], 200, "title", gettext_noop("Ghi tên việc chăm lo."))
    row.place = needed(facts["place"], 200, "place", gettext_noop("Ghi địa điểm."))
    row.people, row.gifts, row.value = facts["people"], facts.get("gifts") or 0, facts.get("value") or 0
    if facts.get("partner"):
        row.partner = Partner.objects.filter(pk=facts["partner"], unit=unit).first()
        if row.partner is None:
            raise Refused(gettext_noop("Đối tác này không có trong sổ của đơn vị."), field="partner")
    save_checked(row)
    counted: list[Counted] = [
        ("workers_cared", row.people, None), ("gifts_given", row.gifts, None), ("gift_value", row.value, None),
    ]  # fmt: skip
    row.posting = post_counted(unit, counted, row.day, reason=f"Chăm lo công nhân: {row.title}", actor=actor, at=at)
    save_checked(row)
    return row


@transaction.atomic
def undo_care(*, care: Care, reason: str, actor: Account, at: datetime) -> None:
    """It was recorded by mistake: its lines are reversed. Raises Refused."""
    row = Care.objects.select_for_update().get(pk=care.pk)
    check_may_keep(actor, row.unit_id, at)
    if row.undone_why:
        raise Refused(gettext_noop("Dòng này đã lấy lại."))
    row.undone_why = needed(reason, 300, "reason", WHY)
    take_back(row.posting_id, row.undone_why, actor, at)
    save_checked(row)
