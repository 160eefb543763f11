"""A unit's incoming and outgoing book, how it numbers, and the tasks it made of documents."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Capability
from viecthat.plans.commands import set_numbering
from viecthat.plans.exports.directive import incoming_sheet, outgoing_sheet, workbook_bytes
from viecthat.plans.forms.directive import NumberingForm
from viecthat.plans.pages.shared import (
    Reader,
    Words,
    change_page,
    file_response,
    kept_unit_or_403,
    reader_of,
    sent,
    unit_or_404,
)
from viecthat.plans.queries.directive import (
    incoming_book,
    numbering_on,
    numbering_rules,
    outgoing_book,
    tasks_of,
    years_of_book,
)
from viecthat.plans.rules import may_keep_directives
from viecthat.units.queries import UnitRow
from viecthat.units.rules import may


@require_safe
def book(request: HttpRequest, code: str) -> HttpResponse:
    """The two books of a year, to read and to print."""
    reader = reader_of(request)
    unit = _seen(code, reader)
    year = _year(request, reader)
    arrivals = incoming_book(unit.id, year, reader.today)
    speeds = sorted(row.days for row in arrivals if row.days is not None)
    context = {
        "unit": unit,
        "year": year,
        "years": years_of_book(unit.id, reader.today),
        "arrivals": arrivals,
        "issued": list(outgoing_book(unit.id, year)),
        "answered": len(speeds),
        "median": speeds[(len(speeds) - 1) // 2] if speeds else None,
        "keeper": may_keep_directives(reader.actor, unit.id, reader.at),
        "rule": numbering_on(unit.id, reader.today),
    }
    return render(request, "plans/book.html", context)


@require_safe
def book_file(request: HttpRequest, code: str) -> HttpResponse:
    """Both books of a year as a workbook."""
    reader = reader_of(request)
    unit = _seen(code, reader)
    year = _year(request, reader)
    titles = [
        _("Sổ văn bản đến năm {year}: {unit}").format(year=year, unit=unit.name),
        _("Sổ văn bản đi năm {year}: {unit}").format(year=year, unit=unit.name),
    ]
    sheets = (
        incoming_sheet(incoming_book(unit.id, year, reader.today), titles[0]),
        outgoing_sheet(outgoing_book(unit.id, year), titles[1]),
    )
    return file_response(workbook_bytes(sheets, titles[0], reader.today), f"so-cong-van-{unit.code}-{year}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def numbering(request: HttpRequest, code: str) -> HttpResponse:
    """How the unit numbers its own documents from a day on."""
    reader = reader_of(request)
    unit = kept_unit_or_403(code, reader)
    now_in_force = numbering_on(unit.id, reader.today)
    form = NumberingForm(
        sent(request),
        today=reader.today,
        initial={
            "start": reader.today,
            "restart": now_in_force.restart if now_in_force else "year",
            "code": now_in_force.code if now_in_force else "",
        },
    )
    back = reverse("directives:book", args=[unit.code])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        set_numbering(unit=unit.id, actor=reader.actor, at=reader.at, **given)
        return _("Đã đặt cách đánh số."), back

    words = Words(
        _("Cách đánh số văn bản đi"),
        _("{unit}: số chạy riêng cho từng loại văn bản.").format(unit=unit.name),
        _("Đặt"),
    )
    return change_page(request, form, words, run, back=back, extra={"rules": numbering_rules(unit.id)})


@require_safe
def tasks(request: HttpRequest, code: str) -> HttpResponse:
    """Task groups and tasks of a unit, each with the passage it comes from."""
    reader = reader_of(request)
    unit = _seen(code, reader)
    return render(request, "plans/tasks.html", {"unit": unit, "tasks": tasks_of(unit.id)})


def _seen(code: str, reader: Reader) -> UnitRow:
    unit = unit_or_404(code, reader.today)
    if not may(reader.actor, Capability.SEE, unit.id, reader.at):
        raise PermissionDenied(_("Sổ công văn chỉ dành cho người của đơn vị và cấp trên."))
    return unit


def _year(request: HttpRequest, reader: Reader) -> int:
    text = request.GET.get("nam", "")
    return int(text) if text.isascii() and text.isdigit() and 1900 <= int(text) <= 2199 else reader.today.year
