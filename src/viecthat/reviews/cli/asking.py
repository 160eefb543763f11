"""What the words of a command line ask for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.timezone import localdate

from viecthat.figures.queries.periods import end_of
from viecthat.kernel.dates import parse_date
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.periods import Period
from viecthat.reviews.queries import ReviewTable, review_table
from viecthat.reviews.queries.period import period_meant
from viecthat.reviews.queries.review import map_day_of
from viecthat.units.queries import unit_named, units_by_id

if TYPE_CHECKING:
    from viecthat.reviews.models import Review
    from viecthat.units.queries import UnitRow

MAPS = ("then", "now")


@dataclass(frozen=True)
class Asked:
    """A unit as it was called on the map's day, a period, and how to look at them."""

    unit: UnitRow
    period: Period
    review: Review | None
    map_name: str
    map_day: date
    known_day: date | None
    today: date

    @property
    def as_known(self) -> datetime | None:
        """The last moment whose records count."""
        return None if self.known_day is None else end_of(self.known_day)

    def table(self) -> ReviewTable:
        """The review asked for. Raises Refused when the unit does not stand in the map."""
        return review_table(
            self.unit,
            self.period,
            map_name=self.map_name,
            today=self.today,
            as_known=self.as_known,
            review=self.review,
        )


def asked_for(unit: str, period: str, *, map: str, as_known: date | None, at: datetime) -> Asked:
    """Understand a unit's code or name, and a period, held review or term. Raises Refused when one names nothing."""
    if map not in MAPS:
        raise Refused(gettext_noop("Bản đồ là “then” (khi đó) hoặc “now” (hôm nay)."), field="map")
    today = localdate(at)
    if as_known is not None and as_known > today:
        raise Refused(gettext_noop("Chưa đến ngày đó nên chưa thể biết; ghi một ngày đã qua."), field="as_known")
    found = unit_named(unit, today)
    span, review = period_meant(found, period)
    if span.start > today:
        raise Refused(gettext_noop("Kỳ {period} chưa bắt đầu."), field="period", period=span.name())
    map_day = map_day_of(map, span, today)
    named = units_by_id([found.id], map_day)[found.id]
    return Asked(named, span, review, map, map_day, as_known, today)


def day_typed(text: str | None) -> date | None:
    """A day as it was typed, when one was. Raises Refused when it is none."""
    return None if text is None else parse_date(text, field="as_known")


@contextmanager
def one_state() -> Iterator[None]:
    """Every question inside sees one state of the database, so that figures asked for one by one agree."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
