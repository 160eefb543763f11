"""Calls for reports: what is due for me and waits for me, all calls, one call with who has sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.kernel.dates import format_date
from viecthat.kernel.errors import Refused
from viecthat.kernel.looking import one_look
from viecthat.plans.pages.shared import Reader, Words, change_page, own_units, reader_of, sent
from viecthat.reporting.commands.call import change_call, close_call, open_call, remind_units, reopen_call
from viecthat.reporting.exports.call import calls_sheet, units_sheet
from viecthat.reporting.forms.call import CallListForm, CallRowsForm, ChangeCallForm, OpenForm
from viecthat.reporting.models import ReportCall
from viecthat.reporting.pages.shared import MOST_TAKEN, ON_A_PAGE, POSTED, sheet_file
from viecthat.reporting.queries.call import (
    NEWEST,
    ORDERS,
    ROW_ORDERS,
    CallFilter,
    CallRow,
    OpenCall,
    call_with_id,
    calls_found,
    forms_called_for,
    listed_calls,
    named_rows,
    open_call_of,
    own_reports_due,
    rows_asked,
)
from viecthat.reporting.queries.calling import forms_for, forms_owed
from viecthat.reporting.queries.taking import reports_to_take
from viecthat.reporting.rules import may_bring_tables, may_call, units_to_remind
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import UnitRow, ancestors_of, unit_with_code, units_by_id

NAMED = 12  # of what is due and what waits; the rest is counted


def trail(call: ReportCall | None = None) -> list[tuple[str, str]]:
    """From the home of reports to a call."""
    steps = [(_("Báo cáo"), reverse("reports:calls"))]
    return [*steps, (str(call.form), reverse("reports:call", args=[call.pk]))] if call else steps


@dataclass(frozen=True)
class Asked:
    """What the address asks for, and the calls found."""

    form: CallListForm
    found: QuerySet[ReportCall]
    order: str

    @property
    def narrowed(self) -> bool:
        """Something narrows the list."""
        return any(self.form.data.get(name) for name in CallListForm.parameters.values())


def _asked(request: HttpRequest, reader: Reader) -> Asked:
    form = CallListForm(request.GET, today=reader.today, known=forms_called_for(reader.actor, reader.at))
    valid = form.is_valid()
    data: dict[str, Any] = form.cleaned_data
    wanted = CallFilter(
        text=data.get("text", ""),
        form=data.get("form", ""),
        period=data.get("period"),
        opened={"mo": True, "khep": False}.get(data.get("state", "")),
    )
    order = request.GET.get("xep", NEWEST)
    order = order if order in ORDERS else NEWEST
    found = calls_found(wanted, reader.actor, reader.at, order)
    return Asked(form, found if valid else found.none(), order)


@require_safe
@one_look()
def calls(request: HttpRequest) -> HttpResponse:
    """The home of reports."""
    reader = reader_of(request)
    asked = _asked(request, reader)
    page = Paginator(asked.found, ON_A_PAGE).get_page(request.GET.get("trang"))
    due = own_reports_due(reader.actor, reader.at)
    waiting = list(reports_to_take(reader.actor, reader.at)[: NAMED + 1])
    names = units_by_id({report.unit_id for report in waiting}, reader.today) if waiting else {}
    query = request.GET.copy()
    query.pop("trang", None)
    context = {
        "asked": asked,
        "form": asked.form,
        "page": page,
        "rows": listed_calls(page.object_list, reader.actor, reader.at),
        "due": due[:NAMED],
        "due_more": max(0, len(due) - NAMED),
        "waiting": [(report, names[report.unit_id]) for report in waiting[:NAMED]],
        "waiting_more": len(waiting) > NAMED,
        "may_open": bool(own_units(reader, capabilities=(Capability.PLAN,))),
        "declares": may_bring_tables(reader.actor, reader.at),
        "query": query.urlencode(),
        "default_order": NEWEST,
        "today": reader.today,
    }
    return render(request, "reporting/calls.html", context)


@require_safe
def calls_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list whole, as a file."""
    reader = reader_of(request)
    rows = listed_calls(_asked(request, reader).found[:MOST_TAKEN], reader.actor, reader.at)
    return sheet_file(kind, (calls_sheet(rows),), f"dot-bao-cao-{reader.today:%Y-%m-%d}", reader.today)


def call_or_404(pk: int, reader: Reader) -> ReportCall:
    """The call. Http404 for one the reader may not know of."""
    found = call_with_id(pk, reader.actor, reader.at)
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class AskedRows:
    """What the address asks of a call's units, and those found."""

    form: CallRowsForm
    rows: list[CallRow]
    order: str


def _asked_rows(request: HttpRequest, opened: OpenCall, reader: Reader) -> AskedRows:
    form = CallRowsForm(request.GET, today=reader.today, superiors=opened.superiors)
    order = request.GET.get("xep", "cay")
    order = order if order in ROW_ORDERS else "cay"
    if not form.is_valid():
        return AskedRows(form, [], order)
    data = form.cleaned_data
    superior = next((row.id for row in opened.superiors if row.code == data["superior"]), None)
    rows = rows_asked(opened, text=data["text"], standing=data["standing"], superior=superior, order=order)
    return AskedRows(form, rows, order)


