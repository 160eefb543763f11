"""Registers of advice, coordination and visits to the base."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Capability
from viecthat.documents.workbook import Sheet
from viecthat.plans.commands import (
    keep_advice,
    keep_coordination,
    log_visit,
    tell_outcome,
    tell_result,
)
from viecthat.plans.exports.directive import workbook_bytes
from viecthat.plans.exports.register import advice_sheet, coordination_sheet, visit_sheet
from viecthat.plans.forms.register import (
    AdviceFilterForm,
    AdviceForm,
    CoordinationForm,
    FilterForm,
    OutcomeForm,
    ResultForm,
    VisitForm,
    advice_initial,
    coordination_initial,
)
from viecthat.plans.models import Advice, Coordination
from viecthat.plans.pages.shared import (
    Reader,
    Words,
    change_page,
    file_response,
    kept_unit_or_403,
    own_units,
    reader_of,
    sent,
)
from viecthat.plans.queries.directive import issued_by
from viecthat.plans.queries.programme import ProgrammeFilter, programmes_found, servable
from viecthat.plans.queries.register import (
    RegisterFilter,
    advice_found,
    advice_numbered,
    advice_summary,
    coordination_numbered,
    coordinations_found,
    documents_advised_on,
    names_of,
    visits_by_department,
    visits_found,
)
from viecthat.plans.rules import may_keep_directives
from viecthat.units.queries.scope import UnitScope, units_seen
from viecthat.units.rules import may

POSTED = ["GET", "HEAD", "POST"]
ON_A_PAGE = 50
MOST_TAKEN = 10_000


def _wanted(form: FilterForm, units: UnitScope) -> RegisterFilter:
    if not form.is_valid():
        # What can't be read finds nothing: a list that silently left a filter out would be taken for the answer.
        return RegisterFilter(UnitScope(()))
    data: dict[str, Any] = form.cleaned_data
    return RegisterFilter(
        units=units,
        unit=data["unit"].id if data.get("unit") else None,
        text=data.get("text", ""),
        year=data.get("year"),
        outcome=data.get("outcome", ""),
        serves=data.get("serves"),
    )


def _seen(reader: Reader) -> UnitScope:
    return units_seen(reader.actor, reader.at)


def _list(
    request: HttpRequest, reader: Reader, form: FilterForm, found: Any, template: str, **more: Any
) -> HttpResponse:
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    rows = list(page.object_list)
    units = {row.unit_id for row in rows} | {row.visited_id for row in rows if hasattr(row, "visited_id")}
    names = names_of(units, reader.today)
    kept = {row.id for row in own_units(reader)}
    context = {
        "form": form,
        "filtered": any(form.data.get(name) for name in form.parameters.values()),
        "page": page,
        "rows": [(row, names.get(row.unit_id), names.get(getattr(row, "visited_id", 0))) for row in rows],
        "own": own_units(reader),
        "kept": kept,
        "query": request.GET.urlencode(),
        **more,
    }
    return render(request, template, context)


def _file(reader: Reader, found: Any, make: Callable[..., Sheet], name: str) -> HttpResponse:
    rows = list(found[:MOST_TAKEN])
    units = {row.unit_id for row in rows} | {row.visited_id for row in rows if hasattr(row, "visited_id")}
    sheet = make(rows, names_of(units, reader.today))
    return file_response(
        workbook_bytes((sheet,), sheet.title or sheet.name, reader.today), f"{name}-{reader.today}.xlsx"
    )


def _advice(request: HttpRequest, reader: Reader) -> tuple[AdviceFilterForm, Any]:
    seen = _seen(reader)
    form = AdviceFilterForm(request.GET, today=reader.today, documents=documents_advised_on(seen))
    return form, advice_found(_wanted(form, seen))


@require_safe
def advice_list(request: HttpRequest) -> HttpResponse:
    """Papers of advice with what came of them."""
    reader = reader_of(request)
    form, found = _advice(request, reader)
    return _list(request, reader, form, found, "plans/advice.html", summary=advice_summary(found))


@require_safe
def advice_file(request: HttpRequest) -> HttpResponse:
    """The same list whole, as XLSX."""
    reader = reader_of(request)
    return _file(reader, _advice(request, reader)[1], advice_sheet, "so-tham-muu")


@require_http_methods(POSTED)
def advice_enter(request: HttpRequest, code: str) -> HttpResponse:
    """A paper of advice is entered."""
    reader = reader_of(request)
    unit = kept_unit_or_403(code, reader)
    return _advice_page(request, reader, unit.id, None, _("Ghi việc tham mưu"), unit.name)


@require_http_methods(POSTED)
def advice_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Its line is put right."""
    reader = reader_of(request)
    found = _kept_advice(pk, reader)
    return _advice_page(request, reader, found.unit_id, found, _("Sửa việc tham mưu"), found.topic)


def _advice_page(
    request: HttpRequest, reader: Reader, unit: int, advice: Advice | None, title: str, lede: str
) -> HttpResponse:
    form = AdviceForm(
        sent(request),
        today=reader.today,
        papers=issued_by(unit),
        documents=servable(reader.actor, reader.at),
        programmes=programmes_found(ProgrammeFilter(unit=unit), reader.actor, reader.at),
        initial=advice_initial(advice) if advice else {"sent_on": reader.today},
    )
    back = reverse("registers:advice")

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        keep_advice(unit=unit, facts=form.facts(), advice=advice, actor=reader.actor, at=reader.at)
        return _("Đã ghi vào sổ tham mưu."), back

    return change_page(request, form, Words(title, lede, _("Ghi vào sổ")), run, back=back)


