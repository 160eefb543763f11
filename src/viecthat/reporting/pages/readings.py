"""Texts read for figures: those kept, a new one, and one looked through figure by figure."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.kernel.names import fold
from viecthat.ledger.queries import Offered, indicators_offered
from viecthat.ledger.rules import units_to_declare_for
from viecthat.reporting.choices import Decision, FigureKind
from viecthat.reporting.commands.reading import declare_reading, keep_choices, read_text
from viecthat.reporting.forms.reading import TextForm, WhereForm, choices_sent
from viecthat.reporting.models import Reading
from viecthat.reporting.queries.reading import counts_of, is_declared, pieces_of, reading_by_id, readings_of, rows_of
from viecthat.reporting.rules import may_read_texts
from viecthat.ui.fragments import asks_for_part
from viecthat.ui.sentences import add_refusal, sentence_of
from viecthat.units.queries import units_by_id

ON_A_PAGE = 30
POSTED = ["GET", "HEAD", "POST"]


def _allowed(request: HttpRequest) -> None:
    if not may_read_texts(actor_of(request), now()):
        raise PermissionDenied(_("Bạn chưa được giao quyền kê khai số liệu cho đơn vị nào."))


@require_safe
def readings(request: HttpRequest) -> HttpResponse:
    """One's readings, thirty to a page."""
    _allowed(request)
    text, state = request.GET.get("q", "")[:200], request.GET.get("trang-thai", "")
    found = readings_of(actor_of(request), text=text, state=state)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    rows = [(one, counts_of(one.figures), is_declared(one)) for one in page.object_list]
    context = {"page": page, "rows": rows, "text": text, "state": state, "filtered": bool(text.strip() or state)}
    return render(request, "reporting/readings.html", context)


@require_http_methods(POSTED)
def new(request: HttpRequest) -> HttpResponse:
    """Paste or upload; what is found opens at once."""
    _allowed(request)
    form = TextForm(request.POST, request.FILES) if request.method == "POST" else TextForm()
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            made = read_text(
                title=given["title"], text=given["text"], source=given["source"], actor=actor_of(request), at=now()
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("reporting:reading", made.pk)
    return render(request, "reporting/new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(POSTED)
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """The text beside its figures. What is sent is always kept first; with `ghi` what was kept is declared."""
    _allowed(request)
    row = reading_by_id(pk, actor_of(request))
    if row is None:
        raise Http404
    offered = indicators_offered()
    if request.method != "POST":
        return _shown(request, row, offered, WhereForm(today=localdate(), initial=_initial(request, row)), {})
    form = WhereForm(request.POST, today=localdate())
    codes = {fold(str(one.indicator)): one.indicator.code for one in offered}
    valid = form.is_valid()
    unit = form.cleaned_data.get("unit")
    wrong: dict[str, str] = {}
    try:
        row = keep_choices(
            reading=pk,
            unit=unit.id if unit else None,
            day=form.cleaned_data.get("day"),
            choices=choices_sent(request.POST, len(row.figures), codes),
            actor=actor_of(request),
            at=now(),
        )
        if "ghi" in request.POST and valid:
            posting = declare_reading(reading=pk, actor=actor_of(request), at=now())
            messages.success(request, _("Đã ghi vào sổ việc, chứng từ {number}.").format(number=posting.pk))
            return redirect("ledger:posting", posting.pk)
    except Refused as refused:
        if refused.field in form.fields or not refused.field:
            add_refusal(form, refused)
        else:
            wrong[refused.field] = sentence_of(refused)
    if asks_for_part(request):
        return render(request, "reporting/parts/counts.html", {"counts": counts_of(row.figures), "saved": not wrong})
    if valid and not wrong and not form.errors and "ghi" not in request.POST:
        messages.success(request, _("Đã lưu; lần sau mở ra làm tiếp."))
        return redirect("reporting:readings")
    return _shown(request, row, offered, form, wrong)


def _initial(request: HttpRequest, row: Reading) -> dict[str, Any]:
    today = localdate()
    if row.unit_id:
        return {"unit": units_by_id([row.unit_id], today).get(row.unit_id), "day": row.day}
    mine = units_by_id(units_to_declare_for(actor_of(request), now()), today)
    return {"unit": min(mine.values(), key=lambda one: one.name) if mine else None, "day": row.day}


def _shown(
    request: HttpRequest, row: Reading, offered: list[Offered], form: WhereForm, wrong: dict[str, str]
) -> HttpResponse:
    names = {one.indicator.code: str(one.indicator) for one in offered}
    figures = [
        {
            "row": one,
            "indicator_wrong": wrong.get(f"indicator-{one.place}"),
            "number_wrong": wrong.get(f"number-{one.place}"),
        }
        for one in rows_of(row, names)
    ]
    context = {
        "reading": row,
        "pieces": pieces_of(row),
        "figures": figures,
        "form": form,
        "counts": counts_of(row.figures),
        "declared": is_declared(row),
        "kinds": FigureKind.choices,
        "decisions": [(Decision.KEPT.value, _("Lấy")), (Decision.DROPPED.value, _("Bỏ"))],
        "names": [str(one.indicator) for one in offered if one.why_not is None],
        "withheld": [one for one in offered if one.why_not is not None],
        "language": get_language(),
    }
    return render(request, "reporting/reading.html", context, status=422 if wrong or form.errors else 200)
