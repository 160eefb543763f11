"""The explorer: any indicator of any unit over any period, as a table, a chart, and down to the ledger's lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext as _

from viecthat.accounts.queries import actor_of
from viecthat.figures.choices import CHILDREN, Axis, Chart
from viecthat.figures.pages.asking import Asked, answered, asked_for, axes_of
from viecthat.figures.pages.drawing import drawn
from viecthat.figures.pages.writing import TableWriter
from viecthat.figures.queries.answer import Answer
from viecthat.figures.queries.charting import chart_of
from viecthat.figures.queries.defining import choices_told, definitions, steps_of
from viecthat.figures.queries.labels import axis_words, label_of, place_words
from viecthat.figures.queries.opening import opened_figure
from viecthat.figures.queries.pivot import Layout, laid_out
from viecthat.figures.rules import may_ask_figures
from viecthat.kernel.errors import Refused
from viecthat.kernel.made_up import MadeUp
from viecthat.kernel.numbers import format_number
from viecthat.kernel.periods import parse_period
from viecthat.ledger.queries import datasets_behind, indicator_named
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import UnitRow, ancestors_of, unit_with_code

# So much of a table is drawn at once: what is seen, not what was asked.
MOST_ROWS, FEWEST_ROWS, MOST_CELLS = 100, 5, 3_600
MOST_NOTES = 4


def explorer(request: HttpRequest) -> HttpResponse:
    """The whole page, or only the drawer when htmx asks for it."""
    at, today = now(), localdate()
    asked = asked_for(request, at, today)
    drawer = _drawer(request, asked, at, today) if request.GET.get("so") and not asked.shut else {}
    if drawer and request.headers.get("HX-Target") == "drawer-place":
        response = render(request, "figures/explored.html", drawer)
    else:
        page = _page(request, asked, at, today)
        response = render(request, "figures/explorer.html", page | drawer, status=403 if asked.shut else 200)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _page(request: HttpRequest, asked: Asked, at: datetime, today: date) -> dict[str, Any]:
    answer = answered(asked, actor_of(request), at, today)
    context: dict[str, Any] = {
        "form": asked.form,
        "asked": asked,
        "answer": answer,
        "reaches_nothing": not asked.own_units,
        "examples": _examples(asked),
        "drawer": None,
        "synthetic": False,
    }
    if answer is None:
        return context
    return context | _table(request, asked, answer, today) | _told(asked, answer)


def _table(request: HttpRequest, asked: Asked, answer: Answer, today: date) -> dict[str, Any]:
    given = asked.form.cleaned_data
    down, across = axes_of(asked)
    layout = laid_out(answer, down=down, across=across, order=given["order"], text=given["text"])
    lang = _lang()
    per_page = max(FEWEST_ROWS, min(MOST_ROWS, MOST_CELLS // (1 + len(layout.columns))))
    pages = Paginator(layout.rows, per_page)
    page = pages.get_page(request.GET.get("trang"))
    writer = TableWriter(
        layout=layout,
        lang=lang,
        map_day_said=answer.question.map_day != today,
        known=given["known"],
        rows_shown=len(page),
    )
    chart = None if given["chart"] == Chart.NONE else chart_of(layout)
    return {
        "page": page,
        "head": writer.head(asked.address(xep=None), given["order"], _corner(layout)),
        "body": writer.body(list(page), asked.address(dv=None, chia=CHILDREN, tim=None, xep=None)),
        "foot": writer.body(layout.totals, ""),
        "bars": writer.bars,
        "chart": None if chart is None else drawn(chart, answer, lang),
        "count": len(layout.rows),
        "notes": _notes(layout, lang),
        "told": asked.address(),
        "order": given["order"],
    }


def _corner(layout: Layout) -> list[str]:
    return [axis_words(axis) for axis in layout.down]


def _notes(layout: Layout, lang: str) -> list[str]:
    """Where parts do not add up to their whole, by how much and why."""
    answer, notes = layout.answer, []
    for indicator in answer.question.indicators:
        if answer.columns[indicator.pk].additive:
            continue
        if any(place.unit is None for place in answer.places):
            notes.append(
                _("{name}: không cộng các đơn vị được, vì một người có thể có mặt ở hai đơn vị.").format(name=indicator)
            )
        for unit in answer.question.units if answer.question.by else ():
            over = answer.overlap(indicator, unit, len(answer.question.periods) - 1)
            if over:
                notes.append(
                    _(
                        "{name}, {period}: cộng các dòng nhiều hơn {unit} {over}, vì có người có mặt ở nhiều đơn vị "
                        "và cả đơn vị đếm họ một lần."
                    ).format(
                        name=indicator,
                        period=answer.question.periods[-1].name(lang),
                        unit=unit.name,
                        over=format_number(over, lang=lang),
                    )
                )
    if len(notes) > MOST_NOTES:
        more = format_number(len(notes) - MOST_NOTES, lang=lang)
        notes = [*notes[:MOST_NOTES], _("Và {n} chỗ nữa như vậy.").format(n=more)]
    return notes


def _told(asked: Asked, answer: Answer) -> dict[str, Any]:
    """How the answer was found and what it rests on."""
    question, lang = answer.question, _lang()
    return {
        "question": question,
        "periods": "; ".join(label_of(answer, Axis.PERIOD, n, lang) for n in _ends(len(question.periods))),
        "units": "; ".join(_unit_names(answer, question.units, lang)),
        "period_count": len(question.periods),
        "steps": list(steps_of(answer.way, lang)),
        "definitions": definitions(answer),
        "choices_told": choices_told(answer),
        "sql_query": asked.address(cs=None, mat=None, ss=None, xep=None, tim=None, hang=None, cot=None, hinh=None),
        "datasets": () if answer.is_empty else answer.datasets,
        "synthetic": MadeUp.NOTHING if answer.is_empty else answer.made_up,
    }


def _ends(count: int) -> list[int]:
    """The first and the last, or all of three."""
    return list(range(count)) if count <= 3 else [0, count - 1]


def _unit_names(answer: Answer, units: Sequence[UnitRow], lang: str) -> list[str]:
    names = [place_words(answer, p, lang) for p in answer.places if p.unit in units and not p.is_own]
    found = list(dict.fromkeys(names)) or [unit.name for unit in units]
    return found if len(found) <= 3 else [*found[:3], _("… {n} đơn vị").format(n=len(found))]


def _examples(asked: Asked) -> list[tuple[str, str]]:
    """Questions to begin with: each block of the report for the reader's own unit and those under it."""
    return [
        (str(block["area"].label), f"?mat={block['area'].value}&chia={CHILDREN}")
        for block in asked.form.by_area
        if asked.own_units
    ]


