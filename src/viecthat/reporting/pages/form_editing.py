"""A form made, copied, changed, ended. Rows move by plain buttons that send the page; only "Lưu" keeps anything."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from viecthat.accounts.choices import Capability
from viecthat.kernel.errors import Refused
from viecthat.ledger.choices import WorkArea
from viecthat.ledger.queries import Indicator, indicators, indicators_offered
from viecthat.plans.pages.shared import Reader, Words, change_page, own_units, reader_of, sent
from viecthat.plans.queries.directive import DirectiveFilter, directive_shown, directives_found
from viecthat.plans.queries.programme import wholes_of
from viecthat.reporting.choices import Breakdown, FormCadence
from viecthat.reporting.commands.form import FormDraft, draft_of, end_form, make_form, revise_form
from viecthat.reporting.forms.report_form import EndForm, HeadForm, lines_sent, rows_moved, sections_sent
from viecthat.reporting.models import ReportForm
from viecthat.reporting.pages.forms import form_or_404, trail
from viecthat.reporting.pages.shared import POSTED
from viecthat.reporting.queries.form import is_used, kinds_named
from viecthat.reporting.rules import may_call, may_keep_form
from viecthat.ui.sentences import add_refusal
from viecthat.units.queries import UnitRow, unit_with_code

SAVE = "luu"
MOST_DOCUMENTS = 200
_HEAD = (
    "name", "name_en", "cadence", "due_days", "due_earlier", "opens_before", "checked_first", "signing", "note",
    "kinds", "programme", "directive",
)  # fmt: skip
_EMPTY = FormDraft(name="", cadence=FormCadence.THEMATIC, kinds=(), lines=(), sections=())


@require_http_methods(POSTED)
def new(request: HttpRequest) -> HttpResponse:
    """A form of the unit's own (`don-vi`, else the reader's first)."""
    reader = reader_of(request)
    unit, others = _keeper(request, reader)

    def keep(draft: FormDraft, start: date) -> ReportForm:
        return make_form(unit=unit.id, draft=draft, start=start, actor=reader.actor, at=reader.at)

    words = Words(_("Thêm mẫu báo cáo"), unit.name, _("Lưu mẫu"))
    return _editor(request, reader, _EMPTY, reader.today, unit.id, words, keep, others=others)


@require_http_methods(POSTED)
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A form of the unit's own that begins as a copy of another."""
    reader = reader_of(request)
    found = form_or_404(pk)
    unit, others = _keeper(request, reader)

    def keep(draft: FormDraft, start: date) -> ReportForm:
        return make_form(unit=unit.id, draft=draft, start=start, actor=reader.actor, at=reader.at)

    copied = replace(draft_of(found), opens_before=None, programme=None, directive=None)
    words = Words(_("Sao mẫu báo cáo"), f"{unit.name}: {found}", _("Lưu mẫu"))
    return _editor(request, reader, copied, reader.today, unit.id, words, keep, form=found, others=others)


