"""A unit settles which kinds of units are used below it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.document_numbers import parse_document_number
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.organisation.models import UnitKindsUsed
from viecthat.units.queries import kinds as unit_kinds, units_by_id
from viecthat.units.rules import may_organise
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def settle_kinds(
    *, unit: int, kinds: Sequence[str], start: date, decision: str, actor: Account, at: datetime
) -> UnitKindsUsed:
    """From `start` on only these kinds may be founded below the unit; what was settled before ends on that day.

    Units that are there already stay. Raises Refused.
    """
    if not may_organise(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền sắp xếp tổ chức ở đơn vị này."))
    today = localdate(at)
    if unit not in tree_on(today):
        raise Refused(gettext_noop("Đơn vị đã kết thúc hoặc chưa thành lập."))
    if start < today:
        raise Refused(gettext_noop("Quy định có hiệu lực từ hôm nay trở đi."), field="start")
    known = unit_kinds()
    level = known[units_by_id([unit], today)[unit].kind].level
    wanted = [kind for kind in known if kind in set(kinds)]
    if not wanted or len(wanted) != len(set(kinds)) or any(known[kind].level < level for kind in wanted):
        raise Refused(gettext_noop("Chọn ít nhất một loại đơn vị ở cấp dưới."), field="kinds")
    number = parse_document_number(decision, field="decision").canonical
    for before in UnitKindsUsed.objects.select_for_update().filter(unit=unit, end__isnull=True):
        if before.start >= start:
            raise Refused(
                gettext_noop("Đã có quy định từ ngày {day}; chọn ngày sau đó."), field="start", day=before.start
            )
        before.end = start
        save_checked(before)
    row = UnitKindsUsed(unit_id=unit, kinds=wanted, start=start, decision=number, set_by=actor)
    save_checked(row)
    return row
