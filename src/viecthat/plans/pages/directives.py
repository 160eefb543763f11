"""The register of documents: found, sorted, paged, the same as files; documents entered and put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.documents.csv_lines import to_csv
from viecthat.documents.extract import EXTENSIONS
from viecthat.plans.commands import correct_directive, enter_directive
from viecthat.plans.exports.directive import register_sheet, workbook_bytes
from viecthat.plans.forms.directive import CorrectForm, EntryForm, RegisterForm
from viecthat.plans.models import Directive
from viecthat.plans.pages.shared import (
    Reader,
    Words,
    change_page,
    directive_or_404,
    file_response,
    own_units,
    reader_of,
    sent,
)
from viecthat.plans.queries.directive import (
    FIRST,
    ORDERS,
    DirectiveFilter,
    directive_file,
    directives_found,
    listed,
    terms_of_register,
)
from viecthat.plans.rules import may_keep_directive, units_keeping
from viecthat.units.queries import UnitRow

ON_A_PAGE = 50
MOST_TAKEN = 20_000
POSTED = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Asked:
    """What the address asks for, and what was found."""

    form: RegisterForm
    found: QuerySet[Directive]
    order: str
    own: list[UnitRow]

    @property
    def filtered(self) -> bool:
        """Something narrows the list."""
        return any(self.form.data.get(name) for name in RegisterForm.parameters.values())


def _asked(request: HttpRequest, reader: Reader) -> Asked:
    form = RegisterForm(request.GET, today=reader.today, terms=terms_of_register(reader.actor, reader.at))
    valid = form.is_valid()
    data: dict[str, Any] = form.cleaned_data
    own = own_units(reader)
    wanted = DirectiveFilter(
        text=data.get("text", ""),
        type=data.get("type", ""),
        issuer=data["issuer"].id if data.get("issuer") else None,
        term=data.get("term"),
        day=data.get("day"),
        way=data.get("way", ""),
        units=units_keeping(reader.actor, reader.at) if data.get("way") == "den" else tuple(u.id for u in own),
    )
    order = request.GET.get("xep", FIRST)
    order = order if order in ORDERS else FIRST
    found = directives_found(wanted, reader.actor, reader.at, order)
    # What can't be read finds nothing: a list that silently left a filter out would be taken for the answer.
    return Asked(form, found if valid else found.none(), order, own)


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The list, fifty to a page."""
    reader = reader_of(request)
    asked = _asked(request, reader)
    page = Paginator(asked.found, ON_A_PAGE).get_page(request.GET.get("trang"))
    rows = listed(page.object_list, [unit.id for unit in asked.own], reader.today)
    context = {
        "asked": asked,
        "form": asked.form,
        "page": page,
        "rows": rows,
        "own": asked.own,
        "default_order": FIRST,
        "query": request.GET.urlencode(),
    }
    return render(request, "plans/register.html", context)


@require_safe
def register_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same list whole, as CSV or XLSX."""
    reader = reader_of(request)
    if kind not in {"csv", "xlsx"}:
        raise Http404
    asked = _asked(request, reader)
    sheet = register_sheet(listed(asked.found[:MOST_TAKEN], (), reader.today))
    name = f"so-van-ban-{reader.today:%Y-%m-%d}.{kind}"
    if kind == "xlsx":
        return file_response(workbook_bytes((sheet,), _("Sổ văn bản"), reader.today), name)
    response = StreamingHttpResponse(to_csv(sheet), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(POSTED)
def enter(request: HttpRequest) -> HttpResponse:
    """A document enters the register of a unit."""
    reader = reader_of(request)
    units = own_units(reader, code=request.GET.get("don-vi", ""))
    if not units:
        raise PermissionDenied(_("Bạn chưa được giao quyền giữ sổ văn bản của đơn vị nào."))
    by_code = {row.code: row for row in units}
    form = EntryForm(
        sent(request),
        request.FILES or None,
        today=reader.today,
        units=[(row.code, row.name) for row in units],
        initial={"unit": units[0].code, "type": "KH", "issued_on": reader.today, "open_below": True},
    )
    words = Words(
        _("Ghi văn bản vào sổ"),
        _("Văn bản đi, văn bản đến, quy chế nội bộ. Số viết kiểu khác của văn bản đã có thì mở văn bản đó."),
        _("Ghi vào sổ"),
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        unit = by_code[given.pop("unit")].id
        issuer, outside = given.pop("issuer"), given.pop("issuer_name")
        given.pop("start"), given.pop("end")
        made = enter_directive(
            unit=unit,
            files=given.pop("attached"),
            issuer=issuer.id if issuer else None if outside else unit,
            issuer_name=outside,
            force=form.force,
            actor=reader.actor,
            at=reader.at,
            **given,
        )
        for warning in made.warnings:
            messages.warning(request, warning.translated(_))
        address = reverse("directives:directive", args=[made.directive.pk])
        if made.known:
            words = _("Văn bản này đã có trong sổ, số đúng là {number}; không ghi thêm lần nữa.")
            messages.warning(request, words.format(number=made.directive.number))
            return "", address
        return _("Đã ghi vào sổ: {name}.").format(name=made.directive), address

    return change_page(request, form, words, run, back=reverse("directives:register"), trail=_trail())


@require_http_methods(POSTED)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """What the register says of a document is put right."""
    reader = reader_of(request)
    directive = directive_or_404(pk, reader)
    if not may_keep_directive(reader.actor, directive, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền giữ sổ văn bản của đơn vị này."))
    names = ("subject", "issued_on", "start", "end", "internal_rule", "open_below", "text")
    form = CorrectForm(
        sent(request),
        request.FILES or None,
        today=reader.today,
        initial={name: getattr(directive, name) for name in names},
    )
    back = reverse("directives:directive", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        given.pop("start"), given.pop("end")
        files = given.pop("attached")
        correct_directive(directive=directive, force=form.force, files=files, actor=reader.actor, at=reader.at, **given)
        return _("Đã sửa."), back

    words = Words(_("Sửa thông tin văn bản"), str(directive), _("Lưu"))
    return change_page(request, form, words, run, back=back, trail=_trail())


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of a document, to keep."""
    reader = reader_of(request)
    found = directive_file(pk, reader.actor, reader.at)
    if found is None or not found.file.path.exists():
        raise Http404
    response = HttpResponse(found.file.path.read_bytes(), content_type=found.file.content_type)
    extension = EXTENSIONS.get(found.file.content_type, "bin")
    name = found.name if found.name.lower().endswith(f".{extension}") else f"{found.name}.{extension}"
    # Never shown by the browser itself: whatever is inside stays inside.
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _trail() -> list[tuple[str, str]]:
    return [(_("Văn bản"), reverse("directives:register"))]
