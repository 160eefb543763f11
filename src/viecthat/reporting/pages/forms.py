"""Forms of reports: all in force, one with its versions, one as an empty workbook."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from viecthat.accounts.choices import Capability
from viecthat.plans.pages.shared import own_units, reader_of
from viecthat.plans.queries.directive import directive_shown
from viecthat.reporting.exports.form import form_sheets
from viecthat.reporting.forms.report_form import FormListForm
from viecthat.reporting.models import ReportForm
from viecthat.reporting.pages.shared import ON_A_PAGE, sheet_file
from viecthat.reporting.queries.form import (
    form_with_id,
    forms_found,
    keepers_of_forms,
    kinds_named,
    lines_by_area,
    listed_forms,
    versions_of_form,
)
from viecthat.reporting.rules import may_keep_form, may_read_texts
from viecthat.units.queries import units_by_id


def trail(form: ReportForm | None = None) -> list[tuple[str, str]]:
    """From the home of reports to a form."""
    steps = [(_("Báo cáo"), reverse("reports:calls")), (_("Mẫu"), reverse("reports:forms"))]
    return [*steps, (str(form), reverse("reports:form", args=[form.pk]))] if form else steps


def form_or_404(pk: int) -> ReportForm:
    """The version of a form."""
    found = form_with_id(pk)
    if found is None:
        raise Http404
    return found


@require_safe
def forms(request: HttpRequest) -> HttpResponse:
    """The forms in force, found by name, cadence, kind of unit, keeper."""
    reader = reader_of(request)
    asked = FormListForm(request.GET, today=reader.today, keepers=keepers_of_forms(reader.today), kinds=kinds_named())
    found: list[ReportForm] = []
    if asked.is_valid():
        data = asked.cleaned_data
        found = forms_found(data["text"], data["cadence"], data["kind"], data["keeper"], reader.today)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "form": asked,
        "page": page,
        "rows": listed_forms(list(page.object_list), reader.today),
        "asked": any(request.GET.get(name) for name in FormListForm.parameters.values()),
        "may_make": bool(own_units(reader, capabilities=(Capability.PLAN,))),
        "declares": may_read_texts(reader.actor, reader.at),
    }
    return render(request, "reporting/forms.html", context)


@require_safe
def form(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: who reports what, by when; and the others."""
    reader = reader_of(request)
    found = form_or_404(pk)
    versions = list(versions_of_form(found.code))
    keeps = may_keep_form(reader.actor, found, reader.at)
    context = {
        "form": found,
        "keeper": units_by_id({found.unit_id}, reader.today)[found.unit_id] if found.unit_id else None,
        "kinds": kinds_named(found.kinds),
        "directive": directive_shown(found.directive_id, reader.actor, reader.at) if found.directive_id else None,
        "blocks": lines_by_area(found),
        "sections": list(found.sections.all()),
        "versions": versions,
        "used": next((row.used for row in versions if row.pk == found.pk), 0),  # type: ignore[attr-defined]
        "in_force": found.start <= reader.today and (found.end is None or found.end > reader.today),
        "keeps": keeps and found.end is None,
        "may_copy": bool(own_units(reader, capabilities=(Capability.PLAN,))),
        "trail": [*trail(), (str(found), "")],
        "today": reader.today,
    }
    return render(request, "reporting/form.html", context)


@require_safe
def form_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, empty, as a workbook."""
    found = form_or_404(pk)
    return sheet_file("xlsx", form_sheets(found), f"mau-{found.code}", reader_of(request).today)
