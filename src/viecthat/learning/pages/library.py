"""The library: codes of conduct, things to study, good practice; who committed, and whether it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Capability
from viecthat.learning.choices import MaterialKind
from viecthat.learning.commands.library import (
    check_conduct,
    commit_on_paper,
    correct_material,
    undo_check,
    withdraw_material,
    write_material,
)
from viecthat.learning.forms.learning import CheckForm, CorrectMaterialForm, MaterialForm, SignedForm, WhyForm
from viecthat.learning.pages.shared import (
    POSTED,
    Words,
    actions,
    form_page,
    kept_units,
    links,
    reader_of,
    sent,
    top_of,
    trail_of,
    unit_kept_or_404,
)
from viecthat.learning.queries.listing import (
    MATERIAL_ORDERS,
    MOST_NAMED,
    check_by_id,
    checks_of,
    commitments_by_unit,
    conduct_sum,
    material_by_id,
    materials_found,
    signed_people,
)
from viecthat.learning.rules import may_keep_learning, may_see_who
from viecthat.ledger.choices import WorkArea
from viecthat.people.queries import people_found
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import units_where

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.learning.models import Material
    from viecthat.learning.pages.shared import Reader


def _register(request: HttpRequest, reader: Reader) -> tuple[Register[Material], Asked, QuerySet[Material]]:
    areas = [(str(value), label) for value, label in WorkArea.choices]
    asked = asked_of(request, reader.at, reader.today, kinds=MaterialKind.choices, states=areas, years=False)
    asked.form["state"].label = _("Lĩnh vực")
    found = materials_found(
        reader.actor, asked.units if asked.unit else None, reader.at,
        text=asked.get("text"), kind=asked.get("kind"), area=asked.get("state"),
    )  # fmt: skip

    def show(rows: Sequence[Material], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                reverse("learning:material", args=[row.pk]),
                (row.title, str(row.get_kind_display()), str(row.get_area_display()), units[row.unit_id].name,
                 row.source, row.issued_on),
            )
            for row in rows
        ]  # fmt: skip

    register: Register[Material] = Register(
        title=_("Thư viện học tập"),
        slug="thu-vien",
        columns=(
            Column(_("Tên"), "ten", width=48), Column(_("Loại"), width=22), Column(_("Lĩnh vực"), width=36),
            Column(_("Của đơn vị"), width=32), Column(_("Văn bản, nguồn"), width=30),
            Column(_("Ban hành"), "", "day", 12),
        ),
        orders=MATERIAL_ORDERS,
        default="-ngay",
        show=show,
        nothing=_("Thư viện chưa có gì"),
        what_to_do=_("Ghi quy tắc ứng xử để ký cam kết, tài liệu học nghị quyết, cách làm hay để nơi khác làm theo."),
        links=links(),
        actions=actions(reader, asked.unit, _("Thêm vào thư viện"), "material-new"),
    )  # fmt: skip
    return register, asked, found


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """What there is to read."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def library_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The list whole."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def material_new(request: HttpRequest, code: str) -> HttpResponse:
    """Something to read."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)
    form = MaterialForm(sent(request), today=reader.today, initial={"area": WorkArea.EDUCATION})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = write_material(unit=unit.id, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã thêm vào thư viện."), reverse("learning:material", args=[made.pk])

    words = Words(_("Thêm vào thư viện"), unit.name, _("Ghi"))
    return form_page(request, form, words, run, back=reverse("learning:library"), trail=trail_of((words.title, "")))


@require_safe
def material(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them; of a code, who committed by unit, and what checks found."""
    reader = reader_of(request)
    row = _material_or_404(pk, reader)
    seen = units_where(reader.actor, Capability.SEE, reader.at)
    code = row.kind == MaterialKind.CODE
    checks = checks_of(row, seen) if code else []
    mine = kept_units(reader)
    names = units_by_id({row.unit_id, *(one.unit_id for one in checks)}, reader.today)
    top = top_of(request, reader, row.unit_id)
    kept, looked = conduct_sum(row, seen) if code else (0, 0)
    context = {
        "row": row,
        "unit": names[row.unit_id],
        "is_code": code,
        "top": top,
        "signed": commitments_by_unit(row, seen, top.id, reader.today) if code else [],
        "checks": [(one, names[one.unit_id]) for one in checks],
        "kept": kept,
        "looked": looked,
        "mine": mine if code and not row.withdrawn_why else [],
        "keeps": not row.withdrawn_why and may_keep_learning(reader.actor, row.unit_id, reader.at),
        "trail": trail_of((row.title, "")),
    }
    return render(request, "learning/material.html", context)


