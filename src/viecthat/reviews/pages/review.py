"""The review page: where a unit stands, and the drawer that opens any figure down to its proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from viecthat.accounts.queries import actor_of
from viecthat.documents.charts import TrendChart, path_of
from viecthat.figures.queries.periods import end_of
from viecthat.kernel.errors import Refused
from viecthat.kernel.judging import Verdict
from viecthat.kernel.looking import one_look
from viecthat.kernel.periods import Period
from viecthat.ledger.queries import indicator_named
from viecthat.reviews.asides import asides_of
from viecthat.reviews.forms import ViewForm
from viecthat.reviews.pages.not_in_map import not_in_map
from viecthat.reviews.queries import (
    ChildLines,
    Figure,
    ReviewTable,
    named_rows,
    opened_figure,
    review_table,
    trend_of,
)
from viecthat.reviews.queries.findings import declared_share, judged, weakly_proved
from viecthat.reviews.queries.period import period_meant
from viecthat.reviews.queries.review import columns_of
from viecthat.reviews.rules import may_read_review
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import kinds, unit_with_code, units_by_id

if TYPE_CHECKING:
    from viecthat.reviews.models import Review
    from viecthat.units.queries import UnitRow

FIRST_ROWS = 12
MOST_NAMED = 8  # of what to look at before the conference


@dataclass(frozen=True)
class Asked:
    """What the address asks for, after rules and spelling."""

    unit: UnitRow
    period: Period
    review: Review | None
    map_name: str
    as_known: datetime | None
    known_day: date | None
    form: ViewForm

    @property
    def slug(self) -> str:
        """The period as it stands in the address."""
        return self.review.slug if self.review else self.period.code


def asked_for(request: HttpRequest, unit_code: str, slug: str) -> Asked:
    """Read the address. Http404 for no such unit or period, PermissionDenied outside the reader's reach."""
    today = localdate()
    unit = unit_with_code(unit_code, today)
    if unit is None:
        raise Http404(_("Không có đơn vị mã {code}.").format(code=unit_code))
    if not may_read_review(actor_of(request), unit.id, now()):
        raise PermissionDenied(_("Bạn chưa được giao quyền xem số liệu của đơn vị này."))
    try:
        period, review = period_meant(unit, slug)
    except Refused as refused:
        raise Http404(sentence_of(refused)) from refused
    form = ViewForm({"map": request.GET.get("ban-do", ""), "known": request.GET.get("biet-den", "")})
    form.is_valid()
    known_day = form.cleaned_data.get("known")
    as_known = end_of(known_day) if known_day else None
    return Asked(unit, period, review, form.cleaned_data["map"], as_known, known_day, form)


