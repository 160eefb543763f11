"""What the writes of support share: who may, days, words, the person helped, lines of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.people.choices.file import AccessKind
from viecthat.people.commands.file import note_access
from viecthat.people.commands.person import plain_phone
from viecthat.people.queries import people_by_id
from viecthat.support.choices import LookedAt
from viecthat.support.models import Look
from viecthat.support.rules import may_keep_support, may_see_somebody

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.support.models.shared import Somebody

# What people write may name somebody, and the ledger never forgets: why, of whom, stands in the register's row.
TAKEN_BACK = "Lấy lại trong sổ hỗ trợ thanh niên"
WHY = gettext_noop("Ghi lý do để người sau hiểu.")


def check_may_keep(actor: Account, unit: int, at: datetime) -> None:
    """Raises Refused for who may not record for the unit."""
    if not may_keep_support(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi việc cho đơn vị này."))


def tell_who(row: Somebody, facts: Mapping[str, Any], *, named: bool = True) -> None:
    """Write down who is helped: a member, or somebody by name and phone. Raises Refused."""
    person, name = facts.get("person"), one_line(facts.get("name") or "", 120, field="name")
    row.person = people_by_id([person]).get(person) if person else None
    if person and row.person is None:
        raise Refused(gettext_noop("Không tìm thấy người này; chọn lại."), field="person")
    if row.person is not None and name:
        raise Refused(gettext_noop("Chọn đoàn viên, hoặc ghi tên người ngoài; không ghi cả hai."), field="name")
    row.name = name
    row.phone = plain_phone(facts.get("phone") or "")
    if named and row.person is None and not (row.name and row.phone):
        raise Refused(gettext_noop("Chọn đoàn viên, hoặc ghi tên và số điện thoại."), field="name")
    row.group = facts["group"]


@transaction.atomic
def open_somebody(*, what: LookedAt, row: Somebody, actor: Account, at: datetime) -> None:
    """Note that a record that names somebody was opened, in their file too. Raises Refused."""
    if not may_see_somebody(actor, row, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền xem người được hỗ trợ."))
    Look.objects.create(what=what, record=row.pk, account=actor, at=at)
    if row.person_id is not None:
        note_access(people=[row.person_id], kind=AccessKind.OPENED, detail="hỗ trợ thanh niên", actor=actor, at=at)
