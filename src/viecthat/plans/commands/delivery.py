"""Send documents, take them in, read them, acknowledge rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.plans.commands.checks import check_keeper, check_keeper_of, one_at_a_time
from viecthat.plans.commands.notice import tell_of_directive
from viecthat.plans.models import Acknowledgement, Delivery, Directive
from viecthat.plans.rules import may_see_directive

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def send_directive(
    *, directive: Directive, units: Sequence[int], day: date, actor: Account | None, at: datetime
) -> int:
    """Send the document to these units; those that have it already are left as they are. Returns how many are new."""
    check_keeper_of(actor, directive, at)
    if not units:
        raise Refused(gettext_noop("Chọn ít nhất một đơn vị nhận."), field="units")
    have = set(directive.deliveries.filter(unit__in=units).values_list("unit", flat=True))
    new = [unit for unit in dict.fromkeys(units) if unit not in have and unit != directive.issuer_id]
    Delivery.objects.bulk_create(Delivery(directive=directive, unit_id=unit, sent_on=day) for unit in new)
    tell_of_directive(directive=directive, units=new, actor=actor, at=at)
    return len(new)


@transaction.atomic
def receive_directive(*, directive: Directive, unit: int, day: date, actor: Account, at: datetime) -> Delivery:
    """The unit takes the document in: it gets a number in the incoming book and counts as read by `actor`."""
    check_keeper(actor, unit, at)
    if day > localdate(at):
        raise Refused(gettext_noop("Ngày nhận không thể ở sau hôm nay."), field="day")
    if directive.issued_on is not None and day < directive.issued_on:
        raise Refused(
            gettext_noop("Văn bản đến trước ngày ban hành {day}; xem lại hai ngày."),
            field="day",
            day=directive.issued_on,
        )
    one_at_a_time(unit)
    delivery = take_in(directive=directive, unit=unit, day=day)
    if delivery.read_at is None:
        delivery.read_at, delivery.read_by_id = at, actor.pk
        delivery.save(update_fields=["read_at", "read_by"])
    return delivery


def take_in(*, directive: Directive, unit: int, day: date) -> Delivery:
    """The next number of the unit's incoming book for the document, unless it has one; the caller holds the book."""
    delivery, _new = Delivery.objects.get_or_create(directive=directive, unit_id=unit)
    if delivery.arrival_number is None:
        last = Delivery.objects.filter(unit=unit, arrival_year=day.year).aggregate(last=Max("arrival_number"))["last"]
        delivery.received_on, delivery.arrival_year, delivery.arrival_number = day, day.year, (last or 0) + 1
        delivery.save(update_fields=["received_on", "arrival_year", "arrival_number"])
    return delivery


@transaction.atomic
def acknowledge_rule(*, directive: Directive, actor: Account, at: datetime) -> Acknowledgement:
    """`actor` has read the internal rule and will keep to it."""
    if not directive.internal_rule or not may_see_directive(actor, directive, at):
        raise Refused(gettext_noop("Văn bản này không phải quy chế nội bộ cần xác nhận."))
    made, _new = Acknowledgement.objects.get_or_create(directive=directive, account_id=actor.pk, defaults={"at": at})
    return made
