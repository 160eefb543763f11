"""The register of inspections, and one of them from plan to conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.documents.on_paper import on_paper
from viecthat.inspections.choices import InspectionKind, InspectionState
from viecthat.inspections.commands.inspection import (
    call_off_inspection,
    conclude_inspection,
    correct_inspection,
    note_day,
    note_finding,
    plan_inspection,
    start_inspection,
)
from viecthat.inspections.commands.recommendation import recommend
from viecthat.inspections.commands.reopening import reopen_conclusion
from viecthat.inspections.forms.inspection import (
    ConcludeForm,
    DayForm,
    FindingForm,
    InspectionForm,
    RecommendForm,
    ReopenForm,
    WhyForm,
)
from viecthat.inspections.pages.shared import (
    POSTED,
    Words,
    actions,
    form_page,
    links,
    reader_of,
    sent,
    trail_of,
    unit_kept_or_404,
)
from viecthat.inspections.queries.inspection import (
    INSPECTION_ORDERS,
    days_of,
    findings_of,
    inspection_shown,
    inspections_found,
    kept_paper,
    recommendations_of,
    team_of,
)
from viecthat.inspections.rules import may_keep_inspection, may_reopen, may_see_inspection
from viecthat.plans.pages.plan import TYPES
from viecthat.plans.pages.shared import file_response
from viecthat.plans.pages.task import kept_file
from viecthat.ui.privacy import private
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import units_seen

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.inspections.models import Inspection
    from viecthat.inspections.pages.shared import Reader


def _register(request: HttpRequest, reader: Reader) -> tuple[Register[Inspection], Asked, QuerySet[Inspection]]:
    asked = asked_of(request, reader.at, reader.today, kinds=InspectionKind.choices, states=InspectionState.choices)
    found = inspections_found(
        asked.units, text=asked.get("text"), kind=asked.get("kind"), state=asked.get("state"),
        during=asked.during("start", "last_day"),
    )  # fmt: skip

    def show(rows: Sequence[Inspection], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                reverse("inspections:inspection", args=[row.pk]),
                (row.subject, str(row.get_kind_display()), row.policy, units[row.unit_id].name, row.start,
                 row.last_day, row.asked, row.done),  # type: ignore[attr-defined]
                chip=str(row.get_state_display()),
            )
            for row in rows
        ]  # fmt: skip

    register: Register[Inspection] = Register(
        title=_("Kiểm tra, giám sát chính sách, pháp luật thanh niên"),
        slug="giam-sat",
        columns=(
            Column(_("Nội dung"), "ten", width=48), Column(_("Hình thức"), width=16),
            Column(_("Chính sách, văn bản pháp luật"), width=40), Column(_("Đơn vị tiến hành"), width=32),
            Column(_("Từ ngày"), "ngay", "day", 12), Column(_("Đến hết"), "", "day", 12),
            Column(_("Kiến nghị"), "", "whole", 10), Column(_("Đã thực hiện"), "", "whole", 12),
        ),
        orders=INSPECTION_ORDERS,
        default="-ngay",
        show=show,
        nothing=_("Chưa có cuộc kiểm tra, giám sát nào"),
        what_to_do=_("Lập kế hoạch: xem chính sách nào, ở đâu, đoàn gồm ai; kiến nghị được theo dõi đến khi xong."),
        links=links(),
        actions=actions(reader, asked.unit, _("Lập kế hoạch"), "new"),
    )  # fmt: skip
    return register, asked, found


@require_safe
def inspections(request: HttpRequest) -> HttpResponse:
    """Inspections by and at units in reach."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def inspections_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The register whole."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """An inspection enters the plan."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)
    form = InspectionForm(sent(request), today=reader.today, initial={"start": reader.today})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        units, others = given.pop("units"), given.pop("others")
        made = plan_inspection(unit=unit.id, facts=given, units=units, others=others, actor=reader.actor, at=reader.at)
        return _("Đã ghi kế hoạch; ghi thành viên đoàn."), reverse("inspections:inspection", args=[made.pk])

    words = Words(_("Lập kế hoạch kiểm tra, giám sát"), unit.name, _("Ghi"))
    return form_page(request, form, words, run, back=reverse("inspections:list"), trail=trail_of((words.title, "")))


@require_safe
def inspection(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan, the team, days, findings, recommendations, the conclusion."""
    reader = reader_of(request)
    row = shown_or_404(pk, reader)
    sees = may_see_inspection(reader.actor, row.unit_id, reader.at)
    keeps = may_keep_inspection(reader.actor, row.unit_id, reader.at)
    concluded = row.state == InspectionState.CONCLUDED
    told = sees or concluded
    context = {
        "row": row,
        "unit": units_by_id({row.unit_id}, reader.today)[row.unit_id],
        "bodies": list(row.bodies.order_by("name")),
        "team": team_of(row),
        # Whoever is inspected reads their own minutes, and what was found once it is concluded.
        "days": days_of(row, at=None if sees else units_seen(reader.actor, reader.at)),
        "findings": findings_of(row) if told else [],
        "recommendations": recommendations_of(row, reader.today) if told else [],
        "keeps": keeps,
        "sees": sees,
        "reopens": concluded and keeps and may_reopen(reader.actor, row.unit_id, reader.at),
        "earlier": list(row.earlier.order_by("number")),
        "trail": trail_of((row.subject, "")),
    }
    return private(render(request, "inspections/inspection.html", context))


