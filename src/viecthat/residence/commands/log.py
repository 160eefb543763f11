"""The log of what members took part in where they live, for what no activity was recorded of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed
from viecthat.people.commands.event import check_day
from viecthat.people.commands.rows import each_row
from viecthat.residence.choices import RegistrationState
from viecthat.residence.commands.posting import WHY_BACK
from viecthat.residence.models import LogEntry, Registration
from viecthat.residence.rules import may_keep_residents

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def log_participation(
    *, registrations: Sequence[int], day: date, what: str, actor: Account, at: datetime
) -> list[LogEntry]:
    """The branch notes in a line what these members took part in. Nothing is posted: the remark of the year is.

    Raises RowsRefused for who was not registered there on the day, or has the line already.
    """
    line = needed(what, 200, "what", gettext_noop("Ghi việc gì, ví dụ “Dọn vệ sinh đường thôn”."))
    check_day(day, at)
    if not registrations:
        raise Refused(gettext_noop("Chưa chọn ai; đánh dấu ít nhất một người."))

    def log(pk: int) -> LogEntry:
        registration = kept(pk, actor, at)
        if registration.start is None or day < registration.start:
            raise Refused(gettext_noop("Ngày này người ấy chưa sinh hoạt ở đây."), field="day")
        row = LogEntry(
            registration=registration, day=day, what=line, folded=fold(line), recorded_by=actor, recorded_at=at
        )
        save_checked(row)
        return row

    return each_row(registrations, log)


@transaction.atomic
def take_back_log(*, entry: LogEntry, reason: str, actor: Account, at: datetime) -> None:
    """A line of the log was wrong; it stays readable with the reason."""
    row = LogEntry.objects.select_for_update().select_related("registration__person").get(pk=entry.pk)
    if row.undone_at is not None or not may_keep_residents(actor, row.registration, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ sổ đoàn viên của nơi cư trú này."))
    row.undone_reason = needed(reason, 500, "reason", WHY_BACK)
    row.undone_by, row.undone_at = actor, at
    save_checked(row, exclude=["recorded_by"])


def kept(pk: int, actor: Account, at: datetime) -> Registration:
    """A registration in force whose branch `actor` keeps, locked. Raises Refused."""
    row = (
        Registration.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=pk, state=RegistrationState.REGISTERED)
        .first()
    )
    if row is None or not may_keep_residents(actor, row, at):
        raise Refused(gettext_noop("Người này không sinh hoạt ở nơi cư trú bạn phụ trách."))
    return row