@require_http_methods(POSTED)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a form: in place while no call was opened with it, else as its next version."""
    reader = reader_of(request)
    found = form_or_404(pk)
    if found.end is not None or not may_keep_form(reader.actor, found, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền giữ mẫu báo cáo của đơn vị này."))

    def keep(draft: FormDraft, start: date) -> ReportForm:
        return revise_form(form=found, draft=draft, start=start, actor=reader.actor, at=reader.at)

    used = is_used(found)
    title = _("Bản mới của mẫu báo cáo") if used else _("Sửa mẫu báo cáo")
    words = Words(title, str(found), _("Lưu bản mới") if used else _("Lưu"))
    start = max(reader.today, found.start) if used else found.start
    return _editor(request, reader, draft_of(found), start, found.unit_id, words, keep, form=found)


@require_http_methods(POSTED)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody opens a call with it any more."""
    reader = reader_of(request)
    found = form_or_404(pk)
    if not may_keep_form(reader.actor, found, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền giữ mẫu báo cáo của đơn vị này."))
    form = EndForm(sent(request), today=reader.today, initial={"day": reader.today})
    back = reverse("reports:form", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        end_form(form=found, day=given["day"], actor=reader.actor, at=reader.at)
        return _("Đã ghi ngày thôi dùng mẫu."), back

    words = Words(_("Thôi dùng mẫu báo cáo"), str(found), _("Thôi dùng"))
    return change_page(request, form, words, run, back=back, trail=trail(found), template="reporting/change.html")


def _keeper(request: HttpRequest, reader: Reader) -> tuple[UnitRow, list[tuple[str, str]]]:
    own = own_units(reader, capabilities=(Capability.PLAN,))
    code = request.GET.get("don-vi", "")
    unit = unit_with_code(code, reader.today) if code else (own[0] if own else None)
    if unit is None and code:
        raise Http404
    if unit is None or not may_call(reader.actor, unit.id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền giữ mẫu báo cáo của đơn vị nào."))
    return unit, [(row.name, f"?don-vi={row.code}") for row in own if row.id != unit.id][:12]


def _editor(
    request: HttpRequest,
    reader: Reader,
    draft: FormDraft,
    start: date,
    unit: int | None,
    words: Words,
    keep: Callable[[FormDraft, date], ReportForm],
    *,
    form: ReportForm | None = None,
    others: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    programmes = [(row.pk, str(row)) for row in wholes_of(unit)] if unit is not None else []
    directives = _documents(reader, draft.directive)
    offered: dict[str, Any] = {
        "today": reader.today, "kinds": kinds_named(), "programmes": programmes, "directives": directives,
    }  # fmt: skip
    initial = {"start": start, **{name: getattr(draft, name) for name in _HEAD}}
    head = HeadForm(initial=initial, **offered)
    status = 200
    if request.method == "POST":
        draft = replace(draft, lines=tuple(lines_sent(request.POST)), sections=tuple(sections_sent(request.POST)))
        do = request.POST.get("viec", "")
        if do == SAVE:
            head = HeadForm(request.POST, **offered)
            status = 422
            if head.is_valid():
                given = dict(head.cleaned_data)
                try:
                    made = keep(replace(draft, **{k: v for k, v in given.items() if k != "start"}), given["start"])
                except Refused as refused:
                    add_refusal(head, refused)
                else:
                    messages.success(request, _("Đã lưu mẫu “{name}”.").format(name=made))
                    return HttpResponseRedirect(reverse("reports:form", args=[made.pk]))
        else:
            draft = rows_moved(draft, do, request.POST.get("them-chi-so", ""))
            head = HeadForm(initial=_typed(request, head), **offered)
    known = {indicator.code: indicator for indicator in indicators().values()}
    kept_by = [unit] if unit is not None else []
    context = {
        "head": head,
        "lines": [(line, known.get(line.indicator)) for line in draft.lines],
        "sections": draft.sections,
        "offered": _offered(kept_by, reader, {line.indicator for line in draft.lines}),
        "breakdowns": Breakdown.choices,
        "areas": WorkArea.choices,
        "words": words,
        "others": others or [],
        "back": reverse("reports:form", args=[form.pk]) if form else reverse("reports:forms"),
        "trail": trail(form),
    }
    return render(request, "reporting/form_edit.html", context, status=status)


def _documents(reader: Reader, chosen: int | None) -> list[tuple[int, str]]:
    """The documents a form may go by: those in force that the reader may see, and the one it goes by now."""
    wanted = DirectiveFilter(day=reader.today)
    found = {row.pk: row for row in directives_found(wanted, reader.actor, reader.at)[:MOST_DOCUMENTS]}
    if chosen is not None and chosen not in found and (row := directive_shown(chosen, reader.actor, reader.at)):
        found = {row.pk: row, **found}
    return [(pk, f"{row} – {row.subject}"[:120] if row.number else str(row)[:120]) for pk, row in found.items()]


def _offered(units: Collection[int], reader: Reader, taken: set[str]) -> list[tuple[str, list[Indicator]]]:
    """What may still be added, block by block: what all count, and what the unit may count of its own."""
    free = [one.indicator for one in indicators_offered(units, reader.today) if one.indicator.code not in taken]
    return [(str(area.label), [one for one in free if one.area == area]) for area in WorkArea]


def _typed(request: HttpRequest, head: HeadForm) -> dict[str, Any]:
    """What was typed into the head, shown again as it is: nobody asked for it to be checked yet."""
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in head.fields}
    typed["checked_first"] = "checked_first" in request.POST
    typed["kinds"] = request.POST.getlist("kinds")
    return typed