@require_http_methods(POSTED)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The plan is put right, the team named, started, worked at, concluded, called off."""
    reader = reader_of(request)
    row = shown_or_404(pk, reader)
    if slug not in _STEPS or not may_keep_inspection(reader.actor, row.unit_id, reader.at):
        raise Http404
    back = reverse("inspections:inspection", args=[pk])
    form = step_form(slug, row, request, reader)
    who: dict[str, Any] = {"inspection": row, "actor": reader.actor, "at": reader.at}

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if slug == "sua":
            units, others = given.pop("units"), given.pop("others")
            correct_inspection(facts=given, units=units, others=others, **who)
        elif slug == "phat-hien":
            body, file = given.pop("body"), given.pop("attached")
            note_finding(body=body, facts=given, file=file, **who)
        elif slug == "bien-ban":
            note_day(file=given.pop("attached"), **given, **who)
        elif slug == "ket-luan-lai":
            reopen_conclusion(**given, **who)
            return _("Sửa những chỗ chưa đúng rồi kết luận lại; bản cũ vẫn đọc được."), back
        else:
            _COMMANDS[slug](**given, **who)
        return _("Đã ghi."), back

    if slug == "ket-luan-lai" and not may_reopen(reader.actor, row.unit_id, reader.at):
        raise Http404
    title = str(_STEPS[slug]())
    words = Words(title, row.subject, title if slug == "bat-dau" else _("Ghi"))
    return form_page(request, form, words, run, back=back, trail=trail_of((row.subject, back), (title, "")))


_STEPS: dict[str, Any] = {
    "sua": lambda: _("Sửa kế hoạch"),
    "bat-dau": lambda: _("Bắt đầu tiến hành"),
    "bien-ban": lambda: _("Ghi ngày làm việc"),
    "phat-hien": lambda: _("Ghi phát hiện"),
    "kien-nghi": lambda: _("Ghi kiến nghị"),
    "ket-luan": lambda: _("Kết luận"),
    "bo": lambda: _("Không tiến hành"),
    "ket-luan-lai": lambda: _("Kết luận lại"),
}
_COMMANDS: dict[str, Any] = {
    "bat-dau": start_inspection,
    "kien-nghi": recommend,
    "ket-luan": conclude_inspection,
    "bo": call_off_inspection,
}


def step_form(
    slug: str, row: Inspection, request: HttpRequest, reader: Reader, initial: dict[str, Any] | None = None
) -> Any:
    """The form of a step; `initial`: what was noted before and is put right."""
    data, files, today = sent(request), request.FILES or None, reader.today
    bodies = [(one.pk, one.name) for one in row.bodies.order_by("name")]
    if slug == "sua":
        names = ("kind", "subject", "policy", "plan", "start", "last_day")
        here = list(row.bodies.order_by("name"))
        units = units_by_id({one.unit_id for one in here if one.unit_id}, today)
        plan = {name: getattr(row, name) for name in names} | {
            "units": [units[one.unit_id] for one in here if one.unit_id],
            "others": "\n".join(one.name for one in here if one.unit_id is None),
        }
        return InspectionForm(data, today=today, initial=plan)
    if slug == "bien-ban":
        return DayForm(data, files, today=today, bodies=bodies, initial=initial or {"day": today})
    if slug == "phat-hien":
        return FindingForm(data, files, today=today, bodies=bodies, initial=initial)
    if slug == "kien-nghi":
        found = [(one.pk, f"{one.body.name}: {Truncator(one.words).chars(80)}") for one in findings_of(row)]
        return RecommendForm(data, today=today, findings=found, initial=initial)
    if slug == "ket-luan":
        before = row.earlier.order_by("-number").first()
        return ConcludeForm(data, today=today, initial={"day": today, "words": before.words if before else ""})
    if slug == "ket-luan-lai":
        return ReopenForm(data)
    return WhyForm(data) if slug == "bo" else forms.Form(data)


@require_safe
def conclusion(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The conclusion as docx or pdf; a draft before its day, for those who hold the inspection."""
    from viecthat.inspections.exports.conclusion import conclusion_document  # noqa: PLC0415 - only for the file

    reader = reader_of(request)
    row = shown_or_404(pk, reader)
    told = row.state == InspectionState.CONCLUDED or may_see_inspection(reader.actor, row.unit_id, reader.at)
    if kind not in TYPES or not told:
        raise Http404
    lang: Any = "en" if get_language() == "en" else "vi"
    document = conclusion_document(
        row, team_of(row), days_of(row), findings_of(row), recommendations_of(row, reader.today),
        day=row.concluded_on or reader.today, lang=lang, replaces=row.earlier.order_by("-number").first(),
    )  # fmt: skip
    return file_response(on_paper(document, kind), f"ket-luan-giam-sat-{row.pk}.{kind}", TYPES[kind])


@require_safe
def paper(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """A file kept with minutes, a finding or an answer."""
    reader = reader_of(request)
    found = kept_paper(pk, what, units_seen(reader.actor, reader.at))
    if found is None or found.file is None or not found.file.path.exists():
        raise Http404
    return kept_file(found.file, found.file_name)


def shown_or_404(pk: int, reader: Reader) -> Inspection:
    """The inspection. Http404 for one the reader may not know of."""
    row = inspection_shown(pk, units_seen(reader.actor, reader.at))
    if row is None:
        raise Http404
    return row