@require_safe
@one_look()
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """One call: how far it has come and who stands how."""
    reader = reader_of(request)
    found = call_or_404(pk, reader)
    opened = open_call_of(found, reader.actor, reader.at)
    asked = _asked_rows(request, opened, reader)
    page = Paginator(asked.rows, ON_A_PAGE).get_page(request.GET.get("trang"))
    reached = set(units_to_remind(reader.actor, reader.at))
    own = {unit.id for unit in own_units(reader, capabilities=(Capability.DECLARE,))}
    query = request.GET.copy()
    query.pop("trang", None)
    context = {
        "call": found,
        "opened": opened,
        "form": asked.form,
        "page": page,
        "rows": named_rows(page.object_list, opened),
        "own": own,
        "may_remind": found.closed_at is None
        and any(row.unit in reached and row.standing not in {"da-gui", "da-nhan"} for row in opened.rows),
        "reached": reached,
        "keeps": may_call(reader.actor, found.unit_id, reader.at),
        "narrowed": any(request.GET.get(name) for name in CallRowsForm.parameters.values()),
        "query": query.urlencode(),
        "trail": [*trail(), (found.period.name(), "")],
        "today": reader.today,
    }
    return render(request, "reporting/call.html", context)


@require_safe
def call_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The units that are asked for, as a file."""
    reader = reader_of(request)
    opened = open_call_of(call_or_404(pk, reader), reader.actor, reader.at)
    rows = named_rows(_asked_rows(request, opened, reader).rows[:MOST_TAKEN], opened)
    return sheet_file(kind, (units_sheet(opened, rows),), f"dot-bao-cao-{pk}", reader.today)


@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind one unit (`don-vi`) or all that have not sent."""
    reader = reader_of(request)
    found = call_or_404(pk, reader)
    unit = unit_with_code(request.POST.get("don-vi", ""), reader.today)
    if request.POST.get("don-vi") and unit is None:
        raise Http404
    try:
        told = remind_units(call=found, units=[unit.id] if unit else None, actor=reader.actor, at=reader.at)
        if told:
            messages.success(request, _("Đã nhắc người phụ trách của {count} đơn vị.").format(count=told))
        else:
            messages.warning(request, _("Các đơn vị này chưa có ai có tài khoản để nhắc; gọi điện cho họ."))
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    return HttpResponseRedirect(reverse("reports:call", args=[pk]))


def _calling(request: HttpRequest, reader: Reader) -> tuple[UnitRow, list[UnitRow]]:
    """The unit that calls (`don-vi`, else the reader's own), and those to choose from."""
    own = own_units(reader, capabilities=(Capability.PLAN,))
    code = request.GET.get("don-vi", "")
    unit = unit_with_code(code, reader.today) if code else (own[0] if own else None)
    if unit is None:
        if code:
            raise Http404
        raise PermissionDenied(_("Bạn chưa được giao quyền mở đợt báo cáo cho đơn vị nào."))
    if not may_call(reader.actor, unit.id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền mở đợt báo cáo cho đơn vị này."))
    return unit, own


@require_http_methods(POSTED)
def new(request: HttpRequest) -> HttpResponse:
    """Open a call by hand."""
    reader = reader_of(request)
    unit, own = _calling(request, reader)
    above = [unit.id, *(row.id for row in ancestors_of(unit.id, reader.today))]
    known = forms_owed(unit.id, list(forms_for(above, reader.today)), reader.today)
    form = OpenForm(sent(request), today=reader.today, known=known, initial={"form": request.GET.get("mau", "")})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        code = given.pop("form")
        chosen = next(one for one in known if one.code == code)
        made = open_call(form=chosen, unit=unit.id, **given, actor=reader.actor, at=reader.at)
        said = _("Đã mở đợt báo cáo, hạn gửi {day}. Người phụ trách các đơn vị đã được báo.")
        return said.format(day=format_date(made.due)), reverse("reports:call", args=[made.pk])

    words = Words(_("Mở đợt báo cáo"), unit.name, _("Mở đợt"))
    others = [(row.name, f"?don-vi={row.code}") for row in own if row.id != unit.id][:12]
    return change_page(
        request, form, words, run, back=reverse("reports:calls"), trail=trail(), extra={"others": others},
        template="reporting/change.html",
    )  # fmt: skip


def _kept(pk: int, reader: Reader) -> ReportCall:
    found = call_or_404(pk, reader)
    if not may_call(reader.actor, found.unit_id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền với đợt báo cáo của đơn vị này."))
    return found


@require_http_methods(POSTED)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another due day, other words."""
    reader = reader_of(request)
    found = _kept(pk, reader)
    form = ChangeCallForm(sent(request), today=reader.today, initial={"due": found.due, "words": found.words})
    back = reverse("reports:call", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        change_call(call=found, **given, actor=reader.actor, at=reader.at)
        return _("Đã lưu."), back

    words = Words(_("Sửa đợt báo cáo"), f"{found.form}, {found.period.name()}", _("Lưu"))
    return change_page(request, form, words, run, back=back, trail=trail(found), template="reporting/change.html")


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the call, or open it again (`viec` mo-lai)."""
    reader = reader_of(request)
    found = _kept(pk, reader)
    try:
        if request.POST.get("viec") == "mo-lai":
            reopen_call(call=found, actor=reader.actor, at=reader.at)
            messages.success(request, _("Đã mở lại đợt báo cáo."))
        else:
            close_call(call=found, actor=reader.actor, at=reader.at)
            messages.success(request, _("Đã khép đợt báo cáo; không ai gửi thêm hay sửa nữa."))
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    return HttpResponseRedirect(reverse("reports:call", args=[pk]))
