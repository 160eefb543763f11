"""Changing what concerns nobody but the unit: its name, its bloc. Each page reads one form and gives one command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.ui.sentences import add_refusal
from viecthat.units import commands
from viecthat.units.forms import BlocForm, RenameForm
from viecthat.units.pages.unit import unit_or_404
from viecthat.units.queries import UnitRow, ancestors_of, unit_identity
from viecthat.units.rules import may_organise

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@dataclass(frozen=True)
class Words:
    """What a page of change says: its title, what it does, its button, and that it is done."""

    title: str
    lede: str
    button: str
    done: str


@dataclass(frozen=True)
class Asked:
    """Who asks for a change of which unit, when."""

    unit: UnitRow
    actor: Account
    today: date
    at: datetime


def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Another name from a day on."""
    asked = _asked(request, code)
    form = RenameForm(_sent(request), today=asked.today, initial={"day": asked.today, "name": asked.unit.name})
    words = Words(
        _("Đổi tên"),
        _("Trước ngày có hiệu lực, các trang và báo cáo vẫn ghi {unit}.").format(unit=asked.unit.name),
        _("Đổi tên"),
        _("Đã đổi tên."),
    )

    def run(given: dict[str, Any]) -> str:
        commands.rename_unit(unit=unit_identity(asked.unit.id), **given, actor=asked.actor, at=asked.at)
        return asked.unit.code

    return _page(request, asked, form, words, run)


def bloc(request: HttpRequest, code: str) -> HttpResponse:
    """An emulation bloc, headed by this unit unless another is named."""
    asked = _asked(request, code)
    initial = {"year": str(asked.today.year), "head": asked.unit}
    form = BlocForm(_sent(request), today=asked.today, initial=initial)
    words = Words(
        _("Lập khối, cụm thi đua"),
        _("Khối thi đua lập theo năm, để so sánh và bình xét; không phải cấp trên của thành viên."),
        _("Lập khối"),
        _("Đã lập khối thi đua."),
    )

    def run(given: dict[str, Any]) -> str:
        members = [row.id for row in given.pop("members")]
        head, deputy = given.pop("head"), given.pop("deputy")
        commands.form_bloc(
            head=head.id,
            deputy=None if deputy is None else deputy.id,
            members=members,
            **given,
            actor=asked.actor,
            at=asked.at,
        )
        return str(head.code)

    return _page(request, asked, form, words, run)


def _asked(request: HttpRequest, code: str) -> Asked:
    today, at, actor = localdate(), now(), actor_of(request)
    unit = unit_or_404(code, today)
    if not may_organise(actor, unit.id, at):
        raise PermissionDenied(_("Bạn chưa được giao quyền sắp xếp tổ chức ở đơn vị này."))
    return Asked(unit, actor, today, at)


def _sent(request: HttpRequest) -> QueryDict | None:
    # Not `request.POST or None`: a form sent with every box blank is an answer too, and must be refused as one.
    return request.POST if request.method == "POST" else None


def _page(
    request: HttpRequest, asked: Asked, form: forms.Form, words: Words, run: Callable[[dict[str, Any]], str]
) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            code = run(dict(form.cleaned_data))
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, words.done.format(name=form.cleaned_data.get("name", "")))
            day = form.cleaned_data.get("day") or asked.today
            address = redirect("units:unit", code)
            # A change still to come is shown on its own day, or the page would look as if nothing had happened.
            address["Location"] += f"?ngay={day.isoformat()}" if day > asked.today else ""
            return address
    above = ancestors_of(asked.unit.id, asked.today)
    context = {"unit": asked.unit, "above": above, "form": form, "words": words}
    return render(request, "units/change.html", context, status=422 if form.is_bound else 200)
