"""One unit on a day of the reader's choice: what it was, what it is, what it became, who answers for it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext as _

from viecthat.accounts.choices import Capability
from viecthat.accounts.queries import actor_of, grants_at
from viecthat.kernel.periods import Period
from viecthat.units.asides import unit_parts
from viecthat.units.forms import DayForm
from viecthat.units.pages.tree import Level, branches, everywhere
from viecthat.units.queries import (
    UnitRow,
    ancestors_of,
    bloc_members,
    bloc_places_of,
    changes_of,
    children_of,
    counts_below,
    kept_apart_at,
    links_of,
    office_kinds,
    office_of,
    standing_of,
    unit_with_code,
)
from viecthat.units.rules import may, may_organise

CHILDREN_ON_PAGE = 50
LINKS_SHOWN = 6  # the others are folded away
BLOCS_SHOWN = 3


def unit(request: HttpRequest, code: str) -> HttpResponse:
    """The unit's page; `ngay` chooses the day."""
    today, at, actor = localdate(), now(), actor_of(request)
    form = DayForm(request.GET, today=today)
    day: date = form.cleaned_data["day"] if form.is_valid() else today
    row = unit_or_404(code, day)
    changes = changes_of(row.id)
    ended = changes[0].version.end
    nearest = row.start if row.start > day or ended is None else ended - timedelta(days=1)
    became, came_from = links_of(row.id, today)
    page = Paginator(children_of(row.id, day), CHILDREN_ON_PAGE).get_page(request.GET.get("trang"))
    counts = counts_below([row.id], day)
    there = row.id in counts
    shared = everywhere(day, today)
    above = ancestors_of(row.id, day) if there else []
    context: dict[str, Any] = {
        "unit": row,
        **shared,
        "today": today,
        "form": form,
        "there": there,
        "kind": shared["kinds"][row.kind],
        "trail": [
            *((step.name, reverse("units:unit", args=[step.code]) + shared["day_query"]) for step in above),
            (row.name, ""),
        ],
        "changes": changes,
        "moments": _moments(changes, today),
        "links": [
            (title, links[:LINKS_SHOWN], links[LINKS_SHOWN:])
            for title, links in ((_("Trở thành"), became), (_("Kế thừa từ"), came_from))
            if links
        ],
        "ended": ended,
        "standing": None if ended is None or ended > today else standing_of(row.id, today),
        "apart": kept_apart_at(row.id, today) if there else [],
        "page": page,
        "level": Level(branches(page, day, []), 0, 0),
        "counts": counts.get(row.id, {}),
        "office": _office(row, day, counts.get(row.id, {}), shared["kinds"]),
        "blocs": _blocs(row),
        "grants": list(grants_at([row.id], at)),
        "periods": _periods(today, ended),
        "nearest": f"?ngay={nearest.isoformat()}",
        # Work, cadres, decisions and reviews are shut to whoever does not reach the unit: no way leads there.
        "sees": may(actor, Capability.SEE, row.id, at),
        "may_organise": may_organise(actor, row.id, at),
        "parts": list(unit_parts(row.id, row.code, actor, at)),
    }
    return render(request, "units/unit.html", context)


def unit_or_404(code: str, day: date) -> UnitRow:
    """The unit with this code as it was on `day` or nearest to it."""
    found = unit_with_code(code, day)
    if found is None:
        raise Http404(_("Không có đơn vị mã {code}.").format(code=code))
    return found


def _office(row: UnitRow, day: date, counts: dict[str, int], kinds: dict[str, Any]) -> list[tuple[Any, list[UnitRow]]]:
    """Departments and centres by kind; most units have none below and are asked nothing."""
    if not counts.keys() & set(office_kinds()):
        return []
    return [(kinds[kind], rows) for kind, rows in office_of(row.id, day)]


def _moments(changes: list[Any], today: date) -> list[date]:
    """Days worth a look: the last one before each change of this unit, and today."""
    days = [change.version.start - timedelta(days=1) for change in changes if not change.founded]
    end = changes[0].version.end if changes else None
    if end is not None and end <= today:
        days.insert(0, end - timedelta(days=1))
    return [today, *days]


def _blocs(row: UnitRow) -> list[tuple[Any, list[Any]]]:
    places = list(bloc_places_of(row.id)[:BLOCS_SHOWN])
    return [(place, bloc_members(place.bloc_id, place.bloc.year)) for place in places]


def _periods(today: date, ended: date | None) -> list[tuple[str, str]]:
    """(code, name) of the periods most asked for: this year, this half of it, the last year. Of a unit that has ended
    those it lived to the end of: at the end of the others it stands on no map.
    """
    day = today if ended is None else min(today, ended - timedelta(days=1))
    half = Period.half(day.year, 1 if day.month <= 6 else 2)
    language = "en" if get_language() == "en" else "vi"
    offered = (Period.year(day.year), half, Period.year(day.year - 1))
    return [(p.code, p.name(language)) for p in offered if ended is None or ended > today or p.end <= ended]
