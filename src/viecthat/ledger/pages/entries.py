"""The ledger as a list: postings with their entries, filtered, added up, taken along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import get_language, gettext as _

from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.kernel.made_up import MadeUp
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.exports import csv_lines, xlsx_bytes
from viecthat.ledger.forms import LedgerForm
from viecthat.ledger.queries import LineFilter, indicators, listed, postings_found, sums_found
from viecthat.ledger.rules import indicators_visible_to, units_to_declare_for, units_with_visible_figures
from viecthat.ui.sentences import sentence_of
from viecthat.ui.templatetags.ui import day, moment
from viecthat.units.forms import unit_label
from viecthat.units.queries import UnitRow
from viecthat.units.queries.scope import scope_below

ON_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Asked:
    """What the address asks for, within the reader's reach. `wanted` is None when the question is wrong."""

    form: LedgerForm
    wanted: LineFilter | None
    order: str
    unit: UnitRow | None
    known: datetime | None


def entries(request: HttpRequest) -> HttpResponse:
    """The list with its filter and the sums of the filter."""
    at, today = now(), localdate()
    asked = _asked(request, at, today)
    page = Paginator(_postings(asked), ON_PAGE).get_page(request.GET.get("trang"))
    rows = [] if asked.wanted is None else listed(list(page), asked.wanted)
    sums = [] if asked.wanted is None else sums_found(asked.wanted)
    query = request.GET.copy()
    for name in ("trang", "xep"):
        query.pop(name, None)
    context = {
        "form": asked.form,
        "asked": asked,
        "page": page,
        "rows": rows,
        "sums": sums,
        "lines": sum(one.lines for one in sums),
        "not_plain": any(one.indicator.measure in {"people", "stock"} for one in sums),
        "synthetic": MadeUp.among(row.made_up for row in rows),
        "filtered": asked.form.narrows,
        "query": query.urlencode(),
        "may_declare": bool(units_to_declare_for(actor_of(request), at)),
    }
    return render(request, "ledger/entries.html", context)


def download(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Every line of the filter as CSV (streamed) or as a workbook."""
    today = localdate()
    asked = _asked(request, now(), today)
    if kind not in {"csv", "xlsx"} or asked.wanted is None:
        raise Http404(_("Bộ lọc chưa đúng; mở lại trang Sổ việc rồi tải."))
    name = f"so-viec-{today.isoformat()}.{kind}"
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(csv_lines(asked.wanted), content_type="text/csv; charset=utf-8")
    else:
        language: Literal["vi", "en"] = "en" if get_language() == "en" else "vi"
        notes = (_told(asked), _("Dòng có nguồn “minh hoạ” là số do máy chia, không phải số thật của đơn vị."))
        try:
            content = xlsx_bytes(asked.wanted, title=_("Sổ việc"), notes=notes, day=today, lang=language)
        except Refused as refused:
            return HttpResponse(sentence_of(refused), status=422, content_type="text/plain; charset=utf-8")
        response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked(request: HttpRequest, at: datetime, today: date) -> Asked:
    known = indicators_visible_to(actor_of(request), indicators().values(), at)
    form = LedgerForm(request.GET, today=today, indicators=known)
    if not form.is_valid():
        return Asked(form, None, "-recorded", None, None)
    given = form.cleaned_data
    reach = units_with_visible_figures(actor_of(request), at)
    unit: UnitRow | None = given["unit"]
    if unit is not None:
        named = request.GET.copy()
        named[form.add_prefix("unit")] = unit_label(unit.name, unit.code)
        form.data = named
        reach &= scope_below(unit.id, today)
    indicator = given["indicator"]
    wanted = LineFilter(
        # Whoever sees everything asks without naming every unit.
        units=None if reach.everything else reach,
        indicator=None if indicator is None else indicator.pk,
        kind=given["kind"],
        grade=given["grade"],
        start=given["start"],
        end=given["end"],
        as_known=given["known"],
    )
    return Asked(form, wanted, given["order"], unit, given["known"])


def _postings(asked: Asked) -> Any:
    return postings_found(asked.wanted or LineFilter(units=()), asked.order)


def _told(asked: Asked) -> str:
    """The filter in words, for the head of a file."""
    given = asked.form.cleaned_data
    words = [_("Đơn vị: {name}").format(name=asked.unit.name) if asked.unit else _("Mọi đơn vị được xem")]
    if given["indicator"]:
        words.append(str(given["indicator"]))
    if given["kind"]:
        words.append(str(PostingKind(given["kind"]).label))
    if given["grade"]:
        words.append(str(Grade(given["grade"]).label))
    if given["start"]:
        words.append(_("từ {day}").format(day=day(given["start"])))
    if given["end"]:
        words.append(_("trước {day}").format(day=day(given["end"])))
    if asked.known:
        words.append(_("sổ như biết đến {moment}").format(moment=moment(localtime(asked.known))))
    return " · ".join(words)
