"""Who the members are, by unit, sex and age group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Capability
from viecthat.accounts.queries import actor_of
from viecthat.accounts.rules import authority_of
from viecthat.kernel.dates import format_date
from viecthat.kernel.errors import Refused
from viecthat.ledger.rules import may_see_figures
from viecthat.people.choices.file import GroupedBy
from viecthat.people.commands.file import group_members
from viecthat.people.exports.composition import composition_xlsx
from viecthat.people.forms.composition import CompositionForm, GroupingForm
from viecthat.people.queries.composition import Composition, composition_of, of_minorities
from viecthat.people.rules.groups import units_without_files
from viecthat.ui.privacy import private
from viecthat.ui.sentences import add_refusal
from viecthat.units.forms import unit_label
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.rules import may
from viecthat.units.tree import map_on

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Asked:
    """What the address asks for; found None when nothing can be said, which the form then tells."""

    form: CompositionForm
    unit: UnitRow | None
    found: Composition | None
    known: date | None
    reaches_nothing: bool


@require_safe
def composition(request: HttpRequest) -> HttpResponse:
    """The table: units down, sex and age across."""
    at = now()
    asked = _asked(request, at)
    context = {
        "form": asked.form,
        "unit": asked.unit,
        "found": asked.found,
        "known": asked.known,
        "reaches_nothing": asked.reaches_nothing,
        "today": localdate(at),
        "query": request.GET.urlencode(),
        "synthetic": asked.found.made_up if asked.found else False,
    }
    return render(request, "people/composition.html", context, status=422 if asked.form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def youth_groups(request: HttpRequest) -> HttpResponse:
    """Members by unit and youth group; who keeps the books notes the group of many at once."""
    at, actor = now(), actor_of(request)
    asked = _asked(request, at, by=GroupedBy.GROUP)
    unit = asked.unit
    keeps = (
        unit is not None and may(actor, Capability.RECORD, unit.id, at) and may(actor, Capability.FILES, unit.id, at)
    )
    form = GroupingForm(request.POST if request.method == "POST" and keeps else None)
    if unit is not None and form.is_bound and form.is_valid():
        try:
            changed = group_members(unit=unit.id, **form.cleaned_data, actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã ghi nhóm cho {n} đoàn viên.").format(n=changed))
            return redirect(f"{reverse('people:youth-groups')}?don-vi={unit.code}")
    context = {
        "form": asked.form,
        "unit": unit,
        "found": asked.found,
        "minorities": of_minorities(unit.id, actor, at) if unit is not None else None,
        "grouping": form if keeps else None,
        "reaches_nothing": asked.reaches_nothing,
        "synthetic": asked.found.made_up if asked.found else False,
    }
    bad = asked.form.errors or form.errors
    return private(render(request, "people/youth_groups.html", context, status=422 if bad else 200))


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, kept back alike."""
    asked = _asked(request, now())
    if asked.found is None or asked.unit is None:
        raise Http404
    notes = [asked.unit.name, _("Đến hết ngày {day}").format(day=format_date(asked.found.day))]
    if asked.known is not None:
        notes.append(_("Như đã biết đến hết ngày {day}").format(day=format_date(asked.known)))
    if asked.found.made_up:
        notes.append(_("Dữ liệu minh hoạ: có người, có số do máy tạo để trình bày."))
    language: Literal["vi", "en"] = "en" if get_language() == "en" else "vi"
    response = HttpResponse(composition_xlsx(asked.found, notes=tuple(notes), lang=language), content_type=XLSX)
    name = f"co-cau-doan-vien-{asked.unit.code}-{asked.found.day:%Y-%m-%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _asked(request: HttpRequest, at: datetime, by: GroupedBy = GroupedBy.SEX_AND_AGE) -> Asked:
    """Read the address. Http404 for a unit whose figures the reader may not see."""
    today, actor = localdate(at), actor_of(request)
    query = request.GET.copy()
    form = CompositionForm(query, today=today)
    form.is_valid()
    given = form.cleaned_data
    unit: UnitRow | None = given.get("unit")
    if unit is None and "unit" not in form.errors:
        tree = map_on(today).tree
        held = [one for one in authority_of(actor, at).units_for(Capability.SEE) if one in tree]
        if not held:
            return Asked(form, None, None, None, reaches_nothing=True)
        first = min(held, key=tree.position)
        unit = units_by_id({first}, today)[first]
    if unit is not None and not may_see_figures(actor, unit.id, at):
        raise Http404
    if unit is None or form.errors:
        return Asked(form, unit, None, None, reaches_nothing=False)
    query[form.add_prefix("unit")] = unit_label(unit.name, unit.code)
    form.data = query
    day, known = given["day"], given["known"]
    tree = map_on(day).tree
    shut = units_without_files(actor, [unit.id, *(tree.children(unit.id) if unit.id in tree else ())], at)
    try:
        found = composition_of(unit, day, known=known, without_files=shut, by=by)
    except Refused as refused:
        refused.field = "unit"
        add_refusal(form, refused)
        return Asked(form, unit, None, known, reaches_nothing=False)
    return Asked(form, unit, found, known, reaches_nothing=False)
