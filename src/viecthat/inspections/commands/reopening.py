"""A conclusion that proves wrong is taken up again: the old one stays readable, the new one takes its place."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.inspections.choices import InspectionState
from viecthat.inspections.commands.inspection import locked
from viecthat.inspections.models import EarlierConclusion, Inspection
from viecthat.inspections.rules import may_reopen
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed
from viecthat.ledger.commands.registers import take_back

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def reopen_conclusion(*, inspection: Inspection, reason: str, actor: Account, at: datetime) -> EarlierConclusion:
    """The inspection is under way again, to be concluded anew; meanwhile it counts no longer.

    Recommendations that were sent out stay with whom they went to. Raises Refused, also where figures
    may not be corrected.
    """
    row = locked(inspection, actor, at)
    if not may_reopen(actor, row.unit_id, at):
        raise Refused(gettext_noop("Kết luận lại thì số đã đếm được rút ra; nhờ người có quyền đính chính số liệu."))
    if row.state != InspectionState.CONCLUDED or row.concluded_on is None:
        raise Refused(gettext_noop("Cuộc này chưa kết luận; sửa rồi kết luận."))
    made = EarlierConclusion(
        inspection=row, number=row.earlier.count() + 1, day=row.concluded_on, words=row.conclusion,
        findings=[
            {"body": one.body.name, "kind": one.kind, "article": one.article, "words": one.words,
             "evidence": one.evidence}
            for one in row.findings.select_related("body").order_by("body__name", "kind", "pk")
        ],
        recommendations=[
            {"to": one.to, "words": one.words, "due": one.due.isoformat()}
            for one in row.recommendations.order_by("due", "pk")
        ],
        why=needed(reason, 300, "reason", gettext_noop("Ghi vì sao kết luận lại.")), reopened_by=actor, reopened_at=at,
    )  # fmt: skip
    save_checked(made)
    take_back(row.posting_id, f"Kết luận lại: {row.subject}"[:500], actor, at)
    row.state, row.posting, row.concluded_on, row.conclusion = InspectionState.RUNNING, None, None, ""
    save_checked(row)
    return made
