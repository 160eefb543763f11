"""Receipts of the fee: a branch issues, prints and cancels them; a member has their own."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.documents.docx import to_docx
from viecthat.documents.pdf import to_pdf
from viecthat.kernel.errors import Refused
from viecthat.people.choices.file import AccessKind
from viecthat.people.commands.file import note_access
from viecthat.people.commands.receipt import cancel_receipt, issue_receipts
from viecthat.people.exports.receipt import receipt_document
from viecthat.people.forms.receipt import CancelReceiptForm
from viecthat.people.models import FeeReceipt
from viecthat.people.pages.life import made_up
from viecthat.people.pages.own import no_file, own_person
from viecthat.people.queries.admission import may_follow_admissions
from viecthat.people.queries.receipt import (
    payments_without_receipt,
    receipt_at,
    receipt_of,
    receipts_of,
    receipts_of_person,
    shown_receipt,
)
from viecthat.people.rules.membership import may_keep_members
from viecthat.ui.privacy import private
from viecthat.ui.sentences import add_refusal, sentence_of
from viecthat.units.queries import UnitRow, unit_with_code

ON_PAGE = 50
_YEARS_BACK = 10
_WRITERS = {
    "docx": (to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (to_pdf, "application/pdf"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def receipts(request: HttpRequest, code: str) -> HttpResponse:
    """The book of a year; above it the payments that have no receipt yet."""
    at, actor = now(), actor_of(request)
    unit = _unit_or_404(request, code, at)
    may_do = may_keep_members(actor, unit.id, at)
    waiting, wrong, status = payments_without_receipt(unit.id), "", 200
    if request.method == "POST":
        if not may_do:
            raise PermissionDenied
        asked = set(request.POST.getlist("dong"))
        ticked = [fee.pk for fee in waiting if str(fee.pk) in asked]
        try:
            made = issue_receipts(unit=unit.id, fees=ticked, actor=actor, at=at)
        except Refused as refused:
            wrong, status = sentence_of(refused) if ticked else _("Chưa chọn dòng nào; đánh dấu ít nhất một dòng."), 422
        else:
            said = ngettext("Đã lập {n} biên lai.", "Đã lập {n} biên lai.", len(made))
            messages.success(request, said.format(n=len(made)))
            return redirect("keeping:receipts", code)
    this = localdate(at).year
    typed = request.GET.get("nam", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and this - _YEARS_BACK <= int(typed) <= this else this
    page = Paginator(receipts_of(unit.id, year), ON_PAGE).get_page(request.GET.get("trang"))
    shown = [shown_receipt(receipt) for receipt in page]
    people = [fee.person for fee in waiting] + [one.receipt.person for one in shown]
    context = {
        "unit": unit,
        "waiting": waiting,
        "page": page,
        "rows": shown,
        "year": year,
        "years": range(this - 2, this + 1),
        "may_do": may_do,
        "wrong": wrong,
        "synthetic": made_up(people),
    }
    return private(render(request, "people/receipts.html", context, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A receipt was wrong; it stays in the book."""
    at, actor = now(), actor_of(request)
    unit = _unit_or_404(request, code, at)
    receipt = receipt_at(pk, unit.id)
    if receipt is None:
        raise Http404
    if not may_keep_members(actor, unit.id, at):
        raise PermissionDenied
    form = CancelReceiptForm(request.POST if request.method == "POST" else None, today=localdate(at))
    if form.is_bound and form.is_valid():
        try:
            cancel_receipt(receipt=receipt, reason=form.cleaned_data["reason"], actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã huỷ biên lai; số của nó không dùng lại."))
            return redirect(reverse("keeping:receipts", args=[code]) + f"?nam={receipt.year}")
    shown = shown_receipt(receipt)
    words = {
        "title": _("Huỷ biên lai số {number}").format(number=shown.number),
        "lede": receipt.person.full_name,
        "button": _("Huỷ biên lai"),
    }
    context = {"form": form, "person": receipt.person, "words": words, "with_files": False}
    return private(render(request, "people/change.html", context, status=422 if form.is_bound else 200))


@require_safe
def paper(request: HttpRequest, code: str, pk: int, kind: str) -> HttpResponse:
    """The receipt to print."""
    at = now()
    unit = _unit_or_404(request, code, at)
    return _paper(request, receipt_at(pk, unit.id), kind, at)


@require_safe
def own_receipts(request: HttpRequest) -> HttpResponse:
    """My receipts."""
    person = own_person(request)
    if person is None:
        return no_file(request)
    rows = [shown_receipt(receipt) for receipt in receipts_of_person(person.pk)[:200]]
    return private(render(request, "people/own_receipts.html", {"rows": rows, "synthetic": made_up([person])}))


@require_safe
def own_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """My receipt to print."""
    person = own_person(request)
    return _paper(request, receipt_of(pk, person.pk) if person is not None else None, kind, now())


def _paper(request: HttpRequest, receipt: FeeReceipt | None, kind: str, at: datetime) -> HttpResponse:
    if receipt is None or kind not in _WRITERS:
        raise Http404
    write, content_type = _WRITERS[kind]
    content = write(receipt_document(shown_receipt(receipt)))
    name = f"bien-lai-{receipt.year}-{receipt.number}.{kind}"
    note_access(people=[receipt.person_id], kind=AccessKind.PRINTED, detail=name, actor=actor_of(request), at=at)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _unit_or_404(request: HttpRequest, code: str, at: datetime) -> UnitRow:
    unit = unit_with_code(code, localdate(at))
    if unit is None or not may_follow_admissions(actor_of(request), unit.id, at):
        raise Http404
    return unit
