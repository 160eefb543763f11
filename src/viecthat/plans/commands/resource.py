"""The means of a programme, as its register keeps them; `figures.commands` posts them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.plans.choices import ResourceSource
from viecthat.plans.commands.checks import check_programmer
from viecthat.plans.commands.programme import MOST_MONEY
from viecthat.plans.models import Programme, Resource

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


def check_resource(
    *, programme: Programme, source: str, amount: int, day: date, actor: Account | None, at: datetime
) -> None:
    """Refused for means that can't be: no amount, a day to come, a source nobody knows."""
    check_programmer(actor, programme.unit_id, at)
    if source not in ResourceSource.values:
        raise Refused(gettext_noop("Chọn nguồn."), field="source")
    if not 0 < amount <= MOST_MONEY:
        raise Refused(gettext_noop("Số tiền phải lớn hơn 0 và không quá một triệu tỷ đồng."), field="amount")
    if day > localdate(at):
        raise Refused(gettext_noop("Ngày không thể ở sau hôm nay; tiền về rồi mới ghi."), field="day")


@transaction.atomic
def keep_resource(
    *,
    programme: Programme,
    source: str,
    amount: int,
    day: date,
    giver: str,
    note: str,
    posting: int,
    actor: Account | None,
    at: datetime,
) -> Resource:
    """Means that came in, with the posting that holds them. Part of `figures.commands.record_resource`."""
    check_resource(programme=programme, source=source, amount=amount, day=day, actor=actor, at=at)
    row = Resource(
        programme_id=programme.root,
        source=source,
        amount=amount,
        day=day,
        giver=normalise(giver),
        note=normalise(note),
        posting_id=posting,
        by=actor,
    )
    save_checked(row)
    return row


@transaction.atomic
def drop_resource(*, resource: Resource, actor: Account | None, at: datetime) -> None:
    """A line entered by mistake leaves the register; the history keeps it. Part of `figures.commands`."""
    check_programmer(actor, resource.programme.unit_id, at)
    resource.delete()
