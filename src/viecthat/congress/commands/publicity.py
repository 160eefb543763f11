"""Plans of publicity for a congress, and of what a unit does for a great day; each item ends with its result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.congress.commands.shared import check_keeps
from viecthat.congress.models import Celebration, Congress, PublicityItem
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, normalise, one_line
from viecthat.ledger.commands.registers import check_done

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@dataclass(frozen=True)
class ItemFacts:
    """An item: by what channel, what, who, from when to when (inclusive)."""

    channel: str
    words: str
    who: str
    start: date
    due: date


@transaction.atomic
def open_celebration(
    *, unit: int, key: str, name: str, day: date, since: int, goal: str = "", actor: Account | None, at: datetime
) -> Celebration:
    """A unit plans how it marks a day; `key` names one of the catalogue. Raises Refused."""
    check_keeps(actor, unit, at)
    row = Celebration(unit_id=unit, key=key, day=day, since=since, opened_by=actor)
    row.name = needed(name, 200, "name", gettext_noop("Ghi ngày kỷ niệm gì."))
    row.folded = fold(row.name)[:200]
    row.goal = one_line(goal, 1000, field="goal")
    if day.year <= since:
        raise Refused(gettext_noop("Năm được kỷ niệm phải trước năm tổ chức."), field="since")
    save_checked(row)
    return row


@transaction.atomic
def sum_up_celebration(*, celebration: Celebration, result: str, actor: Account, at: datetime) -> Celebration:
    """What came of all of it, in words; figures come from the activities linked to the items."""
    check_keeps(actor, celebration.unit_id, at)
    row = Celebration.objects.select_for_update().get(pk=celebration.pk)
    row.result = normalise(result)
    if not row.result:
        raise Refused(gettext_noop("Ghi vài chữ để người sau hiểu."), field="result")
    save_checked(row)
    return row


@transaction.atomic
def plan_item(*, of: Congress | Celebration, facts: ItemFacts, actor: Account | None, at: datetime) -> PublicityItem:
    """An item of the plan. Raises Refused."""
    check_keeps(actor, of.unit_id, at)
    row = PublicityItem(congress=of) if isinstance(of, Congress) else PublicityItem(celebration=of)
    row.channel, row.start, row.due = facts.channel, facts.start, facts.due
    row.words = needed(facts.words, 300, "words", gettext_noop("Ghi nội dung."))
    row.who = needed(facts.who, 200, "who", gettext_noop("Ghi ai làm."))
    save_checked(row)
    return row


@transaction.atomic
def report_item(
    *,
    item: PublicityItem,
    day: date,
    result: str,
    reach: int | None = None,
    url: str = "",
    activity: int | None = None,
    actor: Account | None,
    at: datetime,
) -> PublicityItem:
    """The item is done: what came of it, how many saw it, the activity of the register that it was. Raises Refused."""
    check_keeps(actor, unit_of(item), at)
    check_done(day, at, not_before=item.start)
    item.done_on, item.reach, item.url, item.activity_id = day, reach, url, activity
    item.result = needed(result, 500, "result", gettext_noop("Ghi kết quả."))
    save_checked(item)
    return item


@transaction.atomic
def drop_item(*, item: PublicityItem, actor: Account, at: datetime) -> None:
    """An item that will not be done goes; one that was done stays."""
    check_keeps(actor, unit_of(item), at)
    if item.done_on is not None:
        raise Refused(gettext_noop("Việc đã xong thì không bỏ được khỏi kế hoạch."))
    item.delete()


def unit_of(item: PublicityItem) -> int:
    """Whose plan it stands in."""
    owner = item.congress or item.celebration
    assert owner is not None  # noqa: S101 - the database has one of the two
    return owner.unit_id
