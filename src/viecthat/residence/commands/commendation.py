"""The place of residence commends a member; it stands in their file."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed, one_line
from viecthat.ledger.choices import Grade
from viecthat.people.commands.event import check_day
from viecthat.residence.choices import TAKEN_IN
from viecthat.residence.commands.posting import COMMENDED, WHY_BACK, post, take_back
from viecthat.residence.models import Commendation, Registration
from viecthat.residence.rules import may_keep_residents, may_receive

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def commend_resident(
    *,
    registration: Registration,
    by_commune: bool,
    form: str,
    merit: str,
    decision: str,
    day: date,
    actor: Account,
    at: datetime,
) -> Commendation:
    """The branch, or with `by_commune` the commune, commends somebody for what they did there. Raises Refused."""
    row = Registration.objects.select_related("person").get(pk=registration.pk)
    allowed = may_receive(actor, row.commune_id, at) if by_commune else may_keep_residents(actor, row, at)
    if row.state not in TAKEN_IN or row.branch_id is None or not allowed:
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ sổ đoàn viên của nơi cư trú này."))
    check_day(day, at, not_before=row.start)
    if row.end is not None and day >= row.end:
        raise Refused(gettext_noop("Ngày này người ấy đã thôi sinh hoạt ở đây."), field="day")
    made = Commendation(
        registration=row,
        unit_id=row.commune_id if by_commune else row.branch_id,
        day=day,
        form=needed(form, 120, "form", gettext_noop("Ghi hình thức, ví dụ giấy khen, biểu dương trước chi đoàn.")),
        merit=needed(merit, 300, "merit", gettext_noop("Ghi thành tích.")),
        decision=one_line(decision, 120, field="decision"),
        recorded_by=actor,
        recorded_at=at,
    )
    made.posting = post(
        made.unit_id, [(COMMENDED, 1)], day, person=row.person_id, grade=Grade.EVIDENCED, reason=made.decision,
        actor=actor, at=at,
    )  # fmt: skip
    save_checked(made)
    return made


@transaction.atomic
def take_back_commendation(*, commendation: Commendation, reason: str, actor: Account, at: datetime) -> None:
    """It was recorded wrongly; it stays readable with the reason, its figure is reversed."""
    row = (
        Commendation.objects.select_for_update(of=("self",))
        .select_related("registration__person")
        .get(pk=commendation.pk)
    )
    if row.undone_at is not None or not may_keep_residents(actor, row.registration, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ sổ đoàn viên của nơi cư trú này."))
    row.undone_reason = needed(reason, 500, "reason", WHY_BACK)
    row.undone_by, row.undone_at = actor, at
    take_back(row.posting_id, actor, at)
    save_checked(row, exclude=["recorded_by"])
