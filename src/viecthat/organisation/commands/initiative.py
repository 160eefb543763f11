"""Three initiatives: a base union registers at the start of a year, its superior recognises or not; both post."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.document_numbers import parse_document_number
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, post_entries
from viecthat.ledger.queries import indicators
from viecthat.organisation.choices import InitiativeState
from viecthat.organisation.commands.rating import kind_rated
from viecthat.organisation.models import InitiativeYear
from viecthat.organisation.rules.standing import BASE, initiatives, may_decide_rating, may_propose_rating
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Posting


@transaction.atomic
def register_initiatives(*, unit: int, year: int, plans: Sequence[str], actor: Account, at: datetime) -> InitiativeYear:
    """The base union undertakes something under each of the three criteria. Raises Refused."""
    if not may_propose_rating(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền đăng ký thay cho đơn vị này."))
    today = localdate(at)
    if unit not in tree_on(today) or not today.year <= year <= today.year + 1:
        raise Refused(gettext_noop("Đăng ký cho năm nay hoặc năm sau, khi đơn vị đang hoạt động."), field="year")
    if kind_rated(unit, today) != BASE:
        raise Refused(gettext_noop("Mô hình “3 chủ động” dành cho đoàn cơ sở."))
    lines = [one_line(text, 500, field=f"plan_{n}") for n, text in enumerate(plans)]
    for n, _one in enumerate(initiatives(date(year, 12, 31))):
        if n >= len(lines) or not lines[n]:
            raise Refused(gettext_noop("Ghi việc đơn vị sẽ làm theo tiêu chí này."), field=f"plan_{n}")
    row = InitiativeYear(unit_id=unit, year=year, plans=lines, registered_on=today, registered_by=actor)
    row.registered_posting = _post(row, "initiatives_registered", Grade.EVIDENCED, actor, at)
    save_checked(row)
    return row


@transaction.atomic
def decide_initiatives(
    *, registration: InitiativeYear, met: Sequence[bool], reason: str, decision: str, actor: Account, at: datetime
) -> InitiativeYear:
    """The superior recognises a base union that met all criteria, or says why not yet. Raises Refused."""
    row = InitiativeYear.objects.select_for_update().get(pk=registration.pk)
    if not may_decide_rating(actor, row.unit_id, at):
        raise Refused(gettext_noop("Đoàn cấp trên trực tiếp công nhận; bạn chưa được giao quyền ở đó."))
    if row.state != InitiativeState.REGISTERED:
        raise Refused(gettext_noop("Đăng ký này đã có quyết định; tải lại trang để xem."))
    if row.registered_by_id == actor.pk:
        raise Refused(gettext_noop("Không ai tự công nhận việc mình đăng ký; nhờ người khác của cấp trên."))
    row.met, row.reason = list(met), one_line(reason, 500, field="reason")
    row.decision = parse_document_number(decision, field="decision").canonical
    row.decided_on, row.decided_by = localdate(at), actor
    if all(met):
        row.state = InitiativeState.RECOGNISED
        row.recognised_posting = _post(row, "initiatives_recognised", Grade.VERIFIED, actor, at)
    elif not row.reason:
        raise Refused(gettext_noop("Ghi vì sao chưa công nhận."), field="reason")
    else:
        row.state = InitiativeState.NOT_YET
    save_checked(row)
    return row


def _post(row: InitiativeYear, code: str, grade: Grade, actor: Account, at: datetime) -> Posting | None:
    indicator = next((one.pk for one in indicators().values() if one.code == code), None)
    if indicator is None:
        return None
    line = Line(row.unit_id, indicator, localdate(at), 1, grade)
    reason = f"“3 chủ động” năm {row.year}" + (f": {row.decision}" if row.decision else "")
    return post_entries(kind=PostingKind.REGISTER, unit=row.unit_id, lines=[line], reason=reason, actor=actor, at=at)
