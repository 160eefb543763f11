"""A unit's own indicators: seen, defined, renamed, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Capability
from viecthat.ledger.commands.own import close_indicator, define_indicator, remove_indicator, rename_indicator
from viecthat.ledger.forms import CloseIndicatorForm, OwnIndicatorForm, OwnListForm
from viecthat.ledger.queries.own import own_indicator, own_indicators
from viecthat.ledger.rules import may_define_indicators, may_see_figures
from viecthat.plans.pages.shared import Reader, Words, change_page, own_units, reader_of, sent, unit_or_404
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator

POSTED = ["GET", "HEAD", "POST"]


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What a unit counts beside the common list: its own, and what those above it have of their own."""
    reader = reader_of(request)
    form = OwnListForm(request.GET, today=reader.today)
    asked: UnitRow | None = form.cleaned_data.get("unit") if form.is_valid() else None
    first = own_units(reader, capabilities=(Capability.SEE,))[:1]
    unit = asked or (first[0] if first else None)
    if unit is None or not may_see_figures(reader.actor, unit.id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền xem đơn vị này."))
    planner = may_define_indicators(reader.actor, unit.id, reader.at)
    context = {
        "form": form,
        "unit": unit,
        "rows": own_indicators(unit.id, reader.today),
        "planner": planner,
        "trail": _trail(),
    }
    return render(request, "ledger/own.html", context)


@require_http_methods(POSTED)
def define(request: HttpRequest, code: str) -> HttpResponse:
    """A new one."""
    reader = reader_of(request)
    unit = unit_or_404(code, reader.today)
    if not may_define_indicators(reader.actor, unit.id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền lập chỉ số riêng của đơn vị này."))
    form = OwnIndicatorForm(sent(request), initial={"start": reader.today.replace(month=1, day=1)})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = define_indicator(unit=unit.id, **given, actor=reader.actor, at=reader.at)
        return _("Đã lập chỉ số {name}.").format(name=made.name), _list_of(unit)

    words = Words(_("Lập chỉ số riêng"), _("{unit} và các đơn vị ở dưới dùng được.").format(unit=unit.name), _("Lập"))
    return _page(request, form, words, run, unit)


@require_http_methods(POSTED)
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name for it."""
    reader = reader_of(request)
    row, unit = _kept_or_404(pk, reader)
    initial = {"name": row.name, "unit_of_measure": row.unit_of_measure, "note": row.note}
    form = OwnIndicatorForm(sent(request), known=True, initial=initial)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        rename_indicator(indicator=row, **given, actor=reader.actor, at=reader.at)
        return _("Đã ghi; số liệu đã có mang tên mới."), _list_of(unit)

    return _page(request, form, Words(_("Đổi tên chỉ số riêng"), row.name, _("Ghi")), run, unit)


@require_http_methods(POSTED)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """From a day on it is not used any more, or it is used again."""
    reader = reader_of(request)
    row, unit = _kept_or_404(pk, reader)
    form = CloseIndicatorForm(sent(request), initial={"end": row.end or reader.today})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        close_indicator(indicator=row, **given, actor=reader.actor, at=reader.at)
        return _("Đã ghi; số liệu đã có vẫn giữ nguyên."), _list_of(unit)

    return _page(request, form, Words(_("Đóng hoặc mở lại chỉ số riêng"), row.name, _("Ghi")), run, unit)


@require_http_methods(POSTED)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Made by mistake, and not used."""
    reader = reader_of(request)
    row, unit = _kept_or_404(pk, reader)

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        remove_indicator(indicator=row, actor=reader.actor, at=reader.at)
        return _("Đã xoá chỉ số chưa dùng."), _list_of(unit)

    form = forms.Form(sent(request))
    return _page(request, form, Words(_("Xoá chỉ số chưa dùng"), row.name, _("Xoá")), run, unit)


def _kept_or_404(pk: int, reader: Reader) -> tuple[Indicator, UnitRow]:
    row = own_indicator(pk)
    if row is None or row.unit_id is None or not may_define_indicators(reader.actor, row.unit_id, reader.at):
        raise Http404
    return row, units_by_id([row.unit_id], reader.today)[row.unit_id]


def _list_of(unit: UnitRow) -> str:
    return f"{reverse('ledger:own')}?don-vi={unit.code}"


def _trail() -> list[tuple[str, str]]:
    return [(_("Sổ việc"), reverse("ledger:entries"))]


def _page(request: HttpRequest, form: forms.Form, words: Words, run: Any, unit: UnitRow) -> HttpResponse:
    back = _list_of(unit)
    trail = [*_trail(), (_("Chỉ số riêng"), back)]
    return change_page(request, form, words, run, back=back, trail=trail, template="units/register_change.html")
