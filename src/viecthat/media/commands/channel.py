"""The register of channels: opened, corrected, counted, closed. The ledger holds how many there are and who follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, one_line
from viecthat.ledger.commands.registers import check_done, post_counted
from viecthat.media.models import Channel, ChannelCount
from viecthat.media.rules import may_keep_media

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

CHANNELS, FOLLOWERS = "media_channels", "channel_followers"


@transaction.atomic
def open_channel(*, unit: int, facts: Mapping[str, Any], actor: Account, at: datetime) -> Channel:
    """A channel enters the register on the day it was opened. Raises Refused."""
    check_may_keep(actor, unit, at)
    row = Channel(unit_id=unit, recorded_by=actor, recorded_at=at, opened_on=facts["opened_on"])
    check_done(row.opened_on, at, field="opened_on")
    _fill(row, facts)
    save_checked(row)
    post_counted(unit, [(CHANNELS, 1, None)], row.opened_on, reason=f"Mở kênh: {row.name}", actor=actor, at=at)
    if facts.get("followers"):
        count_followers(channel=row, day=row.opened_on, followers=facts["followers"], actor=actor, at=at)
    return row


@transaction.atomic
def correct_channel(*, channel: Channel, facts: Mapping[str, Any], actor: Account, at: datetime) -> Channel:
    """Another name, address or purpose; the history keeps what it said before. Raises Refused."""
    row = _open(channel, actor, at)
    _fill(row, facts)
    save_checked(row)
    return row


@transaction.atomic
def count_followers(*, channel: Channel, day: date, followers: int, actor: Account, at: datetime) -> ChannelCount:
    """So many follow it by the day; later than the count before, from which the ledger takes the change.

    Raises Refused.
    """
    row = _open(channel, actor, at)
    check_done(day, at, not_before=row.opened_on)
    last = last_count(row)
    if last is not None and day <= last.day:
        raise Refused(gettext_noop("Đã đếm ngày {day}; chỉ ghi số của ngày sau đó."), field="day", day=last.day)
    made = ChannelCount(channel=row, day=day, followers=followers, recorded_by=actor)
    change = followers - (last.followers if last else 0)
    made.posting = post_counted(
        row.unit_id, [(FOLLOWERS, change, None)], day, reason=f"Người theo dõi: {row.name}", actor=actor, at=at
    )
    save_checked(made)
    return made


@transaction.atomic
def close_channel(*, channel: Channel, day: date, reason: str, actor: Account, at: datetime) -> Channel:
    """The unit keeps it no longer. Raises Refused."""
    row = _open(channel, actor, at)
    last = last_count(row)
    check_done(day, at, not_before=last.day if last else row.opened_on)
    row.closed_on = day
    row.closed_why = needed(reason, 300, "reason", gettext_noop("Ghi vì sao đóng kênh."))
    save_checked(row)
    gone = [(CHANNELS, -1, None), (FOLLOWERS, -(last.followers if last else 0), None)]
    post_counted(row.unit_id, gone, day, reason=f"Đóng kênh: {row.name}", actor=actor, at=at)
    return row


def last_count(channel: Channel) -> ChannelCount | None:
    """The last time its followers were counted."""
    return ChannelCount.objects.filter(channel=channel).order_by("-day").first()


def check_may_keep(actor: Account, unit: int, at: datetime) -> None:
    """Raises Refused for who may not keep the unit's channels."""
    if not may_keep_media(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi việc cho đơn vị này."))


def _open(channel: Channel, actor: Account, at: datetime) -> Channel:
    row = Channel.objects.select_for_update().get(pk=channel.pk)
    check_may_keep(actor, row.unit_id, at)
    if row.closed_on is not None:
        raise Refused(gettext_noop("Kênh này đã đóng."))
    return row


def _fill(row: Channel, facts: Mapping[str, Any]) -> None:
    row.kind = facts["kind"]
    row.name = needed(facts["name"], 200, "name", gettext_noop("Ghi tên kênh."))
    row.folded_name = fold(row.name)[:200]
    row.url, row.about = facts.get("url") or "", one_line(facts.get("about") or "", 300, field="about")
