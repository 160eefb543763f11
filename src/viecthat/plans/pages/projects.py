"""The register of schemes and projects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Capability
from viecthat.plans.choices import ProgrammeKind, ProjectStage
from viecthat.plans.commands.stage import STAGED, set_stage
from viecthat.plans.forms.programme import StageForm
from viecthat.plans.pages.programmes import made_programme
from viecthat.plans.pages.shared import Reader, Words, change_page, own_units, reader_of, sent
from viecthat.plans.queries.project import PROJECT_ORDERS, projects_found
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.plans.models import Programme


def _register(request: HttpRequest, reader: Reader) -> tuple[Register[Programme], Asked, QuerySet[Programme]]:
    kinds = [(kind.value, kind.label) for kind in STAGED]
    asked = asked_of(request, reader.at, reader.today, kinds=kinds, states=ProjectStage.choices)
    found = projects_found(
        asked.units if asked.unit else None, reader.actor, reader.at, text=asked.get("text"), kind=asked.get("kind"),
        stage=asked.get("state"), during=asked.during("start", "end"),
    )  # fmt: skip

    def show(rows: Sequence[Programme], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                reverse("programmes:programme", args=[row.pk]),
                (row.title, str(row.get_kind_display()), units[row.unit_id].name, row.start, row.end, row.budget,
                 row.came_in, str(ProjectStage(row.stage).label) if row.stage else "", row.since),  # type: ignore[attr-defined]
                note=row.lead,
            )
            for row in rows
        ]  # fmt: skip

    own = [asked.unit] if asked.unit else own_units(reader, capabilities=(Capability.DECLARE, Capability.PLAN))[:1]
    new = f"?loai={ProgrammeKind.PROJECT}"
    register: Register[Programme] = Register(
        title=_("Đề án, dự án"),
        slug="de-an-du-an",
        columns=(
            Column(_("Tên"), "ten", width=48), Column(_("Loại"), width=12), Column(_("Đơn vị"), width=32),
            Column(_("Từ ngày"), "ngay", "day", 12), Column(_("Đến trước"), "", "day", 12),
            Column(_("Kinh phí (đồng)"), "tien", "money", 18),
            Column(_("Đã huy động (đồng)"), "", "money", 18), Column(_("Giai đoạn"), width=22),
            Column(_("Từ ngày, giai đoạn"), "", "day", 14),
        ),
        orders=PROJECT_ORDERS,
        default="-ngay",
        show=show,
        nothing=_("Chưa có đề án, dự án nào"),
        what_to_do=_("Lập dự án với kinh phí; đổi giai đoạn khi được duyệt, thực hiện, nghiệm thu."),
        crumbs=((_("Chương trình"), reverse("programmes:list")),),
        actions=tuple((_("Lập dự án"), reverse("programmes:enter", args=[one.code]) + new) for one in own),
    )  # fmt: skip
    return register, asked, found


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """The register."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def projects_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The register whole."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: HttpRequest, pk: int) -> HttpResponse:
    """A scheme or project comes to another stage."""
    reader, shown, back = made_programme(request, pk)
    if shown.kind not in STAGED:
        raise Http404
    form = StageForm(sent(request), today=reader.today, initial={"day": reader.today})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        set_stage(programme=shown, **given, actor=reader.actor, at=reader.at)
        return _("Đã ghi giai đoạn."), back

    return change_page(request, form, Words(_("Đổi giai đoạn"), shown.title, _("Ghi")), run, back=back)
