"""Tables of figures: sent or pasted, columns looked over, cells put right, written, taken back; our own form out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.ledger.rules import units_to_declare_for
from viecthat.reporting.choices import TABLES_AT_WORK, RowVerdict, TableState
from viecthat.reporting.commands import table as commands
from viecthat.reporting.exports.table import faults_sheet, offline_form as form_sheet
from viecthat.reporting.forms.table import (
    OfflineForm,
    TableForm,
    UndoTableForm,
    WayForm,
    WriteTableForm,
    cells_sent,
    columns_sent,
)
from viecthat.reporting.models import FigureTable
from viecthat.reporting.queries.table import (
    column_names,
    counts_of,
    figures_written,
    rows_of,
    samples_of,
    shown_rows,
    table_by_id,
    tables_found,
    whats,
)
from viecthat.reporting.rules import may_bring_tables
from viecthat.ui.sentences import add_refusal, sentence_of
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from django import forms

    from viecthat.reporting.queries.table import What

ON_A_PAGE = 30
LINES_ON_A_PAGE = 50
POSTED = ["GET", "HEAD", "POST"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Where a register's figures come from: a figure it holds is entered there.
_REGISTERS = {
    "memberships": "people:register",
    "posts": "cadres:register",
    "cadres": "cadres:register",
    "courses": "courses:list",
    "works": "works:list",
    "support": "support:home",
    "career": "support:home",
    "loans": "support:home",
    "programmes": "programmes:list",
    "organisation": "units:list",
    "units": "units:list",
    "attendance": "activities:list",
    "presence": "activities:list",
}


def _allowed(request: HttpRequest) -> None:
    if not may_bring_tables(actor_of(request), now()):
        raise PermissionDenied(_("Bạn chưa được giao quyền kê khai số liệu cho đơn vị nào."))


def _table_or_404(request: HttpRequest, pk: int, at: datetime) -> FigureTable:
    found = table_by_id(pk, actor_of(request), at)
    if found is None:
        raise Http404
    return found


@require_safe
def tables(request: HttpRequest) -> HttpResponse:
    """The tables of the units one declares for, thirty to a page."""
    _allowed(request)
    text, state = request.GET.get("q", "")[:120], request.GET.get("trang-thai", "")
    found = tables_found(actor_of(request), now(), text=text, state=state)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    units = units_by_id({one.unit_id for one in page.object_list}, localdate())
    context = {
        "page": page,
        "rows": [(one, units[one.unit_id]) for one in page.object_list],
        "text": text,
        "state": state,
        "states": TableState.choices,
        "filtered": bool(text.strip() or state),
    }
    return render(request, "reporting/tables.html", context)


def _own_unit(request: HttpRequest) -> Any:
    mine = units_by_id(units_to_declare_for(actor_of(request), now()), localdate())
    return min(mine.values(), key=lambda one: one.name) if mine else None


@require_http_methods(POSTED)
def new(request: HttpRequest) -> HttpResponse:
    """Send or paste a table; what is found opens at once."""
    _allowed(request)
    sent = request.method == "POST"
    initial = {} if sent else {"unit": _own_unit(request), "period": request.GET.get("ky", "")}
    form = TableForm(*((request.POST, request.FILES) if sent else ()), today=localdate(), initial=initial)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            made = commands.read_table(
                unit=given["unit"].id,
                period=given["period"],
                file_name=given["name"],
                content=given["content"],
                field="text" if given["text"].strip() else "file",
                actor=actor_of(request),
                at=now(),
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("tables:table", made.pk)
    return render(request, "reporting/table_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(POSTED)
def offline_form(request: HttpRequest) -> HttpResponse:
    """Our own form: chosen, it comes as a file."""
    _allowed(request)
    sent = request.method == "POST"
    unit = _own_unit(request)
    offered = [what for what in whats(unit.id, localdate()).values() if what.why_not is None and not what.term]
    initial = {"unit": unit}
    form = OfflineForm(request.POST if sent else None, today=localdate(), initial=initial, offered=offered)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        chosen = [what.indicator for what in offered if what.key in given["indicators"]]
        try:
            content = form_sheet(
                unit=given["unit"], indicators=chosen, period=given["period"], day=localdate(), lang=_language()
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _sheet(content, f"mau-{given['unit'].code}-{given['period'].code}.xlsx")
    return render(request, "reporting/table_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(POSTED)
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """A table where it stands: its columns, its lines, or what became of it. Sent, cells are put right."""
    at = now()
    found = _table_or_404(request, pk, at)
    if found.state == TableState.READ:
        return _columns_page(request, found, at)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        way = WayForm(request.POST)
        typed, chosen, wrong = cells_sent(request.POST, found.day)
        try:
            commands.settle_cells(
                table=found,
                typed=typed,
                chosen=chosen,
                way=way.cleaned_data["way"] if way.is_valid() else found.way,
                actor=actor_of(request),
                at=at,
            )
        except Refused as refused:
            wrong[refused.field or ""] = sentence_of(refused)
        if not wrong:
            return redirect(request.get_full_path())
        found.refresh_from_db()
    return _lines_page(request, found, WriteTableForm(), wrong, status=422 if wrong else 200)


@require_http_methods(POSTED)
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """What each column holds; sent, the lines are checked."""
    at = now()
    return _columns_page(request, _table_or_404(request, pk, at), at)


def _columns_page(request: HttpRequest, found: FigureTable, at: datetime) -> HttpResponse:
    if found.state not in {TableState.READ, TableState.CHECKED}:
        return redirect("tables:table", found.pk)
    known = whats(found.unit_id, found.day)
    names = column_names(known)
    way = WayForm(request.POST if request.method == "POST" else None, initial={"way": found.way})
    chosen = list(found.columns)
    wrong: dict[str, str] = {}
    if request.method == "POST" and "trang-tinh" in request.POST and "xem-trang" in request.POST:
        try:
            place = request.POST["trang-tinh"]
            commands.choose_sheet(
                table=found, sheet=int(place) if place.isdecimal() else -1, actor=actor_of(request), at=at
            )
        except Refused as refused:
            wrong[refused.field or ""] = sentence_of(refused)
        else:
            return redirect("tables:columns", found.pk)
    elif request.method == "POST":
        chosen = columns_sent(request.POST, found.columns, known, names)
        try:
            commands.settle_mapping(
                table=found,
                columns=chosen,
                way=way.cleaned_data["way"] if way.is_valid() else found.way,
                actor=actor_of(request),
                at=at,
            )
        except Refused as refused:
            wrong[refused.field or ""] = sentence_of(refused)
        else:
            return redirect("tables:table", found.pk)
    boxes = [
        (
            sample,
            names.get(chosen[sample.place], chosen[sample.place]),
            wrong.get(f"cot-{sample.place}"),
            _register(sample.withheld),
        )
        for sample in samples_of(found, known, found.columns)
    ]
    context = {
        "table": found,
        "unit": units_by_id([found.unit_id], localdate(at))[found.unit_id],
        "boxes": boxes,
        "names": [names[key] for key, what in known.items() if what.why_not is None],
        "way": way,
        "wrong": wrong.get(""),
        "sheet_wrong": wrong.get("sheet"),
        "sheets": list(enumerate(found.sheets)),
    }
    return render(request, "reporting/table_columns.html", context, status=422 if wrong else 200)


def _register(what: What | None) -> str:
    """Where the figure is entered that a register holds; "" when it is nowhere, or can be typed."""
    if what is None:
        return ""
    name = _REGISTERS.get(what.indicator.register)
    return reverse(name) if name else ""


def _lines_page(
    request: HttpRequest, found: FigureTable, form: forms.Form, wrong: dict[str, str], *, status: int = 200
) -> HttpResponse:
    working = found.state in TABLES_AT_WORK
    counts = counts_of(found)
    asked = request.GET.get("loai", "")
    if asked not in RowVerdict.values and asked != "tat-ca":
        asked = next((v for v in (RowVerdict.REFUSED, RowVerdict.WARNED) if counts[v]), "tat-ca")
    page = None
    rows: list[Any] = []
    heads: list[Any] = []
    if not working:
        found_rows = rows_of(found, asked if asked in RowVerdict.values else "")
        page = Paginator(found_rows, LINES_ON_A_PAGE).get_page(request.GET.get("trang"))
        heads, rows = shown_rows(found, list(page.object_list))
    context = {
        "table": found,
        "unit": units_by_id([found.unit_id], localdate())[found.unit_id],
        "working": working,
        "counts": [(verdict, counts[verdict]) for verdict in RowVerdict],
        "refused": counts[RowVerdict.REFUSED],
        "all": sum(counts.values()),
        "asked": asked,
        "page": page,
        "rows": rows,
        "heads": heads,
        "open": found.state == TableState.CHECKED,
        "form": form,
        "way": WayForm(initial={"way": found.way}),
        "wrong": wrong,
        "figures": 0 if working else figures_written(found),
    }
    return render(request, "reporting/table.html", context, status=status)


@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the work is; when it is over the page is asked for anew."""
    found = _table_or_404(request, pk, now())
    response = render(request, "reporting/parts/table_progress.html", {"table": found})
    if found.state not in TABLES_AT_WORK:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures go into the ledger."""
    at = now()
    found = _table_or_404(request, pk, at)
    form = WriteTableForm(request.POST)
    if form.is_valid():
        try:
            commands.do_table(table=found, leave_out=form.cleaned_data["leave_out"], actor=actor_of(request), at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("tables:table", found.pk)
    return _lines_page(request, found, form, {}, status=422)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """A table that was taken back is looked through once more."""
    at = now()
    found = _table_or_404(request, pk, at)
    try:
        commands.take_up_again(table=found, actor=actor_of(request), at=at)
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    return redirect("tables:table", pk)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a table away before it is written."""
    at = now()
    found = _table_or_404(request, pk, at)
    try:
        commands.drop_table(table=found, actor=actor_of(request), at=at)
    except Refused as refused:
        messages.error(request, sentence_of(refused))
        return redirect("tables:table", pk)
    messages.success(request, _("Đã bỏ {name}; chưa số nào được ghi.").format(name=found.file_name))
    return redirect("tables:list")


@require_http_methods(POSTED)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a whole table back."""
    at = now()
    found = _table_or_404(request, pk, at)
    if found.state != TableState.DONE:
        return redirect("tables:table", pk)
    form = UndoTableForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            commands.take_table_back(table=found, reason=form.cleaned_data["reason"], actor=actor_of(request), at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("tables:table", pk)
    context = {"table": found, "form": form}
    return render(request, "reporting/table_take_back.html", context, status=422 if form.is_bound else 200)


@require_safe
def faults(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be put right, a row for each cell."""
    found = _table_or_404(request, pk, now())
    return _sheet(faults_sheet(found, day=localdate(), lang=_language()), f"bang-{pk}-can-sua.xlsx")


def _language() -> Literal["vi", "en"]:
    return "en" if get_language() == "en" else "vi"


def _sheet(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=XLSX, headers=headers)