@one_look()
def review_page(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """The whole page, or only the drawer when htmx asks for it."""
    asked = asked_for(request, unit_code, slug)
    today = localdate()
    try:
        table = review_table(
            asked.unit,
            asked.period,
            map_name=asked.map_name,
            today=today,
            as_known=asked.as_known,
            review=asked.review,
        )
    except Refused as refused:
        return not_in_map(request, asked, refused)
    drawer = drawer_of(request, asked, table) if request.GET.get("so") else {}
    if drawer and request.headers.get("HX-Target") == "drawer-place":
        response = render(request, "figures/drawer.html", drawer)
    else:
        response = render(request, "reviews/review.html", _page(request, asked, table) | drawer)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _page(request: HttpRequest, asked: Asked, table: ReviewTable) -> dict[str, Any]:
    columns = columns_of(table)
    beside = ChildLines(table, columns if table.children else [])
    sort = request.GET.get("xep", "")
    sorted_by = next((i for i, c in enumerate(columns) if c.indicator.code == sort.lstrip("-")), None)
    order = list(range(len(beside.units)))
    if sorted_by is not None and order:
        order = beside.by_column(sorted_by, rising=sort.startswith("-"))
    whole = "tat-ca" in request.GET or len(order) <= FIRST_ROWS + 3
    shown = order if whole else order[:FIRST_ROWS]
    above = list(table.unit_map.tree.ancestors(table.unit.id))
    # Of those alone that are shown: a province has hundreds of units below it.
    names = units_by_id({*above, *(unit for at in shown if (unit := beside.units[at]) is not None)}, table.map_day)
    kind_names = kinds()
    charted = _charted(table, request.GET.get("bieu-do", ""))
    # The furthest behind and the weakest first: a page of a hundred targets names a few.
    watched = sorted(judged(table, Verdict.PUSH, Verdict.PROMISING), key=lambda f: f.reached or 0)
    too_low = sorted((f for f in table.targeted if f.goal_far_too_low), key=lambda f: f.reached or 0, reverse=True)
    weak = sorted(weakly_proved(table), key=declared_share, reverse=True)
    return {
        "asked": asked,
        "table": table,
        "crumbs": [*(names[unit] for unit in above), asked.unit],
        "below": [(kind_names[code].counted(n), n) for code, n in table.kinds_below.items() if code in kind_names],
        "columns": columns,
        "children": named_rows(beside, shown, names),
        "child_count": sum(unit is not None for unit in beside.units),
        "totals": beside.totals,
        "proof_column": sorted_by or 0,
        "whole": whole,
        "sort": sort,
        "chart": chart_of(charted, table) if charted else None,
        "to_watch": watched[:MOST_NAMED],
        "more_to_watch": max(0, len(watched) - MOST_NAMED),
        "weakly_proved": weak[:MOST_NAMED],
        "more_weakly_proved": max(0, len(weak) - MOST_NAMED),
        "too_low": too_low[:MOST_NAMED],
        "more_too_low": max(0, len(too_low) - MOST_NAMED),
        "elapsed": next((f.elapsed for f in table.targeted if not f.years), None),
        "scale_left": _scale_left(table),
        "query": _query(request, so=None, mo=None, nam=None),
        "chart_query": _query(request, so=None, mo=None, nam=None, **{"bieu-do": None}),
        "synthetic": table.made_up,
        "asides": list(asides_of(asked.review, asked.unit, localdate())) if asked.review is not None else [],
        "drawer": None,
    }


def _scale_left(table: ReviewTable) -> str:
    """Where the tick of time stands on the scale, on which the goal stands at 80 %."""
    elapsed = next((f.elapsed for f in table.targeted if not f.years), None)
    return "" if elapsed is None else f"{float(elapsed) * 80:.1f}"


def _charted(table: ReviewTable, code: str) -> Figure | None:
    able = _able_to_chart(table)
    chosen = [f for f in able if f.indicator.code == code]
    behind = [f for f in able if f.verdict in {Verdict.PUSH, Verdict.PROMISING}]
    return next(iter([*chosen, *behind, *able]), None)


def _able_to_chart(table: ReviewTable) -> list[Figure]:
    return [f for f in table.targeted if f.row.value is not None and f.has_figures and not f.years]


def chart_of(figure: Figure, table: ReviewTable) -> dict[str, Any] | None:
    """Points in percent of the box: time to the right over the target's span, the larger of goal and result upward."""
    target = figure.target
    if target is None:
        return None
    points = trend_of(figure, table)
    span = Period(target.start, target.end)
    # The words stand in the page; where the lines run is the same as on paper.
    drawn = TrendChart.of([((day - span.start).days / span.days, total) for day, total in points], target.goal)
    line, top = drawn.line(), drawn.top
    return {
        "figure": figure,
        "others": [f for f in _able_to_chart(table) if f.indicator.pk != figure.indicator.pk],
        "path": path_of(line),
        "even": path_of([(0, 100), (100, drawn.goal_height())]),
        "x": f"{line[-1][0]:.1f}",
        "y": f"{line[-1][1]:.1f}",
        "left": line[-1][0] > 55,
        "label_y": f"{max(2.0, line[-1][1] - 11):.1f}",
        "goal_y": f"{drawn.goal_height():.1f}",
        "even_now": int(target.goal * figure.elapsed),
        "first": span.start,
        "last": target.end,
        "last_day": Period(span.start, points[-1][0]).last_day if points[-1][0] > span.start else span.start,
        "top": top,
        "half": top // 2,
        "points": [
            (Period(span.start, day).last_day, total, int(target.goal * span.elapsed(day))) for day, total in points[1:]
        ],
    }


def drawer_of(request: HttpRequest, asked: Asked, table: ReviewTable) -> dict[str, Any]:
    """The figure named by `so`, opened at the unit named by `mo` (the review's own unit when missing)."""
    wanted = request.GET["so"]
    # Links name it by its code; what a person typed may be its name.
    figure = next((f for f in table.figures if f.indicator.code == wanted), None)
    if figure is None:
        try:
            indicator = indicator_named(wanted)
        except Refused as refused:
            raise Http404(sentence_of(refused)) from refused
        figure = next((f for f in table.figures if f.indicator.pk == indicator.pk), None)
        if figure is None:
            raise Http404(_("Kỳ này không có số liệu “{name}”.").format(name=indicator.name))
    at_unit = asked.unit
    if code := request.GET.get("mo", ""):
        found = unit_with_code(code, table.map_day)
        if found is None or not may_read_review(actor_of(request), found.id, now()):
            raise Http404(_("Không có đơn vị mã {code}.").format(code=code))
        at_unit = found
    period = figure.period
    if year := request.GET.get("nam", ""):
        period = next((y.period for y in figure.years if y.period.code == year), period)
    opened = opened_figure(
        asked.unit,
        at_unit,
        figure.indicator,
        period,
        map_day=table.map_day,
        as_known=asked.as_known,
        source=table.source,
    )
    return {
        "asked": asked,
        "table": table,
        "years": figure.years,
        "opened": opened,
        "close_url": f"{request.path}?{_query(request, so=None, mo=None, nam=None)}",
        "query": _query(request, so=None, mo=None, nam=None),
        "drawer": "figures/drawer.html",
        "synthetic": table.made_up,
    }


def _query(request: HttpRequest, **changes: str | None) -> str:
    query: QueryDict = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return query.urlencode()
