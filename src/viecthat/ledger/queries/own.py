"""A unit's own indicators: who sees them, what a posting may hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.periods import Period
from viecthat.ledger.feed import LedgerSource
from viecthat.ledger.models import Indicator
from viecthat.rollup.ask import By, ask
from viecthat.rollup.measures import Flow
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.reach import owned_for
from viecthat.units.tree import map_on


@dataclass(frozen=True, slots=True)
class OwnIndicator:
    """An indicator of a unit's own; `used`: it stands in the ledger, so how it adds up is settled."""

    indicator: Indicator
    owner: UnitRow
    used: bool
    closed: bool


def own_indicators(unit: int, day: date) -> list[OwnIndicator]:
    """What the unit and those above it have of their own, the unit's first. Five queries, two when they have none."""
    own = Indicator.objects.filter(unit__isnull=False).order_by("area", "pk")
    seen = {one: one.unit_id for one in owned_for(own, [unit], day) if one.unit_id is not None}
    owners, used = units_by_id(set(seen.values()), day), _used(seen, day)
    rows = [
        OwnIndicator(one, owners[owner], one.pk in used, closed=not is_open(one, day)) for one, owner in seen.items()
    ]
    return sorted(rows, key=lambda row: (row.closed, row.owner.id != unit))


def _used(found: Collection[Indicator], day: date) -> set[int]:
    """Which of these have lines. Asked of the roll-up, for no index leads from an indicator to its lines."""
    if not found:
        return set()
    starts = [one.start for one in found if one.start is not None]  # no line is older
    unit_map, ever = map_on(day), Period(min(starts), max(day, *starts) + timedelta(days=1))
    table = ask(
        {one.pk: Flow(one.pk) for one in found},
        units=unit_map.tree.roots,
        periods=[ever],
        by=By.NONE,
        map=unit_map,
        source=LedgerSource(),
    )
    # Lines that stand nowhere in this map are of none of them in particular: then all count as used.
    return {key for key in table.keys if table.outside or table.grid(key).entries.any()}


def own_indicator(pk: int) -> Indicator | None:
    """One of a unit's own."""
    return Indicator.objects.filter(pk=pk, unit__isnull=False).first()


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