@require_http_methods(POSTED)
def advice_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of it."""
    reader = reader_of(request)
    found = _kept_advice(pk, reader)
    initial = {
        "outcome": found.outcome,
        "outcome_on": found.outcome_on or reader.today,
        "note": found.outcome_note,
    }
    form = OutcomeForm(sent(request), today=reader.today, initial=initial)
    back = reverse("registers:advice")

    def run(given: dict[str, Any]) -> tuple[str, str]:
        tell_outcome(advice=found, actor=reader.actor, at=reader.at, **given)
        return _("Đã ghi kết quả."), back

    return change_page(request, form, Words(_("Kết quả tham mưu"), found.topic, _("Ghi")), run, back=back)


@require_safe
def coordination_list(request: HttpRequest) -> HttpResponse:
    """Agreements to work together, with their results."""
    reader = reader_of(request)
    form = FilterForm(request.GET, today=reader.today)
    found = coordinations_found(_wanted(form, _seen(reader)))
    return _list(request, reader, form, found, "plans/coordination.html", today=reader.today)


@require_safe
def coordination_file(request: HttpRequest) -> HttpResponse:
    """The same list whole, as XLSX."""
    reader = reader_of(request)
    found = coordinations_found(_wanted(FilterForm(request.GET, today=reader.today), _seen(reader)))
    return _file(reader, found, coordination_sheet, "so-phoi-hop")


@require_http_methods(POSTED)
def coordination_enter(request: HttpRequest, code: str) -> HttpResponse:
    """An agreement is entered."""
    reader = reader_of(request)
    unit = kept_unit_or_403(code, reader)
    return _coordination_page(request, reader, unit.id, None, _("Ghi chương trình phối hợp"), unit.name)


@require_http_methods(POSTED)
def coordination_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Its line is put right."""
    reader = reader_of(request)
    found = _kept_coordination(pk, reader)
    return _coordination_page(request, reader, found.unit_id, found, _("Sửa chương trình phối hợp"), found.title)


def _coordination_page(
    request: HttpRequest, reader: Reader, unit: int, row: Coordination | None, title: str, lede: str
) -> HttpResponse:
    initial = coordination_initial(row) if row else {"start": reader.today}
    form = CoordinationForm(sent(request), today=reader.today, directives=issued_by(unit), initial=initial)
    back = reverse("registers:coordination")

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        keep_coordination(unit=unit, facts=form.facts(), coordination=row, actor=reader.actor, at=reader.at)
        return _("Đã ghi vào sổ phối hợp."), back

    return change_page(request, form, Words(title, lede, _("Ghi vào sổ")), run, back=back)


@require_http_methods(POSTED)
def coordination_result(request: HttpRequest, pk: int) -> HttpResponse:
    """What working together brought."""
    reader = reader_of(request)
    found = _kept_coordination(pk, reader)
    form = ResultForm(sent(request), today=reader.today, initial={"day": reader.today})
    back = reverse("registers:coordination")

    def run(given: dict[str, Any]) -> tuple[str, str]:
        tell_result(coordination=found, actor=reader.actor, at=reader.at, **given)
        return _("Đã ghi kết quả."), back

    return change_page(request, form, Words(_("Kết quả phối hợp"), found.title, _("Ghi")), run, back=back)


@require_safe
def visit_list(request: HttpRequest) -> HttpResponse:
    """Visits to the base, and how often each department went."""
    reader = reader_of(request)
    form = FilterForm(request.GET, today=reader.today)
    found = visits_found(_wanted(form, _seen(reader)))
    return _list(request, reader, form, found, "plans/visits.html", departments=visits_by_department(found))


@require_safe
def visit_file(request: HttpRequest) -> HttpResponse:
    """The same list whole, as XLSX."""
    reader = reader_of(request)
    found = visits_found(_wanted(FilterForm(request.GET, today=reader.today), _seen(reader)))
    return _file(reader, found, visit_sheet, "so-di-co-so")


@require_http_methods(POSTED)
def visit_enter(request: HttpRequest, code: str) -> HttpResponse:
    """A visit is entered."""
    reader = reader_of(request)
    unit = kept_unit_or_403(code, reader)
    form = VisitForm(sent(request), today=reader.today, initial={"day": reader.today})
    back = reverse("registers:visits")

    def run(given: dict[str, Any]) -> tuple[str, str]:
        visited = given.pop("visited")
        log_visit(unit=unit.id, visited=visited.id, actor=reader.actor, at=reader.at, **given)
        return _("Đã ghi chuyến đi cơ sở."), back

    return change_page(request, form, Words(_("Ghi chuyến đi cơ sở"), unit.name, _("Ghi vào sổ")), run, back=back)


def _kept_advice(pk: int, reader: Reader) -> Advice:
    found = advice_numbered(pk)
    _check_kept(found, reader)
    return found  # type: ignore[return-value]


def _kept_coordination(pk: int, reader: Reader) -> Coordination:
    found = coordination_numbered(pk)
    _check_kept(found, reader)
    return found  # type: ignore[return-value]


def _check_kept(found: Advice | Coordination | None, reader: Reader) -> None:
    """Http404 for a line the reader may not know of, 403 for one they may only read."""
    if found is None or not may(reader.actor, Capability.SEE, found.unit_id, reader.at):
        raise Http404
    if not may_keep_directives(reader.actor, found.unit_id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền giữ sổ của đơn vị này."))
