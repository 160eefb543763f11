"""Activities by day: of units, of one's own, open to all; as events of a calendar; as points of a drawn map."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import cos, radians
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate
from django.utils.translation import gettext

from viecthat.activities.choices import TAKEN_BACK, PartnerState, State
from viecthat.activities.models import Activity
from viecthat.catalogue.readers import rows
from viecthat.kernel.icalendar import Event
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.kernel.periods import Period
    from viecthat.units.queries.scope import UnitScope

MOST_IN_CALENDAR = 500
MOST_ON_MAP = 500
_BACK, _AHEAD = timedelta(days=60), timedelta(days=365)
WIDTH = 720  # of the drawing
_LEAST_SPAN = 0.8  # degrees: a single pin still has a province's seat near it
_MARGIN = 0.12


@dataclass(frozen=True)
class CalendarDay:
    """A day and what is done on it."""

    day: date
    rows: tuple[tuple[Activity, UnitRow], ...]


@dataclass(frozen=True)
class Spot:
    """A place on the drawing: an activity, or the seat of a province to find one's way by."""

    x: float
    y: float
    name: str
    activity: Activity | None = None
    unit: UnitRow | None = None


@dataclass(frozen=True)
class DrawnMap:
    """Activities that say where they are, drawn; `without`: how many of the same list don't."""

    width: int
    height: int
    spots: tuple[Spot, ...]
    seats: tuple[Spot, ...]
    without: int


def activities_between(scope: UnitScope, period: Period) -> QuerySet[Activity]:
    """What units in scope do or did in the period: their own, and what they confirmed they do together."""
    partner = Q(scope.of("partners__unit"), partners__state=PartnerState.CONFIRMED)
    found = Activity.objects.filter(Q(scope.of("unit")) | partner, day__lt=period.end, last_day__gte=period.start)
    return found.exclude(state__in=TAKEN_BACK).select_related("kind").order_by("day", "begins", "pk").distinct()


def public_activities(period: Period) -> QuerySet[Activity]:
    """What units show to everybody in the period."""
    found = Activity.objects.filter(public=True, day__lt=period.end, last_day__gte=period.start)
    return found.exclude(state__in=TAKEN_BACK).select_related("kind").order_by("day", "begins", "pk")


def by_day(found: Iterable[Activity], period: Period, today: date) -> list[CalendarDay]:
    """The activities by the day they begin; those begun before the period stand on its first day. One query."""
    activities = list(found)
    units = units_by_id({one.unit_id for one in activities}, today)
    days: dict[date, list[tuple[Activity, UnitRow]]] = {}
    for one in activities:
        days.setdefault(max(one.day, period.start), []).append((one, units[one.unit_id]))
    return [CalendarDay(day, tuple(days[day])) for day in sorted(days)]


def calendar_events(units: Collection[int], at: datetime, address: str) -> list[Event]:
    """What these units do, for the calendar of a secret address (`VIECTHAT_CALENDARS`). Two queries."""
    today = localdate(at)
    mine = Q(unit__in=list(units)) | Q(partners__unit__in=list(units), partners__state=PartnerState.CONFIRMED)
    found = Activity.objects.filter(mine, day__range=(today - _BACK, today + _AHEAD)).select_related("kind")
    return events_of(found.distinct().order_by("day", "pk")[:MOST_IN_CALENDAR], today, address)


def events_of(found: Iterable[Activity], today: date, address: str) -> list[Event]:
    """These activities as events; what was taken back is cancelled in the calendars that know it."""
    activities = list(found)
    names = units_by_id({one.unit_id for one in activities}, today)
    return [
        Event(
            uid=f"hoat-dong-{one.pk}-{salted_hmac('viecthat.calendar', 'uid').hexdigest()[:12]}@viecthat",
            sequence=one.revision,
            changed_at=one.changed_at or one.recorded_at,
            day=one.day,
            begins=one.begins,
            summary=one.title,
            description="\n".join([names[one.unit_id].name, str(one.kind)]),
            place=one.place,
            url=f"{address}{reverse('activities:activity', args=[one.pk])}",
            category=gettext("Hoạt động"),
            cancelled=one.state in TAKEN_BACK,
            remind=1 if one.state == State.PLANNED else None,
        )
        for one in activities
    ]


def drawn_map(found: QuerySet[Activity], today: date) -> DrawnMap | None:
    """The activities that have a pin, drawn without tiles; None where none has. Three queries.

    Degrees of longitude are narrowed by the cosine of the middle latitude (equirectangular projection).
    """
    pinned = list(found.filter(lat__isnull=False)[:MOST_ON_MAP])
    if not pinned:
        return None
    units = units_by_id({one.unit_id for one in pinned}, today)
    west, east = _span([one.lon for one in pinned if one.lon is not None])
    south, north = _span([one.lat for one in pinned if one.lat is not None])
    narrow = cos(radians((south + north) / 2))
    scale = WIDTH / max((east - west) * narrow, (north - south) * 4 / 3)
    west -= (WIDTH / scale / narrow - (east - west)) / 2

    def spot(lat: float, lon: float, name: str, one: Activity | None = None) -> Spot:
        unit = units[one.unit_id] if one is not None else None
        return Spot(round((lon - west) * narrow * scale, 1), round((north - lat) * scale, 1), name, one, unit)

    height = round((north - south) * scale)
    seats = [spot(row["lat"], row["lon"], row["name"]) for row in rows("province_seats")]
    return DrawnMap(
        WIDTH,
        height,
        tuple(spot(one.lat, one.lon, one.title, one) for one in pinned if one.lat is not None and one.lon is not None),
        tuple(seat for seat in seats if 0 <= seat.x <= WIDTH and 0 <= seat.y <= height),
        found.filter(lat__isnull=True).count(),
    )


def _span(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    pad = max((_LEAST_SPAN - (high - low)) / 2, (high - low) * _MARGIN)
    return low - pad, high + pad