@require_http_methods(POSTED)
def material_step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """It is corrected or withdrawn."""
    reader = reader_of(request)
    row = _material_or_404(pk, reader)
    if slug not in {"sua", "rut"} or not may_keep_learning(reader.actor, row.unit_id, reader.at):
        raise Http404
    back = reverse("learning:material", args=[pk])
    form: Any
    if slug == "sua":
        initial = {name: getattr(row, name) for name in ("title", "area", "body", "source", "issued_on")}
        form, title = CorrectMaterialForm(sent(request), today=reader.today, initial=initial), _("Sửa tài liệu")
    else:
        form, title = WhyForm(sent(request), today=reader.today), _("Rút khỏi thư viện")

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if slug == "sua":
            correct_material(material=row, facts=given, actor=reader.actor, at=reader.at)
            return _("Đã ghi."), back
        withdraw_material(material=row, **given, actor=reader.actor, at=reader.at)
        return _("Đã rút."), reverse("learning:library")

    words = Words(title, row.title, _("Ghi"))
    return form_page(request, form, words, run, back=back, trail=trail_of((row.title, back), (title, "")))


@require_http_methods(POSTED)
def signed(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Members of a unit who signed on paper."""
    reader = reader_of(request)
    row = _code_or_404(pk, reader)
    unit = unit_kept_or_404(code, reader)
    if not may_see_who(reader.actor, unit.id, reader.at):
        raise Http404
    people = list(people_found("", [unit.id])[:MOST_NAMED])
    done = signed_people(row, [one.pk for one in people])
    offered = [(str(one.pk), one.full_name) for one in people if one.pk not in done]
    form = SignedForm(sent(request), today=reader.today, people=offered, initial={"day": reader.today})
    back = reverse("learning:material", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        new = commit_on_paper(material=row, unit=unit.id, **given, actor=reader.actor, at=reader.at)
        return _("Đã ghi {n} người ký cam kết.").format(n=new), back

    words = Words(_("Ghi người đã ký trên giấy"), f"{row.title} · {unit.name}", _("Ghi"))
    about = "" if offered else _("Mọi đoàn viên ghi trực tiếp ở đơn vị này đã ký, hoặc đơn vị chưa có đoàn viên nào.")
    trail = trail_of((row.title, back), (words.title, ""))
    return form_page(request, form, words, run, back=back, trail=trail, about=about)


@require_http_methods(POSTED)
def check_new(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """It was looked whether the code is kept."""
    reader = reader_of(request)
    row = _code_or_404(pk, reader)
    unit = unit_kept_or_404(code, reader)
    form = CheckForm(sent(request), today=reader.today, initial={"day": reader.today})
    back = reverse("learning:material", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        check_conduct(material=row, unit=unit.id, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã ghi lần kiểm tra."), back

    words = Words(_("Ghi lần kiểm tra thực hiện"), f"{row.title} · {unit.name}", _("Ghi"))
    return form_page(request, form, words, run, back=back, trail=trail_of((row.title, back), (words.title, "")))


@require_http_methods(POSTED)
def check_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """A check recorded by mistake."""
    reader = reader_of(request)
    row = check_by_id(pk)
    if row is None or not may_keep_learning(reader.actor, row.unit_id, reader.at):
        raise Http404
    back = reverse("learning:material", args=[row.material_id])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        undo_check(check=row, **given, actor=reader.actor, at=reader.at)
        return _("Đã lấy lại; số liệu đã được đảo trong sổ việc."), back

    words = Words(_("Lấy lại lần kiểm tra"), row.material.title, _("Lấy lại"))
    form = WhyForm(sent(request), today=reader.today)
    return form_page(
        request, form, words, run, back=back, trail=trail_of((row.material.title, back), (words.title, ""))
    )


def _material_or_404(pk: int, reader: Reader) -> Material:
    row = material_by_id(pk, reader.actor, reader.at)
    if row is None:
        raise Http404
    return row


def _code_or_404(pk: int, reader: Reader) -> Material:
    row = _material_or_404(pk, reader)
    if row.kind != MaterialKind.CODE or row.withdrawn_why:
        raise Http404
    return row
