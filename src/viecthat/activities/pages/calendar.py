"""Activities by month, as an address for a phone's calendar, on a drawn map; who took part in what superiors did."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from viecthat.accounts.choices import Capability
from viecthat.accounts.queries import actor_of
from viecthat.activities.choices import Challenge, Outcome
from viecthat.activities.queries import listed, unit_path, units_seen
from viecthat.activities.queries.calendar import (
    MOST_IN_CALENDAR,
    activities_between,
    by_day,
    drawn_map,
    events_of,
    public_activities,
)
from viecthat.activities.queries.great_days import great_days
from viecthat.activities.queries.joint import superior_activities, taking_part
from viecthat.activities.queries.listing import challenges
from viecthat.kernel.icalendar import calendar_text
from viecthat.kernel.periods import Period
from viecthat.plans.pages.shared import own_units, reader_of
from viecthat.ui.context import open_frame
from viecthat.ui.privacy import findable
from viecthat.units.queries import UnitRow, unit_with_code
from viecthat.units.rules import units_reached

ON_A_PAGE = 50
_AHEAD = timedelta(days=180)
_FIRST_YEAR, _LAST_YEAR = 1931, 2200
_NBSP = "\u00a0"


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """What my units, or one of them, do in a month."""
    actor, at = actor_of(request), now()
    today = localdate(at)
    unit = asked_unit(request, today)
    scope = units_seen(actor, at, within=unit.id if unit else None)
    first = _month(request, today)
    period = Period.month(first.year, first.month)
    found = activities_between(scope, period)[: MOST_IN_CALENDAR + 1]
    days = by_day(list(found)[:MOST_IN_CALENDAR], period, today)
    context = {
        "days": days,
        "great_days": great_days(period),
        "too_many": len(found) > MOST_IN_CALENDAR,
        "unit": unit,
        "units": unit_choices_of(request, unit),
        "month": first,
        "before": (first - timedelta(days=1)).replace(day=1),
        "after": period.end,
        "today": today,
    }
    return render(request, "activities/calendar.html", context)


@require_safe
def drawn(request: HttpRequest) -> HttpResponse:
    """Where my units, or one of them, worked in a year."""
    actor, at = actor_of(request), now()
    today = localdate(at)
    unit = asked_unit(request, today)
    scope = units_seen(actor, at, within=unit.id if unit else None)
    year = asked_year(request, today)
    context = {
        "map": drawn_map(activities_between(scope, Period.year(year)), today),
        "unit": unit,
        "units": unit_choices_of(request, unit),
        "year": year,
    }
    return render(request, "activities/map.html", context)


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """How the units right below took part in what a unit did itself in a year."""
    reader = reader_of(request)
    unit = asked_unit(request, reader.today) or next(iter(own_units(reader, capabilities=(Capability.SEE,))), None)
    if unit is None:
        raise Http404
    if not units_seen(reader.actor, reader.at, within=unit.id):
        raise Http404
    year = asked_year(request, reader.today)
    activities = superior_activities(unit.id, Period.year(year))
    rows = taking_part(unit.id, activities, reader.today) if activities else []
    context = {
        "unit": unit,
        "units": unit_choices_of(request, unit),
        "year": year,
        "activities": activities,
        "rows": sorted(rows, key=lambda row: -row.taken),
        "words": {"own": _("ghi phần việc riêng"), "joint": _("cùng làm"), "people": _("có người dự")},
    }
    return render(request, "activities/matrix.html", context)


@require_safe
def hard(request: HttpRequest) -> HttpResponse:
    """Hard, new and pressing matters that units took on, and how they ended."""
    actor, at = actor_of(request), now()
    today = localdate(at)
    unit = asked_unit(request, today)
    scope = units_seen(actor, at, within=unit.id if unit else None)
    wanted = request.GET.get("loai", "")
    ended = request.GET.get("ket-cuc", "")
    found = challenges(scope, challenge=wanted, outcome=ended)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "rows": listed(list(page.object_list), today),
        "unit": unit,
        "units": unit_choices_of(request, unit),
        "kinds": Challenge.choices,
        "outcomes": Outcome.choices,
        "wanted": wanted,
        "ended": ended,
    }
    return render(request, "activities/challenges.html", context)


@login_not_required
@findable
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """What units show to everybody: what, when, where, by whom; no names, no photos."""
    today = localdate(now())
    period = Period(today, today + _AHEAD)
    days = by_day(public_activities(period)[:MOST_IN_CALENDAR], period, today)
    return render(
        request, "activities/calendar_public.html", {"base": open_frame(request), "days": days, "today": today}
    )


@login_not_required
@require_safe
def public_feed(request: HttpRequest) -> HttpResponse:
    """The same for the calendar of a phone."""
    today = localdate(now())
    found = public_activities(Period(today - _AHEAD, today + _AHEAD))[:MOST_IN_CALENDAR]
    events = events_of(found, today, request.build_absolute_uri("/").rstrip("/"))
    return HttpResponse(
        calendar_text(_("Hoạt động Đoàn mở cho mọi người"), events),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="hoat-dong.ics"', "Cache-Control": "public, max-age=3600"},
    )


def asked_unit(request: HttpRequest, today: date) -> UnitRow | None:
    """The unit the address names. Http404 for one the reader may not look into."""
    code = request.GET.get("don-vi", "")
    unit = unit_with_code(code, today) if code else None
    if code and (unit is None or unit.id not in units_reached(actor_of(request), Capability.SEE, now())):
        raise Http404
    return unit


def unit_choices_of(request: HttpRequest, unit: UnitRow | None) -> list[tuple[str, str]]:
    """Units to go on to, as a select offers them."""
    rows = unit_path(actor_of(request), unit.id if unit else None, now())
    return [
        ("", _("mọi đơn vị bạn được xem")),
        *((row.unit.code, _NBSP * 3 * row.depth + row.unit.name) for row in rows),
    ]


def _month(request: HttpRequest, today: date) -> date:
    try:
        first = date.fromisoformat(f"{request.GET.get('thang', '')}-01")
    except ValueError:
        return today.replace(day=1)
    return first if _FIRST_YEAR <= first.year <= _LAST_YEAR else today.replace(day=1)


def asked_year(request: HttpRequest, today: date) -> int:
    """The year the address names; the running one for none or a wrong one."""
    typed = request.GET.get("nam", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else today.year
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else today.year
