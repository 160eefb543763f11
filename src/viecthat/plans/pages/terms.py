"""The clock of congress terms, and the themes of the years."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.plans.choices import TermLine
from viecthat.plans.commands import drop_theme, open_term, set_theme
from viecthat.plans.forms.programme import TermForm, ThemeForm, UnitYearForm
from viecthat.plans.pages.shared import Reader, Words, change_page, own_units, reader_of, sent, unit_or_404
from viecthat.plans.queries.clock import clocks_of, terms_known
from viecthat.plans.queries.directive import issued_by
from viecthat.plans.queries.theme import theme_numbered, theme_years
from viecthat.plans.rules import may_adopt_target, may_make_programmes, may_see_programmes
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import UnitRow

POSTED = ["GET", "HEAD", "POST"]


@require_safe
def clock(request: HttpRequest) -> HttpResponse:
    """Which year of which term it is for a unit, and every term of its level."""
    reader = reader_of(request)
    form, unit, day = asked_unit(request, reader)
    if unit is None:
        return render(request, "plans/no_programmes.html", {"form": form, "heading": _("Nhiệm kỳ")})
    shown = day or reader.today
    context = {
        "form": form,
        "unit": unit,
        "day": shown,
        "clocks": clocks_of(unit.id, shown),
        "terms": terms_known(unit.id, shown),
        "planner": may_adopt_target(reader.actor, unit.id, reader.at),
    }
    return render(request, "plans/clock.html", context)


@require_http_methods(POSTED)
def term(request: HttpRequest, code: str) -> HttpResponse:
    """A term of the unit, or of the Party or association of its level."""
    reader = reader_of(request)
    unit = unit_or_404(code, reader.today)
    if not may_adopt_target(reader.actor, unit.id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền mở nhiệm kỳ ở đơn vị này."))
    form = TermForm(sent(request), today=reader.today, initial={"line": TermLine.UNION})
    back = reverse("programmes:clock") + f"?don-vi={unit.code}"

    def run(given: dict[str, Any]) -> tuple[str, str]:
        period = Period.between(given.pop("start"), given.pop("last_day"))
        open_term(unit=unit.id, period=period, actor=reader.actor, at=reader.at, **given)
        return _("Đã ghi nhiệm kỳ."), back

    words = Words(_("Ghi nhiệm kỳ"), unit.name, _("Ghi"))
    return change_page(request, form, words, run, back=back)


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """The themes of the years, seen from a unit."""
    reader = reader_of(request)
    form, unit, _day = asked_unit(request, reader)
    if unit is None:
        return render(request, "plans/no_programmes.html", {"form": form, "heading": _("Chủ đề năm")})
    context = {
        "form": form,
        "unit": unit,
        "years": theme_years(unit.id, reader.today),
        "maker": may_make_programmes(reader.actor, unit.id, reader.at),
        "this_year": reader.today.year,
    }
    return render(request, "plans/themes.html", context)


@require_http_methods(POSTED)
def theme(request: HttpRequest, code: str) -> HttpResponse:
    """Set the theme of a year."""
    reader = reader_of(request)
    unit = made_unit_or_403(code, reader)
    form = ThemeForm(
        sent(request),
        today=reader.today,
        directives=issued_by(unit.id),
        initial={"line": TermLine.UNION, "year": str(reader.today.year)},
    )
    back = reverse("programmes:themes") + f"?don-vi={unit.code}"

    def run(given: dict[str, Any]) -> tuple[str, str]:
        set_theme(unit=unit.id, actor=reader.actor, at=reader.at, **given)
        return _("Đã đặt chủ đề năm {year}.").format(year=given["year"]), back

    words = Words(_("Đặt chủ đề năm"), unit.name, _("Đặt"))
    return change_page(request, form, words, run, back=back)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """A theme entered by mistake is taken back."""
    reader = reader_of(request)
    found = theme_numbered(pk)
    if found is None or not may_see_programmes(reader.actor, found.unit_id, reader.at):
        raise Http404
    try:
        drop_theme(theme=found, actor=reader.actor, at=reader.at)
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    else:
        messages.success(request, _("Đã bỏ chủ đề năm {year}.").format(year=found.year))
    return HttpResponseRedirect(reverse("programmes:themes"))


def asked_unit(request: HttpRequest, reader: Reader) -> tuple[UnitYearForm, UnitRow | None, date | None]:
    """The unit the address asks for, or the reader's own. Refused for one whose plans the reader may not see."""
    form = UnitYearForm(request.GET, today=reader.today)
    valid = form.is_valid()
    unit: UnitRow | None = form.cleaned_data.get("unit") if valid else None
    if unit is None:
        own = own_units(reader, capabilities=(Capability.SEE,))
        unit = own[0] if own else None
    if unit is not None and not may_see_programmes(reader.actor, unit.id, reader.at):
        raise PermissionDenied(_("Chương trình của đơn vị này không thuộc phạm vi của bạn."))
    return form, unit, form.cleaned_data.get("day") if valid else None


def made_unit_or_403(code: str, reader: Reader) -> UnitRow:
    """The unit, whose programmes the reader makes."""
    unit = unit_or_404(code, reader.today)
    if not may_make_programmes(reader.actor, unit.id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền lập chương trình, kế hoạch của đơn vị này."))
    return unit
