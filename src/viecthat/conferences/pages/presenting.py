"""A review shown in the hall: a page a step, each at its own address; the keyboard and the drawer are extras."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from viecthat.conferences.models import Conference
from viecthat.conferences.queries.conference import conference_of
from viecthat.conferences.queries.stage import (
    Step,
    behind,
    concluded_there,
    earlier_told,
    limits_told,
    ranked_units,
    steps_of,
)
from viecthat.kernel.errors import Refused
from viecthat.reviews.pages.not_in_map import not_in_map
from viecthat.reviews.pages.review import Asked, asked_for, chart_of, drawer_of
from viecthat.reviews.queries import ReviewTable, review_table


@require_safe
def present(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """The step named by `buoc`; only the step when htmx asks for it, only the drawer when a figure is opened."""
    asked, today = asked_for(request, unit_code, slug), localdate()
    try:
        table = review_table(
            asked.unit, asked.period, map_name=asked.map_name, today=today, as_known=asked.as_known, review=asked.review
        )
    except Refused as refused:
        return not_in_map(request, asked, refused)
    drawer = drawer_of(request, asked, table) if request.GET.get("so") else {}
    if drawer and request.headers.get("HX-Target") == "drawer-place":
        response = render(request, "figures/drawer.html", drawer)
    else:
        part = request.headers.get("HX-Target") == "stage"
        template = "conferences/parts/step.html" if part else "conferences/present.html"
        response = render(request, template, _page(request, asked, table, today) | drawer)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _page(request: HttpRequest, asked: Asked, table: ReviewTable, today: date) -> dict[str, Any]:
    conference = conference_of(asked.review) if asked.review is not None else None
    steps = steps_of(table, conference, "en" if get_language() == "en" else "vi")
    wanted = request.GET.get("buoc", "1")
    if not wanted.isdecimal() or not 1 <= int(wanted) <= len(steps):
        raise Http404
    step = steps[int(wanted) - 1]
    back = "conferences:conference" if asked.review is not None else "reviews:review"
    return {
        "asked": asked,
        "table": table,
        "conference": conference,
        "steps": steps,
        "step": step,
        "before": _address(request, step.number - 1) if step.number > 1 else "",
        "after": _address(request, step.number + 1) if step.number < len(steps) else "",
        "query": _query(request, step.number),
        "bare": _query(request, None),
        "leave": reverse(back, args=[asked.unit.code, asked.slug]),
        "synthetic": table.made_up,
        "drawer": None,
    } | _told(step, asked, table, conference, today)


def _told(step: Step, asked: Asked, table: ReviewTable, conference: Conference | None, today: date) -> dict[str, Any]:
    match step.kind:
        case "figure" if step.figure is not None:
            figure = step.figure
            drawn = figure.row.value is not None and figure.has_figures and not figure.years
            chart = chart_of(figure, table) if drawn else None
            return {
                "chart": {**chart, "others": ()} if chart else None,
                "ranked": ranked_units(figure, table) if figure.has_figures else None,
            }
        case "limits" if asked.review is not None:
            return {"behind": behind(table), "limits": limits_told(asked.review, today)}
        case "earlier" if asked.review is not None:
            return {"earlier": earlier_told(asked.review, today)}
        case "concluded" if conference is not None:
            return {"concluded": concluded_there(conference, today)}
    return {}


def _query(request: HttpRequest, number: int | None) -> str:
    query = request.GET.copy()
    for name in ("so", "mo", "nam", "buoc"):
        query.pop(name, None)
    if number is not None:
        query["buoc"] = str(number)
    return query.urlencode()


def _address(request: HttpRequest, number: int) -> str:
    return f"{request.path}?{_query(request, number)}"
