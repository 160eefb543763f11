"""What units have open and on which days they published, for the floor of the organisation below."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from viecthat.kernel.errors import gettext_noop
from viecthat.kernel.periods import Period
from viecthat.media.models import Channel, Item
from viecthat.organisation.queries.effects import Held
from viecthat.units.queries.scope import among


def open_work_of(units: Collection[int]) -> list[Held]:
    """Channels that are kept. One query."""
    kept = Channel.objects.filter(among(units), closed_on__isnull=True).count()
    return [Held(gettext_noop("Kênh truyền thông: theo sang đơn vị nhận"), kept)]


def days_of_work(units: Collection[int], period: Period) -> list[tuple[int, date]]:
    """(unit, day) of each piece published in the period. One query."""
    found = Item.objects.filter(among(units), day__gte=period.start, day__lt=period.end, undone_why="")
    return list(found.values_list("unit", "day"))
