"""The fee book closed and handed up: what is closed next, what was, what waits for the superior, who owes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.documents.docx import to_docx
from viecthat.documents.pdf import to_pdf
from viecthat.kernel.errors import Refused
from viecthat.people.commands import fee_closing as commands
from viecthat.people.commands.rows import RowsRefused
from viecthat.people.exports.fee import arrears_xlsx, closing_document, fee_book_xlsx
from viecthat.people.forms.fee_closing import CloseForm, ConfirmForm, ReopenForm
from viecthat.people.models import FeeClosing
from viecthat.people.pages.life import made_up, tell_rows
from viecthat.people.queries.admission import may_follow_admissions
from viecthat.people.queries.fee import fee_book
from viecthat.people.queries.fee_closing import (
    ShownClosing,
    arrears_of,
    closing_with_id,
    closings_of,
    closings_waiting,
    counted_in,
    open_book,
    shown_closings,
)
from viecthat.people.rules.fee import may_confirm
from viecthat.people.rules.membership import holds_members, may_keep_members
from viecthat.ui.privacy import private
from viecthat.ui.sentences import add_refusal
from viecthat.units.queries import UnitRow, unit_with_code, units_by_id

ON_PAGE = 24
_YEARS = 3
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WRITERS = {
    "docx": (to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (to_pdf, "application/pdf"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def closings(request: HttpRequest, code: str) -> HttpResponse:
    """What would be closed now, with the button; below it what was closed."""
    at, actor = now(), actor_of(request)
    today = localdate(at)
    unit = _unit_or_404(request, code, at)
    may_do = may_keep_members(actor, unit.id, at)
    form = CloseForm(request.POST if request.method == "POST" else None, today=today)
    if form.is_bound and not may_do:
        raise PermissionDenied
    if form.is_bound and form.is_valid():
        try:
            made = commands.close_fees(unit=unit.id, end=form.cleaned_data["end"], actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            said = _("Đã khoá sổ; nộp cấp trên {sum} đồng.") if made.passed else _("Đã khoá sổ.")
            messages.success(request, said.format(sum=f"{made.passed:,}".replace(",", ".")))
            return redirect("keeping:fee-closings", code)
    book = open_book(unit, today)
    page = Paginator(closings_of(unit.id), ON_PAGE).get_page(request.GET.get("trang"))
    waiting = closings_waiting(actor, at)
    context = {
        "unit": unit,
        "book": book,
        "form": form,
        "early": today < book.opens_on,
        "late": today > book.due_on,
        "rows": shown_closings(list(page), today),
        "page": page,
        "may_do": may_do,
        "is_branch": holds_members(unit.kind),
        "waiting": waiting.count(),
        "below": [(row.unit.name, row.closing) for row in shown_closings(book.below, today)],
        "synthetic": made_up(fee.person for fee in (*book.fees, *book.backs)),
    }
    return private(render(request, "people/fee_closings.html", context, status=422 if form.is_bound else 200))


@require_http_methods(["GET", "HEAD", "POST"])
def handed_up(request: HttpRequest) -> HttpResponse:
    """What units below handed up: confirm the ticked lines, or return one."""
    at, actor = now(), actor_of(request)
    today = localdate(at)
    page = Paginator(closings_waiting(actor, at), 100).get_page(request.GET.get("trang"))
    rows = shown_closings(list(page), today)
    form = ConfirmForm(request.POST if request.method == "POST" else None, today=today, initial={"day": today})
    if form.is_bound and form.is_valid():
        asked = set(request.POST.getlist("dong"))
        ticked = [row for row in rows if str(row.closing.pk) in asked]
        try:
            made = commands.confirm_passed(
                closings=[row.closing.pk for row in ticked], day=form.cleaned_data["day"], actor=actor, at=at
            )
        except RowsRefused as refused:
            tell_rows(form, refused, [row.unit.name for row in ticked])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            said = ngettext("Đã xác nhận {n} khoản.", "Đã xác nhận {n} khoản.", len(made))
            messages.success(request, said.format(n=len(made)))
            return redirect("keeping:fees-handed-up")
    context = {"rows": rows, "page": page, "form": form, "total": sum(row.closing.passed for row in rows)}
    return private(render(request, "people/fees_handed_up.html", context, status=422 if form.is_bound else 200))


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A closing was wrong: the unit opens its book again, or the superior returns it."""
    at, actor = now(), actor_of(request)
    unit = _unit_or_404(request, code, at)
    shown = _shown_or_404(pk, unit, localdate(at))
    theirs = may_confirm(actor, shown.closing, at)
    if not theirs and not may_keep_members(actor, unit.id, at):
        raise PermissionDenied
    form = ReopenForm(request.POST if request.method == "POST" else None, today=localdate(at))
    if form.is_bound and form.is_valid():
        try:
            commands.undo_closing(closing=pk, reason=form.cleaned_data["reason"], actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Sổ đã mở lại; lần khoá này vẫn còn để xem."))
            return redirect("keeping:fees-handed-up") if theirs else redirect("keeping:fee-closings", code)
    words = {
        "title": _("Trả lại khoản nộp đoàn phí") if theirs else _("Mở lại sổ đoàn phí"),
        "lede": unit.name,
        "button": _("Trả lại") if theirs else _("Mở lại sổ"),
    }
    back = reverse("keeping:fees-handed-up") if theirs else reverse("keeping:fee-closings", args=[code])
    context: dict[str, Any] = {"form": form, "back": back, "words": words, "with_files": False}
    return private(render(request, "people/change.html", context, status=422 if form.is_bound else 200))


@require_safe
def paper(request: HttpRequest, code: str, pk: int, kind: str) -> HttpResponse:
    """The statement of a closing, to print and to hand over with the money."""
    at = now()
    unit = _unit_or_404(request, code, at)
    shown = _shown_or_404(pk, unit, localdate(at))
    if kind not in _WRITERS:
        raise Http404
    lines = counted_in(shown.closing)
    names = units_by_id({line.below.unit_id for line in lines if line.below is not None}, localdate(at))
    example = any(line.fee is not None and line.fee.person.example for line in lines)
    write, content_type = _WRITERS[kind]
    document = closing_document(shown, lines, {one.id: one.name for one in names.values()}, made_up=example)
    return _file(write(document), f"nop-doan-phi-{unit.code}-{shown.closing.end:%Y-%m-%d}.{kind}", content_type)


@require_safe
def arrears(request: HttpRequest, code: str) -> HttpResponse:
    """The members who owe months of the year."""
    at = now()
    unit, today = _branch_or_404(request, code, at), localdate(at)
    year = _year(request, today)
    found = arrears_of(unit.id, year, today)
    context = {
        "unit": unit,
        "rows": found,
        "year": year,
        "years": range(today.year - _YEARS + 1, today.year + 1),
        "total": sum(one.due for one in found),
        "synthetic": made_up(one.person for one in found),
    }
    return private(render(request, "people/fee_arrears.html", context))


@require_safe
def arrears_file(request: HttpRequest, code: str) -> HttpResponse:
    """The same as a workbook."""
    at = now()
    unit, today = _branch_or_404(request, code, at), localdate(at)
    year = _year(request, today)
    content = arrears_xlsx(arrears_of(unit.id, year, today), unit, year, day=today, lang=_lang())
    return _file(content, f"no-doan-phi-{unit.code}-{year}.xlsx", XLSX)


@require_safe
def book_file(request: HttpRequest, code: str) -> HttpResponse:
    """The fee book of a year as a workbook."""
    at = now()
    unit, today = _branch_or_404(request, code, at), localdate(at)
    month = date(_year(request, today), today.month, 1)
    content = fee_book_xlsx(fee_book(unit.id, month), unit, day=today, lang=_lang())
    return _file(content, f"doan-phi-{unit.code}-{month.year}.xlsx", XLSX)


def _shown_or_404(pk: int, unit: UnitRow, today: date) -> ShownClosing:
    closing: FeeClosing | None = closing_with_id(pk)
    if closing is None or closing.unit_id != unit.id:
        raise Http404
    return shown_closings([closing], today)[0]


def _unit_or_404(request: HttpRequest, code: str, at: datetime) -> UnitRow:
    unit = unit_with_code(code, localdate(at))
    if unit is None or not may_follow_admissions(actor_of(request), unit.id, at):
        raise Http404
    return unit


def _branch_or_404(request: HttpRequest, code: str, at: datetime) -> UnitRow:
    unit = _unit_or_404(request, code, at)
    if not holds_members(unit.kind):
        raise Http404
    return unit


def _year(request: HttpRequest, today: date) -> int:
    typed = request.GET.get("nam", "")
    known = range(today.year - _YEARS + 1, today.year + 1)
    return int(typed) if typed.isascii() and typed.isdigit() and int(typed) in known else today.year


def _lang() -> Literal["vi", "en"]:
    return "en" if get_language() == "en" else "vi"


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)
