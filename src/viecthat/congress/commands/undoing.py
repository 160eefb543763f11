"""What was recorded of a congress by mistake, taken back: that it was held, a step, an election."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.congress.choices import AFTER, StepKind
from viecthat.congress.commands.shared import kept
from viecthat.congress.models import Ballot, Congress
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.ledger.commands.registers import take_back

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def take_back_holding(*, congress: Congress, actor: Account, at: datetime) -> Congress:
    """It was not held yet, or on another day: as before it was, and the ledger counts it no longer.

    Raises Refused once something else stands on it: a resolution, posts of the elected, a step that comes after.
    """
    row = kept(congress, actor, at)
    if row.held_on is None:
        raise Refused(gettext_noop("Đại hội này chưa ghi là đã họp."))
    if row.resolution_id is not None:
        raise Refused(gettext_noop("Nghị quyết của đại hội đã vào sổ văn bản nên việc họp giữ nguyên."))
    if row.ballots.filter(installed_on__isnull=False).exists():
        raise Refused(gettext_noop("Người trúng cử đã vào sổ chức vụ nên việc họp giữ nguyên."))
    after = row.steps.filter(kind__in=AFTER).first()
    if after is not None:
        raise Refused(gettext_noop("Đã ghi bước “{step}”; rút bước ấy trước."), step=StepKind(after.kind).label)
    take_back(row.posting_id, "Rút ghi đại hội đã họp", actor, at)
    row.held_on = row.last_day = row.called = row.present = row.posting = None
    save_checked(row)
    return row


@transaction.atomic
def drop_step(*, congress: Congress, kind: str, actor: Account, at: datetime) -> None:
    """A step was not done after all. Raises Refused for one that the congress was held upon."""
    row = kept(congress, actor, at)
    step = row.steps.filter(kind=kind).first()
    if step is None:
        raise Refused(gettext_noop("Bước này chưa ghi."))
    if row.held_on is not None and kind not in AFTER:
        raise Refused(gettext_noop("Đại hội đã họp theo bước này; sửa được, không rút được nữa."))
    step.delete()


@transaction.atomic
def drop_ballot(*, ballot: Ballot, actor: Account, at: datetime) -> None:
    """There is no such election, with whoever stood in it. Raises Refused once ballots were counted."""
    kept(ballot.congress, actor, at)
    row = Ballot.objects.select_for_update().get(pk=ballot.pk)
    if row.counted_at is not None:
        raise Refused(gettext_noop("Đã kiểm phiếu; cuộc bầu này giữ lại trong biên bản."))
    row.candidates.all().delete()
    row.delete()