def _drawer(request: HttpRequest, asked: Asked, at: datetime, today: date) -> dict[str, Any]:
    """The figure of `so` at the unit `mo` over the period `nam`, opened one level."""
    given = getattr(asked.form, "cleaned_data", {})
    map_day = given.get("map_day") or today
    actor = actor_of(request)
    try:
        indicator = indicator_named(request.GET["so"])
        period = parse_period(request.GET.get("nam", ""))
        unit = unit_with_code(request.GET.get("mo", ""), map_day)
        if unit is None or not may_ask_figures(actor, unit.id, at):
            raise Http404(_("Không có đơn vị mã {code}.").format(code=request.GET.get("mo", "")))
        above = [one for one in ancestors_of(unit.id, map_day) if may_ask_figures(actor, one.id, at)]
        as_known = asked.question.as_known if asked.question else None
        opened = opened_figure(above[0] if above else unit, unit, indicator, period, map_day=map_day, as_known=as_known)
    except Refused as refused:
        raise Http404(sentence_of(refused)) from refused
    whole = asked.address(tim=None, xep=None, trang=None)
    datasets = datasets_behind({indicator.pk, opened.counted.pk}, period.start, period.end)
    same = _same(request, period.code)
    return {
        "opened": opened,
        "years": (),
        "query": same,
        "close_url": f"{request.path}?{whole}",
        "drawer": "figures/explored.html",
        "synthetic": MadeUp.among(dataset.made_up for dataset in datasets),
        "sql_query": f"{same}&cs={indicator.code}&dv={unit.code}&ky={period.code}",
    }


def _same(request: HttpRequest, period: str) -> str:
    query = request.GET.copy()
    for name in list(query):
        if name not in {"ban-do", "biet-den"}:
            query.pop(name)
    query["nam"] = period
    return query.urlencode()


def _lang() -> str:
    return "en" if get_language() == "en" else "vi"
