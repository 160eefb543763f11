"""A unit's plan of a year on one page, and the same as a document of the Union."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from viecthat.documents.on_paper import on_paper
from viecthat.plans.pages.shared import Reader, file_response, reader_of, unit_or_404
from viecthat.plans.queries.plan import YearPlan, year_plan
from viecthat.plans.rules import may_make_programmes, may_see_programmes

if TYPE_CHECKING:
    from viecthat.documents.model import Lang

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@require_safe
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Theme, task groups, targets, calendar, who does what."""
    reader = reader_of(request)
    shown = _plan(request, code, reader)
    context = {
        "plan": shown,
        "unit": shown.unit,
        "years": range(reader.today.year + 1, reader.today.year - 4, -1),
        "maker": may_make_programmes(reader.actor, shown.unit.id, reader.at),
        "today": reader.today,
    }
    return render(request, "plans/year_plan.html", context)


@require_safe
def plan_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The plan as Word or PDF, in the form of a document of the Union."""
    from viecthat.plans.exports.plan import plan_document  # noqa: PLC0415 - only who takes it along needs Word and Typst

    if kind not in TYPES:
        raise Http404
    reader = reader_of(request)
    shown = _plan(request, code, reader)
    lang: Lang = "en" if (get_language() or "vi").startswith("en") else "vi"
    document = plan_document(shown, day=reader.today, lang=lang)
    return file_response(on_paper(document, kind), f"ke-hoach-{shown.unit.code}-{shown.year}.{kind}", TYPES[kind])


def _plan(request: HttpRequest, code: str, reader: Reader) -> YearPlan:
    unit = unit_or_404(code, reader.today)
    if not may_see_programmes(reader.actor, unit.id, reader.at):
        raise PermissionDenied(_("Kế hoạch của đơn vị này không thuộc phạm vi của bạn."))
    text = request.GET.get("nam", "")
    year = int(text) if text.isascii() and text.isdigit() and 1931 <= int(text) <= 2199 else reader.today.year
    return year_plan(unit, year, reader.today)
