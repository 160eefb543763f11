"""Start-up projects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.people.pages.life import made_up
from viecthat.support.choices import ProjectField, Stage
from viecthat.support.commands.project import add_founder, correct_project, enter_project, give_support, move_on
from viecthat.support.forms import money as forms
from viecthat.support.pages.shared import (
    POSTED,
    Words,
    actions,
    form_page,
    in_reach,
    links,
    reader_of,
    sent,
    trail_of,
    unit_kept_or_404,
    units_of_people,
)
from viecthat.support.queries.listing import PROJECT_ORDERS, projects_found, supports_of
from viecthat.support.queries.record import founders_of, given_to, loans_of_unit, project_by_id, stages_of
from viecthat.support.rules import may_keep_support, may_see_founders
from viecthat.ui.privacy import private
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.support.models import Project
    from viecthat.support.pages.shared import Reader


def _projects(request: HttpRequest, reader: Reader) -> tuple[Register[Project], Asked, QuerySet[Project]]:
    asked = asked_of(request, reader.at, reader.today, kinds=ProjectField.choices, states=Stage.choices)
    found = projects_found(
        asked.units, text=asked.get("text"), field=asked.get("kind"), stage=asked.get("state"),
        during=asked.during("begun_on"),
    )  # fmt: skip

    def show(rows: Sequence[Project], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        given = supports_of(rows)
        return [
            Shown(
                reverse("support:project", args=[row.pk]),
                (row.name, str(row.get_field_display()), units[row.unit_id].name, row.begun_on,
                 str(Stage(row.stage).label), *given.get(row.pk, (0, 0)), row.jobs),  # type: ignore[attr-defined]
            )
            for row in rows
        ]  # fmt: skip

    register: Register[Project] = Register(
        title=_("Dự án khởi nghiệp"),
        slug="khoi-nghiep",
        columns=(
            Column(_("Tên dự án"), "ten", width=40), Column(_("Lĩnh vực"), width=24), Column(_("Đơn vị"), width=32),
            Column(_("Vào sổ"), "ngay", "day", 12), Column(_("Giai đoạn"), width=16),
            Column(_("Lần hỗ trợ"), "", "whole", 10), Column(_("Trị giá (đồng)"), "", "money", 18),
            Column(_("Việc làm"), "", "whole", 10),
        ),
        orders=PROJECT_ORDERS,
        default="-ngay",
        show=show,
        nothing=_("Chưa có dự án nào"),
        what_to_do=_("Ghi dự án với chủ dự án và giai đoạn; lần hỗ trợ đầu tiên tự vào sổ việc."),
        links=links(),
        actions=actions(reader, asked.unit, _("Ghi dự án"), "project-new"),
    )  # fmt: skip
    return register, asked, found


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """The register of projects."""
    reader = reader_of(request)
    register, asked, found = _projects(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def projects_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The register whole."""
    reader = reader_of(request)
    register, asked, found = _projects(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def project_new(request: HttpRequest, code: str) -> HttpResponse:
    """A project."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)
    form = forms.ProjectForm(
        sent(request), today=reader.today, units=units_of_people(reader), initial={"begun_on": reader.today}
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = enter_project(unit=unit.id, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã ghi dự án."), reverse("support:project", args=[made.pk])

    words = Words(_("Ghi dự án khởi nghiệp"), unit.name, _("Ghi vào sổ"))
    back = reverse("support:projects")
    return form_page(request, form, words, run, back=back, trail=trail_of((_("Khởi nghiệp"), back), (words.title, "")))


@require_safe
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """One project."""
    reader = reader_of(request)
    row = in_reach(project_by_id(pk), reader)
    named = may_see_founders(reader.actor, row.unit_id, reader.at)
    founders = founders_of(row) if named else []
    context = {
        "row": row,
        "unit": units_by_id({row.unit_id}, reader.today)[row.unit_id],
        "named": named,
        "founders": founders,
        "stages": stages_of(row),
        "supports": given_to(row),
        "keeps": may_keep_support(reader.actor, row.unit_id, reader.at),
        "trail": trail_of((_("Khởi nghiệp"), reverse("support:projects")), (row.name, "")),
        "synthetic": made_up(one.person for one in founders),
    }
    return private(render(request, "support/project.html", context))


@require_http_methods(POSTED)
def project_step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Support given, another stage, another founder, what changed."""
    reader = reader_of(request)
    row = in_reach(project_by_id(pk), reader, keeps=True)
    back = reverse("support:project", args=[pk])
    today, data = reader.today, sent(request)
    who: dict[str, Any] = {"project": row, "actor": reader.actor, "at": reader.at}
    form: Any
    if slug == "ho-tro":
        form, title = forms.SupportForm(data, today=today, initial={"day": today}), _("Ghi hỗ trợ")
    elif slug == "giai-doan":
        form, title = forms.StageForm(data, today=today, initial={"day": today}), _("Đổi giai đoạn")
    elif slug == "chu-du-an":
        form, title = forms.FounderForm(data, today=today, units=units_of_people(reader)), _("Thêm chủ dự án")
    elif slug == "sua":
        names = ("name", "field", "summary", "jobs", "revenue", "outcome")
        initial = {**{name: getattr(row, name) for name in names}, "loan": row.loan_id or ""}
        loans = [
            (str(one.pk), f"{one.loan_group.name}, {one.day:%d/%m/%Y} ({one.pk})") for one in loans_of_unit(row.unit_id)
        ]
        form, title = forms.CorrectProjectForm(data, today=today, initial=initial, loans=loans), _("Sửa dự án")
    else:
        raise Http404

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if slug == "ho-tro":
            give_support(**given, **who)
        elif slug == "giai-doan":
            move_on(**given, **who)
        elif slug == "chu-du-an":
            add_founder(person=given["person"], name=given["founder"], **who)
        else:
            correct_project(facts=given, **who)
        return _("Đã ghi."), back

    trail = trail_of((_("Khởi nghiệp"), reverse("support:projects")), (row.name, back), (title, ""))
    return form_page(request, form, Words(title, row.name, _("Ghi")), run, back=back, trail=trail)
