"""Lists of members from files: sent, columns looked over, rows looked over, written, taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.people.choices.intake import AT_WORK, IntakeState, Verdict
from viecthat.people.commands import intake as commands
from viecthat.people.exports.intake import list_with_problems, problem_words, template_sheet
from viecthat.people.forms.intake import ColumnsForm, ListForm, TakeBackForm, WriteForm
from viecthat.people.models import Intake
from viecthat.people.queries.intake import (
    counts_by_verdict,
    file_of,
    intake_with_id,
    intakes_of,
    people_of,
    rows_of,
    samples_of,
)
from viecthat.people.queries.membership import branches_kept
from viecthat.people.rules.intake import may_bring_lists, may_read_list, may_take_back
from viecthat.ui.sentences import add_refusal
from viecthat.units.queries import units_by_id
from viecthat.units.rules import may

ON_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _intake_or_404(request: HttpRequest, pk: int, at: datetime) -> Intake:
    """The list, for those who keep the books it is for; its rows are only for whoever sent it."""
    found = intake_with_id(pk)
    if found is None or not may_bring_lists(actor_of(request), found.unit_id, at):
        raise Http404
    return found


def _own_intake(request: HttpRequest, pk: int, at: datetime) -> Intake:
    found = _intake_or_404(request, pk, at)
    if not may_read_list(actor_of(request), found, at):
        raise PermissionDenied
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def intakes(request: HttpRequest) -> HttpResponse:
    """Send a list; the lists of before."""
    at, actor = now(), actor_of(request)
    today = localdate(at)
    kept = branches_kept(actor, at)
    sent = request.method == "POST"
    initial = {"unit": kept[0]} if len(kept) == 1 else {}
    form = ListForm(*((request.POST, request.FILES) if sent else ()), today=today, initial=initial)
    if sent and form.is_valid():
        name, content = form.cleaned_data["file"]
        try:
            made = commands.receive_list(
                unit=form.cleaned_data["unit"].id, file_name=name, content=content, actor=actor, at=at
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("people:intake", made.pk)
    page = Paginator(intakes_of(actor, at), ON_PAGE).get_page(request.GET.get("trang"))
    units = units_by_id({row.unit_id for row in page.object_list}, today)
    rows = [(row, units[row.unit_id]) for row in page.object_list]
    context = {"form": form, "page": page, "rows": rows, "keeps": bool(kept)}
    return render(request, "people/intakes.html", context, status=422 if sent else 200)


@require_safe
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """A list where it stands: its columns, its rows, or what became of it."""
    at = now()
    found = _intake_or_404(request, pk, at)
    if found.state == IntakeState.UPLOADED and may_read_list(actor_of(request), found, at):
        return _columns_page(request, found, at)
    return _rows_page(request, found, at)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """What each column is; sent, the rows are checked."""
    at = now()
    return _columns_page(request, _own_intake(request, pk, at), at)


def _columns_page(request: HttpRequest, found: Intake, at: datetime) -> HttpResponse:
    actor = actor_of(request)
    try:
        file = file_of(found)
    except Refused:
        file = None
    if file is None or found.state not in {IntakeState.UPLOADED, IntakeState.CHECKED}:
        return redirect("people:intake", found.pk) if found.state != IntakeState.UPLOADED else _gone(request)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        today=localdate(at),
        samples=samples_of(found, file),
        sensitive=may(actor, Capability.SENSITIVE, found.unit_id, at),
        initial={"day_order": found.day_order, "default_since": found.default_since},
    )
    if form.is_bound and form.is_valid():
        try:
            commands.settle_columns(
                intake=found,
                columns=form.columns(),
                day_order=form.cleaned_data["day_order"],
                default_since=form.cleaned_data["default_since"],
                actor=actor,
                at=at,
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("people:intake", found.pk)
    context = {"intake": found, "form": form, "unit": _unit_of(found, at)}
    response = render(request, "people/intake_columns.html", context, status=422 if form.is_bound else 200)
    response["Cache-Control"] = "no-store"
    return response


def _gone(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Tệp đã được dọn đi; gửi lại tệp."))
    return redirect("people:intakes")


def _unit_of(found: Intake, at: datetime) -> object:
    return units_by_id([found.unit_id], localdate(at))[found.unit_id]


def _rows_page(
    request: HttpRequest, found: Intake, at: datetime, form: WriteForm | None = None, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    asked = request.GET.get("loai", "")
    counts = counts_by_verdict(found)
    if asked not in Verdict.values:
        asked = Verdict.REFUSED if counts[Verdict.REFUSED] else Verdict.WARNED if counts[Verdict.WARNED] else ""
    readable = may_read_list(actor, found, at)
    shown = readable and found.state in {IntakeState.CHECKED, IntakeState.DONE}
    page = Paginator(rows_of(found, asked), ON_PAGE).get_page(request.GET.get("trang")) if shown else None
    rows = [(row, problem_words(row.problems, found.heads)) for row in page.object_list] if page else []
    used = [(place, head) for place, (head, field) in enumerate(zip(found.heads, found.columns, strict=True)) if field]
    context = {
        "intake": found,
        "unit": _unit_of(found, at),
        "working": found.state in AT_WORK,
        "readable": readable,
        "counts": [(Verdict(code), counts[code]) for code in Verdict.values],
        "good": counts[Verdict.FINE],
        "warned": counts[Verdict.WARNED],
        "refused": counts[Verdict.REFUSED],
        "people": people_of(found).count() if found.state in {IntakeState.DONE, IntakeState.UNDONE} else 0,
        "asked": asked,
        "page": page,
        "rows": [(row, [_cell(row.cells, place) for place, _head in used], said) for row, said in rows],
        "heads": [head for _place, head in used],
        "form": form or WriteForm(),
        "may_take_back": found.state == IntakeState.DONE and may_take_back(actor, found, at),
    }
    response = render(request, "people/intake.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _cell(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the work is; when it is over the page is asked for anew."""
    found = _intake_or_404(request, pk, now())
    response = render(request, "people/parts/intake_progress.html", {"intake": found})
    if found.state not in AT_WORK:
        response["HX-Refresh"] = "true"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The good rows go into the register."""
    at = now()
    found = _own_intake(request, pk, at)
    form = WriteForm(request.POST)
    if form.is_valid():
        try:
            commands.write_checked_list(
                intake=found, with_warned=form.cleaned_data["with_warned"], actor=actor_of(request), at=at
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("people:intake", found.pk)
    return _rows_page(request, found, at, form, status=422)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a list away before it is written."""
    at = now()
    found = _own_intake(request, pk, at)
    try:
        commands.drop_list(intake=found, actor=actor_of(request), at=at)
    except Refused as refused:
        messages.error(request, refused.translated(_))
        return redirect("people:intake", pk)
    messages.success(request, _("Đã bỏ danh sách {name}; chưa dòng nào được ghi.").format(name=found.file_name))
    return redirect("people:intakes")


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a whole list back."""
    at, actor = now(), actor_of(request)
    found = _intake_or_404(request, pk, at)
    if not may_take_back(actor, found, at):
        raise PermissionDenied
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            commands.ask_to_take_back(intake=found, reason=form.cleaned_data["reason"], actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("people:intake", pk)
    context = {"intake": found, "form": form, "unit": _unit_of(found, at), "people": people_of(found).count()}
    return render(request, "people/intake_take_back.html", context, status=422 if form.is_bound else 200)


@require_safe
def problems(request: HttpRequest, pk: int) -> HttpResponse:
    """The list back, with what is wrong beside each row."""
    at = now()
    found = _own_intake(request, pk, at)
    if found.state not in {IntakeState.CHECKED, IntakeState.DONE}:
        raise Http404
    language: Literal["vi", "en"] = "en" if get_language() == "en" else "vi"
    return _sheet(list_with_problems(found, day=localdate(at), lang=language), f"danh-sach-{pk}-van-de.xlsx")


@require_safe
def template(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every page takes one
    """An empty list to fill in."""
    return _sheet(template_sheet(localdate()), "danh-sach-doan-vien-mau.xlsx")


def _sheet(content: bytes, name: str) -> HttpResponse:
    headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=XLSX, headers=headers)
