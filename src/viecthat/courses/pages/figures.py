"""What courses came to in a year, by kind and age; targets of service centres beside their revenue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from viecthat.accounts.choices import Capability
from viecthat.courses.forms.figures import YearForm
from viecthat.courses.pages.shared import Reader, links, reader_of
from viecthat.courses.queries.centre import centres_in
from viecthat.courses.queries.figures import KindFigures, year_figures
from viecthat.courses.rules import age_groups, may_keep_courses
from viecthat.documents.workbook import Sheet, SheetColumn
from viecthat.plans.pages.shared import file_response
from viecthat.units.forms import unit_label
from viecthat.units.pages.register import sheet_bytes
from viecthat.units.queries import UnitRow
from viecthat.units.queries.scope import UnitScope, units_where

if TYPE_CHECKING:
    from viecthat.units.forms import QueryForm


def _asked(request: HttpRequest) -> tuple[Reader, QueryForm, UnitScope, UnitRow | None, int, bool]:
    """Who asks, the form, the units, the unit named, the year, and whether small cells may be told."""
    reader = reader_of(request)
    query = request.GET.copy()
    form = YearForm(query, today=reader.today)
    form.is_valid()
    unit, year = form.cleaned_data.get("unit"), form.cleaned_data.get("year") or reader.today.year
    units = units_where(reader.actor, Capability.SEE, reader.at, within=unit.id if unit else None)
    if unit is not None:
        if not units:
            raise Http404
        query[form.add_prefix("unit")] = unit_label(unit.name, unit.code)
        form.data = query
    whole = unit is not None and may_keep_courses(reader.actor, unit.id, reader.at)
    return reader, form, units, unit, year, whole


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """A year's courses."""
    reader, form, units, unit, year, whole = _asked(request)
    context = {
        "form": form,
        "unit": unit,
        "year": year,
        "whole": whole,
        "rows": year_figures(units, year, whole=whole),
        "ages": age_groups(),
        "centres": centres_in(units, year, reader.today),
        "links": links(reader),
        "query": request.GET.urlencode(),
        "trail": [(_("Lớp học"), reverse("courses:list")), (_("Tổng hợp năm"), "")],
    }
    return render(request, "courses/figures.html", context)


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    reader, _form, units, _unit, year, whole = _asked(request)
    title = _("Lớp học năm {year}").format(year=year)
    ages = [(str(group), "whole") for group in age_groups()] + [(_("không rõ tuổi"), "whole")]
    columns = (
        SheetColumn(_("Loại"), "text", 30), SheetColumn(_("Lớp"), "whole", 8), SheetColumn(_("Buổi"), "whole", 8),
        SheetColumn(_("Người học"), "whole", 10), SheetColumn(_("Lượt"), "whole", 10),
        SheetColumn(_("Thu (đồng)"), "money", 16), *(SheetColumn(name, "whole", 12) for name, _kind in ages),
    )  # fmt: skip
    note = _("Ô trống: ít người quá nên không nêu.")
    rows = [_cells(row) for row in year_figures(units, year, whole=whole)]
    sheet = Sheet(str(year), columns, rows, title, (note,), freeze=1, landscape=True)
    return file_response(sheet_bytes((sheet,), title, reader.today), f"lop-hoc-{year}.xlsx")


def _cells(row: KindFigures) -> tuple[str | int | None, ...]:
    return (str(row.kind), row.courses, row.sessions, row.learners, row.turns, row.revenue, *row.ages)
