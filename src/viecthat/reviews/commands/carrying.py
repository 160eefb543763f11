"""What a unit leaves open is carried from one term into the next; the originals stay where they are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed
from viecthat.reviews.models import CarriedItem, Carrying
from viecthat.reviews.queries.carried import left_open
from viecthat.reviews.rules import may_open_review

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.models import Term

_LONGEST = 300


@transaction.atomic
def carry_over(
    *,
    unit: int,
    old: Term,
    new: Term,
    day: date,
    decision: str,
    limits: Collection[int],
    proposals: Collection[int],
    tasks: Collection[int],
    actor: Account | None,
    at: datetime,
) -> Carrying:
    """Carry these of what `old` leaves open under `new`, each once.

    Raises Refused when the actor may not, the terms are not the unit's in their order, or a thing is not open any more.
    """
    if actor is not None and not may_open_review(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền chuyển việc sang nhiệm kỳ sau của đơn vị này."))
    if unit != old.unit_id or new.unit_id != unit or new.start < old.end:
        raise Refused(gettext_noop("Chọn nhiệm kỳ sau của chính đơn vị."), field="new")
    today = localdate(at)
    if not old.start <= day <= today:
        raise Refused(gettext_noop("Ngày chuyển phải trong hoặc sau nhiệm kỳ trước, đến hôm nay."), field="day")
    words = needed(decision, _LONGEST, "decision", gettext_noop("Ghi văn bản, hội nghị quyết định chuyển."))
    if not (limits or proposals or tasks):
        raise Refused(gettext_noop("Chọn ít nhất một việc để chuyển."), field="items")
    there = left_open(unit, old, new, today)
    known = (
        {one.limit.pk for one in there.limits},
        {one.proposal.pk for one in there.proposals},
        {one.task.pk for one in there.tasks},
    )
    if not (set(limits) <= known[0] and set(proposals) <= known[1] and set(tasks) <= known[2]):
        raise Refused(gettext_noop("Có việc đã xong hoặc đã chuyển; mở lại trang."), field="items")
    carrying = Carrying(unit_id=unit, old=old, new=new, day=day, decision=words, by=actor, at=at)
    save_checked(carrying)
    CarriedItem.objects.bulk_create(
        [
            *(CarriedItem(carrying=carrying, new=new, limit_id=pk) for pk in sorted(limits)),
            *(CarriedItem(carrying=carrying, new=new, proposal_id=pk) for pk in sorted(proposals)),
            *(CarriedItem(carrying=carrying, new=new, task_id=pk) for pk in sorted(tasks)),
        ]
    )
    return carrying
