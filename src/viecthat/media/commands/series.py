"""Series set up, pieces published in them: each counted once, taken back with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, one_line
from viecthat.ledger.commands.registers import check_done, post_counted, take_back
from viecthat.media.choices import SeriesKind
from viecthat.media.commands.channel import check_may_keep
from viecthat.media.models import Channel, Item, Series
from viecthat.media.rules import is_for

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

COUNTED = {
    SeriesKind.GOOD_NEWS: "good_news",
    SeriesKind.GOOD_STORY: "good_stories",
    SeriesKind.TOPIC: "series_articles",
}


@transaction.atomic
def open_series(*, unit: int, facts: Mapping[str, Any], actor: Account, at: datetime) -> Series:
    """What the unit and those below it are to publish, how often, from when. Raises Refused."""
    check_may_keep(actor, unit, at)
    row = Series(unit_id=unit, kind=facts["kind"], rhythm=facts["rhythm"], recorded_by=actor, recorded_at=at)
    row.start, row.last_day = facts["start"], facts.get("last_day")
    row.title = needed(facts["title"], 200, "title", gettext_noop("Ghi tên tuyến bài."))
    row.folded_title = fold(row.title)[:200]
    row.asks = one_line(facts.get("asks") or "", 1000, field="asks")
    save_checked(row)
    return row


@transaction.atomic
def end_series(*, series: Series, last_day: date, actor: Account, at: datetime) -> None:
    """Nothing is to appear in it after the day. Raises Refused."""
    row = Series.objects.select_for_update().get(pk=series.pk)
    check_may_keep(actor, row.unit_id, at)
    if Item.objects.filter(series=row, undone_why="", day__gt=last_day).exists():
        raise Refused(gettext_noop("Đã có bài đăng sau ngày này; chọn ngày muộn hơn."), field="last_day")
    row.last_day = last_day
    save_checked(row)


@transaction.atomic
def publish_item(*, series: Series, unit: int, facts: Mapping[str, Any], actor: Account, at: datetime) -> Item:
    """A unit published something in a series of its own or of a unit above; it is counted at once. Raises Refused."""
    check_may_keep(actor, unit, at)
    if not is_for(series, unit, at):
        raise Refused(gettext_noop("Tuyến bài này là của đơn vị khác."))
    return _published(series, unit, facts, actor, at)


def _published(series: Series, unit: int, facts: Mapping[str, Any], actor: Account, at: datetime) -> Item:
    row = Item(series=series, unit_id=unit, day=facts["day"], recorded_by=actor, recorded_at=at)
    check_done(row.day, at)
    if row.day < series.start or (series.last_day is not None and row.day > series.last_day):
        raise Refused(gettext_noop("Ngày đăng ở ngoài thời gian của tuyến bài."), field="day")
    row.title = needed(facts["title"], 200, "title", gettext_noop("Ghi đầu đề."))
    row.folded_title = fold(row.title)[:200]
    row.words, row.url = (facts.get("words") or "").strip(), facts.get("url") or ""
    row.reusable = bool(facts.get("reusable"))
    if facts.get("channel"):
        row.channel = Channel.objects.filter(pk=facts["channel"], unit=unit).first()
        if row.channel is None:
            raise Refused(gettext_noop("Kênh này không có trong sổ của đơn vị."), field="channel")
    save_checked(row)
    counted = [(COUNTED[SeriesKind(series.kind)], 1, None)]
    row.posting = post_counted(unit, counted, row.day, reason=f"Đăng: {row.title}", actor=actor, at=at)
    save_checked(row)
    return row


@transaction.atomic
def undo_item(*, item: Item, reason: str, actor: Account, at: datetime) -> None:
    """It was recorded by mistake, or taken off: its line is reversed. Raises Refused."""
    row = Item.objects.select_for_update().get(pk=item.pk)
    check_may_keep(actor, row.unit_id, at)
    if row.undone_why:
        raise Refused(gettext_noop("Dòng này đã lấy lại."))
    _undo(row, reason, actor, at)


def _undo(row: Item, reason: str, actor: Account, at: datetime) -> None:
    row.undone_why = needed(reason, 300, "reason", gettext_noop("Ghi lý do để người sau hiểu."))
    take_back(row.posting_id, row.undone_why, actor, at)
    save_checked(row)


def publish_from_portal(
    *, series: int, unit: int, title: str, url: str, day: date, actor: Account, at: datetime
) -> int | None:
    """An article of a portal that stands in a series; its id there (`VIECTHAT_NEWS_SERIES`).

    None where the series is none of the unit's, is over by the day, or has the title already: the article stays.
    """
    row = Series.objects.filter(pk=series).first()
    over = row is None or day < row.start or (row.last_day is not None and day > row.last_day)
    if row is None or over or not is_for(row, unit, at):
        return None
    if Item.objects.filter(series=row, unit=unit, folded_title=fold(title)[:200], undone_why="").exists():
        return None
    facts = {"title": title, "day": day, "url": url, "reusable": True}
    return _published(row, unit, facts, actor, at).pk


def undo_from_portal(*, item: int, reason: str, actor: Account, at: datetime) -> None:
    """The article is read no longer: its line is reversed (`VIECTHAT_NEWS_SERIES`)."""
    row = Item.objects.select_for_update().filter(pk=item, undone_why="").first()
    if row is not None:
        _undo(row, reason, actor, at)
