"""The yearly report of a unit, and the same as Word, PDF and a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from viecthat.accounts.choices import Capability
from viecthat.accounts.queries import actor_of
from viecthat.documents.on_paper import on_paper
from viecthat.residence.exports.report import (
    check_words,
    coverage_name,
    coverage_sentence,
    line_name,
    report_document,
    report_workbook,
    sentences,
)
from viecthat.residence.pages.shared import FIRST_YEAR, year_asked
from viecthat.residence.queries.report import ResidenceReport, residence_report
from viecthat.residence.rules import levels
from viecthat.units.queries import lifespans, unit_with_code
from viecthat.units.rules import may
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.documents.model import Lang

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": SHEET,
}
MOST_MISSING = 200


@require_safe
def report(request: HttpRequest, code: str) -> HttpResponse:
    """People by group and how they took part; which units have not begun."""
    told, lang, today = _report(request, code), _lang(), localdate()
    # A unit has no report of a year at whose end it was not founded yet.
    founded = lifespans([told.unit.id])[told.unit.id].start.year
    context = {
        "report": told,
        "said": sentences(told, lang),
        "levels": levels(told.day).values(),
        "lines": [(line_name(line), line, list(line.by_level.values())) for line in (*told.lines, told.total)],
        "coverage": [
            (coverage_name(line.code), coverage_sentence(line, lang), line, line.missing[:MOST_MISSING])
            for line in told.coverage
        ],
        "checks": [(check_words(code_), left, right) for code_, left, right in told.checks],
        "years": range(today.year, max(FIRST_YEAR, founded, today.year - 5) - 1, -1),
        "synthetic": _("Dữ liệu minh hoạ: có người do máy tạo để trình bày.") if told.made_up else False,
    }
    return render(request, "residence/report.html", context)


@require_safe
def download(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The same as a file."""
    if kind not in TYPES:
        raise Http404
    told, lang = _report(request, code), _lang()
    if kind == "xlsx":
        content = report_workbook(told, lang)
    else:
        content = on_paper(report_document(told, at=now(), lang=lang), kind)
    name = f"noi-cu-tru-{code}-{told.year}.{kind}"
    return HttpResponse(
        content, content_type=TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _report(request: HttpRequest, code: str) -> ResidenceReport:
    at, today = now(), localdate()
    unit = unit_with_code(code, today)
    if unit is None or not may(actor_of(request), Capability.FILES, unit.id, at):
        raise Http404
    told = residence_report(unit.id, year_asked(request, today), today)
    if unit.id not in tree_on(told.day):
        raise Http404
    return told


def _lang() -> Lang:
    return "en" if get_language() == "en" else "vi"
