"""Care for young workers: what was done, for how many. Nobody is named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.support.choices import CareKind
from viecthat.support.commands.care import record_care, undo_care
from viecthat.support.forms.career import CareForm, ReasonForm
from viecthat.support.pages.shared import (
    POSTED,
    Words,
    actions,
    form_page,
    in_reach,
    links,
    partner_choices,
    reader_of,
    sent,
    trail_of,
    unit_kept_or_404,
)
from viecthat.support.queries.listing import BY_DAY, care_found
from viecthat.support.queries.record import care_by_id
from viecthat.support.rules import may_keep_support
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.support.models import Care
    from viecthat.support.pages.shared import Reader


def _register(request: HttpRequest, reader: Reader) -> tuple[Register[Care], Asked, QuerySet[Care]]:
    asked = asked_of(request, reader.at, reader.today, kinds=CareKind.choices)
    found = care_found(asked.units, text=asked.get("text"), kind=asked.get("kind"), during=asked.during("day"))

    def show(rows: Sequence[Care], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                reverse("support:care", args=[row.pk]),
                (row.title, str(row.get_kind_display()), row.day, units[row.unit_id].name, row.place, row.people,
                 row.gifts, row.value),
            )
            for row in rows
        ]  # fmt: skip

    register: Register[Care] = Register(
        title=_("Chăm lo thanh niên công nhân"),
        slug="cham-lo-cong-nhan",
        columns=(
            Column(_("Việc chăm lo"), width=40), Column(_("Loại"), width=26), Column(_("Ngày"), "ngay", "day", 12),
            Column(_("Đơn vị"), width=32), Column(_("Địa điểm"), width=30), Column(_("Người"), "", "whole", 10),
            Column(_("Suất quà"), "", "whole", 10), Column(_("Trị giá (đồng)"), "", "money", 18),
        ),
        orders=BY_DAY,
        default="-ngay",
        show=show,
        nothing=_("Chưa ghi việc chăm lo nào"),
        what_to_do=_("Ghi chương trình, quà, nhà ở, trợ giúp pháp lý cho công nhân trẻ; không cần ghi tên ai."),
        links=links(),
        actions=actions(reader, asked.unit, _("Ghi việc chăm lo"), "care-new"),
    )  # fmt: skip
    return register, asked, found


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The register of care."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The register whole."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Something done for young workers."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)
    form = CareForm(sent(request), today=reader.today, partners=partner_choices(unit.id), initial={"day": reader.today})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = record_care(unit=unit.id, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã ghi việc chăm lo."), reverse("support:care", args=[made.pk])

    words = Words(_("Ghi việc chăm lo"), unit.name, _("Ghi vào sổ"))
    back = reverse("support:cares")
    return form_page(request, form, words, run, back=back, trail=trail_of((_("Công nhân"), back), (words.title, "")))


@require_safe
def care(request: HttpRequest, pk: int) -> HttpResponse:
    """One piece of care."""
    reader = reader_of(request)
    row = in_reach(care_by_id(pk), reader)
    context = {
        "row": row,
        "unit": units_by_id({row.unit_id}, reader.today)[row.unit_id],
        "keeps": may_keep_support(reader.actor, row.unit_id, reader.at),
        "trail": trail_of((_("Công nhân"), reverse("support:cares")), (row.title, "")),
    }
    return render(request, "support/care.html", context)


@require_http_methods(POSTED)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Recorded by mistake."""
    reader = reader_of(request)
    row = in_reach(care_by_id(pk), reader, keeps=True)
    back = reverse("support:care", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        undo_care(care=row, **given, actor=reader.actor, at=reader.at)
        return _("Đã lấy lại; số liệu đã được đảo trong sổ việc."), reverse("support:cares")

    words = Words(_("Lấy lại việc ghi nhầm"), row.title, _("Lấy lại"))
    trail = trail_of((_("Công nhân"), reverse("support:cares")), (row.title, back), (words.title, ""))
    return form_page(request, ReasonForm(sent(request), today=reader.today), words, run, back=back, trail=trail)
