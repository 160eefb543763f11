"""A unit's own indicators: who sees them, what a posting may hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.ledger.models import Entry, Indicator
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.reach import owned_for


@dataclass(frozen=True, slots=True)
class OwnIndicator:
    """An indicator of a unit's own; `used`: it stands in the ledger, so how it adds up is settled."""

    indicator: Indicator
    owner: UnitRow
    used: bool
    closed: bool


def own_indicators(unit: int, day: date) -> list[OwnIndicator]:
    """What the unit and those above it have of their own, the unit's first. Three queries."""
    own = list(_with_use(Indicator.objects.filter(unit__isnull=False)).order_by("area", "pk"))
    seen = owned_for(own, [unit], day)
    owners = units_by_id({one.unit_id for one in seen if one.unit_id is not None}, day)
    rows = [
        OwnIndicator(one, owners[one.unit_id], one.used, closed=not is_open(one, day))  # type: ignore[attr-defined, index]
        for one in seen
    ]
    return sorted(rows, key=lambda row: (row.closed, row.owner.id != unit))


def own_indicator(pk: int) -> Indicator | None:
    """One of a unit's own, with whether it is `used`."""
    return _with_use(Indicator.objects.filter(pk=pk, unit__isnull=False)).first()


def is_open(indicator: Indicator, day: date) -> bool:
    """Whether work of the day may be counted by it; what the catalogue holds always."""
    return indicator.start is None or (indicator.start <= day and (indicator.end is None or day < indicator.end))


def indicators_for(found: Iterable[Indicator], units: Collection[int], day: date) -> list[Indicator]:
    """Of these, the catalogue's, and those that a unit at or above one of `units` has of its own. One query at most."""
    return owned_for(found, units, day)


def open_for(found: Iterable[Indicator], units: Collection[int], day: date) -> list[Indicator]:
    """As `indicators_for`, without those that are closed on the day or do not hold yet."""
    return [one for one in indicators_for(found, units, day) if is_open(one, day)]


def check_own(found: Iterable[Indicator], unit: int, day: date, *, field: str = "indicator") -> None:
    """Raises Refused when one is another unit's own, or holds no longer or not yet on the day of the work."""
    own = [one for one in found if one.unit_id is not None]
    reached = {one.pk for one in owned_for(own, [unit], day)}
    for one in own:
        if one.pk not in reached:
            raise Refused(
                gettext_noop("“{name}” là chỉ số riêng của đơn vị khác; chỉ đơn vị ấy và các đơn vị ở dưới dùng được."),
                field=field,
                name=one.name,
            )
        if not is_open(one, day):
            raise Refused(
                gettext_noop("“{name}” không dùng cho việc ngày {day}; xem từ ngày nào đến ngày nào ở Chỉ số riêng."),
                field=field,
                name=one.name,
                day=day.strftime("%d/%m/%Y"),
            )


def _with_use(found: QuerySet[Indicator]) -> QuerySet[Indicator]:
    return found.annotate(used=Exists(Entry.objects.filter(indicator=OuterRef("pk"))))
