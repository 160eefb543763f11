"""Members' Day: who came, who paid the fee, who got their card, written into three books at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.activities.commands.documenting import document_activity
from viecthat.activities.models import Activity, Participation
from viecthat.activities.queries.members_day import MEMBERS_DAY
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.people.commands.card import hand_over_cards
from viecthat.people.commands.fee import collect_fees

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def settle_members_day(
    *,
    activity: Activity,
    present: Sequence[int],
    paid: Sequence[int],
    carded: Sequence[int],
    actor: Account,
    at: datetime,
) -> None:
    """Name who was there, collect the fee of the day's month, hand over cards, all dated on the day; or none of it.

    Raises Refused when it is another kind of day, nobody is ticked, or one of the books refuses somebody.
    """
    if activity.kind_id != MEMBERS_DAY:
        raise Refused(gettext_noop("Việc này không phải Ngày đoàn viên."))
    named = set(Participation.objects.filter(activity=activity).values_list("person", flat=True))
    new = [person for person in present if person not in named]
    if not (new or paid or carded):
        raise Refused(gettext_noop("Chưa đánh dấu gì mới; đánh dấu ít nhất một người."))
    if new:
        document_activity(activity=activity, photos=(), people=new, actor=actor, at=at)
    if paid:
        month = activity.day.replace(day=1)
        collect_fees(people=paid, month=month, day=activity.day, actor=actor, at=at)
    if carded:
        hand_over_cards(people=carded, day=activity.day, actor=actor, at=at)
