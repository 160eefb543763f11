"""Channels, series and what was published: found, counted by unit, by day and by week."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from viecthat.kernel.names import fold
from viecthat.media.choices import Rhythm
from viecthat.media.models import Channel, ChannelCount, Item, Series
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.reach import part_of
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from datetime import datetime

    from viecthat.units.queries.scope import UnitScope

CHANNEL_ORDERS = {"ten": ("folded_name", "pk"), "-ten": ("-folded_name", "-pk"), "-nguoi": ("-followers", "pk")}
SERIES_ORDERS = {"ngay": ("start", "pk"), "-ngay": ("-start", "-pk")}
ITEM_ORDERS = {"ngay": ("day", "pk"), "-ngay": ("-day", "-pk")}
KEPT, CLOSED = "kept", "closed"
_DAYS_SHOWN = 28


@dataclass(frozen=True)
class UnitRhythm:
    """What a unit and those below it published in a series: how many, on how many of the days (or weeks) due.

    days: the last four weeks, how many each day, the latest last.
    """

    unit: UnitRow
    items: int
    kept: int
    due: int
    days: tuple[int, ...]


@dataclass(frozen=True)
class SeriesStanding:
    """How a series is kept in the parts of a unit: by each that published, and those that did not."""

    rhythm: tuple[UnitRhythm, ...]
    silent: tuple[UnitRow, ...]
    below: int
    items: int


def channels_found(units: UnitScope, *, text: str, kind: str, state: str) -> QuerySet[Channel]:
    """Channels of these units, with how many followed at the last count, and when that was."""
    last = ChannelCount.objects.filter(channel=OuterRef("pk")).order_by("-day")
    found = Channel.objects.filter(units.of("unit")).annotate(
        followers=Subquery(last.values("followers")[:1]), counted_on=Subquery(last.values("day")[:1])
    )
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(closed_on__isnull=state == KEPT)
    return found.filter(folded_name__contains=fold(text)) if fold(text) else found


def channel_by_id(pk: int) -> Channel | None:
    """The channel."""
    return Channel.objects.filter(pk=pk).first()


def counts_of(channel: Channel) -> list[ChannelCount]:
    """How many followed, the latest first."""
    return list(ChannelCount.objects.filter(channel=channel).order_by("-day"))


def open_channels(unit: int) -> list[Channel]:
    """The unit's channels to publish on."""
    return list(Channel.objects.filter(unit=unit, closed_on__isnull=True).order_by("folded_name"))


def series_found(units: Collection[int], scope: UnitScope, *, text: str, kind: str, during: Q) -> QuerySet[Series]:
    """Series of units in scope, and of those above the `units` the reader publishes for; with how much appeared."""
    found = Series.objects.filter(scope.of("unit") | Q(unit__in=list(units)), during)
    if kind:
        found = found.filter(kind=kind)
    if fold(text):
        found = found.filter(folded_title__contains=fold(text))
    shown = Count("items", filter=scope.of("items__unit") & Q(items__undone_why=""))
    return found.annotate(shown=shown)


def series_by_id(pk: int) -> Series | None:
    """The series."""
    return Series.objects.filter(pk=pk).first()


def offered_series(unit: int, at: datetime) -> list[tuple[int, str]]:
    """The series of a unit and of those above it in which something may appear today (`VIECTHAT_NEWS_SERIES`)."""
    today = localdate(at)
    going = Q(start__lte=today) & (Q(last_day__isnull=True) | Q(last_day__gte=today))
    found = Series.objects.filter(going, unit__in=above([unit], at)).order_by("folded_title", "pk")
    return list(found.values_list("pk", "title"))


def items_found(units: UnitScope, *, text: str, kind: str, reusable: bool | None, during: Q) -> QuerySet[Item]:
    """What these units published; what was taken back is left out."""
    found = Item.objects.filter(units.of("unit"), during, undone_why="").select_related("series", "channel")
    if kind:
        found = found.filter(series__kind=kind)
    if reusable is not None:
        found = found.filter(reusable=reusable)
    return found.filter(folded_title__contains=fold(text)) if fold(text) else found


def item_by_id(pk: int) -> Item | None:
    """A piece that was published."""
    return Item.objects.filter(pk=pk, undone_why="").select_related("series", "channel").first()


def above(units: Collection[int], at: datetime) -> set[int]:
    """These units and all above them: whose series they publish in."""
    tree = map_on(localdate(at)).tree
    return {one for unit in units if unit in tree for one in (unit, *tree.ancestors(unit))}


def standing_of(series: Series, scope: UnitScope, top: int, today: date) -> SeriesStanding:
    """How the parts of `top` in scope keep the series, the busiest first, and who of them is silent. Four queries."""
    tree = map_on(today).tree
    found = list(Item.objects.filter(scope.of("unit"), series=series, undone_why="").values_list("unit", "day"))
    stands = part_of(top, {unit for unit, _day in found}, today)
    days_of: dict[int, list[date]] = {}
    for unit, day in found:
        if unit in stands:
            days_of.setdefault(stands[unit], []).append(day)
    children = [c for c in tree.children(top) if scope.has(c)] if top in tree else []
    names = units_by_id({*days_of, *children}, today)
    last = min(today, series.last_day or today)
    due = _due(series, last)
    rhythm = [
        UnitRhythm(names[unit], len(days), _kept(series, days), due, _by_day(days, last))
        for unit, days in days_of.items()
    ]
    return SeriesStanding(
        rhythm=tuple(sorted(rhythm, key=lambda row: (-row.items, row.unit.name))),
        silent=tuple(names[unit] for unit in children if unit not in days_of),
        below=len(children),
        items=sum(len(days) for days in days_of.values()),
    )


def _due(series: Series, last: date) -> int:
    days = max((last - series.start).days + 1, 0)
    return {Rhythm.DAY.value: days, Rhythm.WEEK.value: (days + 6) // 7}.get(series.rhythm, 0)


def _kept(series: Series, days: Sequence[date]) -> int:
    if series.rhythm == Rhythm.WEEK:
        return len({(day - series.start).days // 7 for day in days})
    return len(set(days))


def _by_day(days: Sequence[date], last: date) -> tuple[int, ...]:
    first = last - timedelta(days=_DAYS_SHOWN - 1)
    counted = [0] * _DAYS_SHOWN
    for day in days:
        if first <= day <= last:
            counted[(day - first).days] += 1
    return tuple(counted)
