"""Changing the tree: each page reads one form and gives one command."""

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
from viecthat.units.forms import BlocForm, FoundForm, MergeForm, MoveForm, RenameForm, SplitForm
from viecthat.units.pages.unit import unit_or_404
from viecthat.units.queries import UnitRow, ancestors_of, kinds, unit_identity
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


def found(request: HttpRequest, code: str) -> HttpResponse:
    """A new unit below this one."""
    asked = _asked(request, code)
    below = [
        k for k in kinds().values() if k.level >= kinds_level(asked.unit) and (k.end is None or k.end > asked.today)
    ]
    form = FoundForm(
        _sent(request),
        today=asked.today,
        kinds=below,
        initial={"day": asked.today, "code": f"{asked.unit.code}-"},
    )
    words = Words(
        _("Thành lập đơn vị trực thuộc"),
        _("Đơn vị mới trực thuộc {unit} từ ngày có hiệu lực.").format(unit=asked.unit.name),
        _("Thành lập"),
        _("Đã thành lập {name}."),
    )

    def run(given: dict[str, Any]) -> str:
        unit = commands.found_unit(**given, parent=asked.unit.id, actor=asked.actor, at=asked.at)
        return unit.code

    return _page(request, asked, form, words, run)


def kinds_level(unit: UnitRow) -> int:
    """The level of the unit's kind: what stands below it is of that level or a lower one."""
    return kinds()[unit.kind].level


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


def move(request: HttpRequest, code: str) -> HttpResponse:
    """Another parent from a day on."""
    asked = _asked(request, code)
    form = MoveForm(_sent(request), today=asked.today, initial={"day": asked.today})
    words = Words(
        _("Chuyển cấp trên"),
        _("{unit} và mọi đơn vị trực thuộc cùng chuyển về cấp trên mới.").format(unit=asked.unit.name),
        _("Chuyển"),
        _("Đã chuyển cấp trên."),
    )

    def run(given: dict[str, Any]) -> str:
        parent = given.pop("parent").id
        commands.move_unit(unit=unit_identity(asked.unit.id), parent=parent, **given, actor=asked.actor, at=asked.at)
        return asked.unit.code

    return _page(request, asked, form, words, run)


def merge(request: HttpRequest, code: str) -> HttpResponse:
    """This unit, and others with it, end and become another."""
    asked = _asked(request, code)
    form = MergeForm(_sent(request), today=asked.today, initial={"day": asked.today, "units": [asked.unit]})
    words = Words(
        _("Sáp nhập"),
        _("Số liệu cũ của đơn vị được sáp nhập từ nay tính vào đơn vị nhận; trên bản đồ cũ vẫn đứng tại chỗ cũ."),
        _("Sáp nhập"),
        _("Đã sáp nhập."),
    )

    def run(given: dict[str, Any]) -> str:
        into = given.pop("into")
        units = [unit_identity(row.id) for row in given.pop("units")]
        commands.merge_units(units=units, into=unit_identity(into.id), **given, actor=asked.actor, at=asked.at)
        return str(into.code)

    return _page(request, asked, form, words, run)


def split(request: HttpRequest, code: str) -> HttpResponse:
    """This unit ends and becomes several."""
    asked = _asked(request, code)
    form = SplitForm(_sent(request), today=asked.today, initial={"day": asked.today})
    words = Words(
        _("Chia tách"),
        _("{unit} kết thúc vào ngày có hiệu lực; các đơn vị mới làm tiếp.").format(unit=asked.unit.name),
        _("Chia tách"),
        _("Đã chia tách."),
    )

    def run(given: dict[str, Any]) -> str:
        into = [unit_identity(row.id) for row in given.pop("into")]
        heir = given.pop("heir")
        commands.split_unit(
            unit=unit_identity(asked.unit.id),
            into=into,
            heir=None if heir is None else unit_identity(heir.id),
            **given,
            actor=asked.actor,
            at=asked.at,
        )
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
