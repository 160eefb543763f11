"""The register of congresses; one with its steps and how it keeps to the charter; those of the units below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.congress.choices import AFTER, CongressForm, CongressLine, StepKind
from viecthat.congress.commands.congress import (
    OwnRules,
    correct_congress,
    drop_stage,
    hold_congress,
    open_congress,
    pass_resolution,
    plan_stage,
    record_step,
    set_rules,
)
from viecthat.congress.exports.sheets import stages_sheet
from viecthat.congress.forms.congress import CongressDataForm, HoldForm, ResolutionForm, RulesForm, StageForm, StepForm
from viecthat.congress.models import Congress
from viecthat.congress.pages.shared import (
    POSTED,
    form_page,
    kept_or_403,
    sheet_file,
    shown_or_404,
    tried,
)
from viecthat.congress.queries.ballot import ballots_of
from viecthat.congress.queries.checks import checks_of
from viecthat.congress.queries.congress import (
    AHEAD,
    HELD,
    LATE,
    NEWEST,
    ORDERS,
    agenda_of,
    congresses_above,
    congresses_found,
    listed,
    papers_of,
    stages_of,
)
from viecthat.congress.queries.delegate import delegates_found
from viecthat.congress.queries.publicity import items_of
from viecthat.people.rules.post import may_give_posts
from viecthat.plans.pages.shared import Reader, Words, own_units, reader_of, sent
from viecthat.plans.pages.task import kept_file
from viecthat.plans.rules import units_above
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import ancestors_of, kinds as unit_kinds
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from django.db.models import QuerySet


def links() -> tuple[tuple[str, str], ...]:
    """The registers beside one another."""
    return ((_("Đại hội"), reverse("congress:list")), (_("Ngày kỷ niệm"), reverse("congress:days")))


def _register(request: HttpRequest, reader: Reader) -> tuple[Register[Congress], Asked, QuerySet[Congress]]:
    states = ((AHEAD, _("sắp họp")), (LATE, _("quá ngày chưa họp")), (HELD, _("đã họp")))
    asked = asked_of(request, reader.at, reader.today, kinds=CongressLine.choices, states=states, years=False)
    where = asked.units.of("unit")
    if asked.unit is None:
        where |= Q(unit__in=units_above(reader.actor, reader.at))
    found = congresses_found(
        where, reader.today, text=asked.get("text"), line=asked.get("kind"), state=asked.get("state")
    )

    def show(rows: Sequence[Congress], today: date) -> list[Shown]:
        return [
            Shown(
                reverse("congress:congress", args=[one.congress.pk]),
                (
                    one.congress.name,
                    str(one.congress.get_line_display()),
                    one.unit.name,
                    one.congress.roman,
                    one.congress.term,
                    one.congress.planned_on,
                    one.congress.held_on,
                    one.next_step,
                ),
                chip=_("đã họp") if one.congress.held_on else _("quá ngày") if one.congress.planned_on < today else "",
            )
            for one in listed(rows, today)
        ]

    own = own_units(reader, capabilities=(Capability.RECORD,))
    register: Register[Congress] = Register(
        title=_("Đại hội"),
        slug="dai-hoi",
        columns=(
            Column(_("Đại hội"), "ten", width=60),
            Column(_("Của"), width=28),
            Column(_("Đơn vị giữ sổ"), width=30),
            Column(_("Lần thứ"), width=10),
            Column(_("Nhiệm kỳ"), width=14),
            Column(_("Dự kiến"), "-ngay", "day", 12),
            Column(_("Đã họp"), "", "day", 12),
            Column(_("Bước tiếp theo"), width=34),
        ),
        orders=ORDERS,
        default=NEWEST,
        show=show,
        nothing=_("Chưa có đại hội nào"),
        what_to_do=_("Ghi đại hội của đơn vị, rồi làm từng bước: đề án, ý kiến cấp ủy, đại biểu, bầu cử, nghị quyết."),
        links=links(),
        actions=((_("Ghi đại hội"), reverse("congress:new")),) if own else (),
    )
    return register, asked, found


@require_safe
def congresses(request: HttpRequest) -> HttpResponse:
    """The register of congresses."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def congresses_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The register whole."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def new(request: HttpRequest) -> HttpResponse:
    """A congress enters the register."""
    reader = reader_of(request)
    own = own_units(reader, code=request.GET.get("don-vi", ""), capabilities=(Capability.RECORD,))
    start: dict[str, Any] = {"unit": own[0] if own else None}
    above = request.GET.get("cap-tren", "")
    choices = _above([row.id for row in own], reader)
    for row in choices:
        if above == str(row.pk):
            start |= {
                "within": row.pk,
                "line": row.line,
                "first_year": row.first_year,
                "last_year": row.last_year,
            }
    form = CongressDataForm(sent(request), today=reader.today, above=choices, initial=start)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = open_congress(unit=given["unit"].id, facts=form.facts, actor=reader.actor, at=reader.at)
        return _("Đã ghi đại hội; giờ làm từng bước chuẩn bị."), reverse("congress:congress", args=[made.pk])

    words = Words(_("Ghi đại hội"), _("Của Đoàn, hoặc của Hội mà đơn vị giúp việc."), _("Ghi vào sổ"))
    return form_page(request, form, words, run, back=reverse("congress:list"), trail=[links()[0]])


@require_http_methods(POSTED)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, number, term, days put right."""
    reader = reader_of(request)
    shown = kept_or_403(pk, reader)
    row = shown.congress
    choices = [one for one in _above([row.unit_id], reader) if one.pk != row.pk]
    names = [name for name in CongressDataForm.base_fields if name != "unit"]
    start = {name: getattr(row, name) for name in names} | {"within": row.within_id}
    form = CongressDataForm(sent(request), today=reader.today, above=choices, fixed_unit=True, initial=start)

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        correct_congress(congress=row, facts=form.facts, actor=reader.actor, at=reader.at)
        return _("Đã sửa."), shown.home

    words = Words(_("Sửa thông tin đại hội"), shown.unit.name, _("Lưu"))
    return form_page(request, form, words, run, back=shown.home, trail=shown.trail())


@require_http_methods(POSTED)
def own_rules(request: HttpRequest, pk: int) -> HttpResponse:
    """What the presidium sets where the charter's article could not be checked."""
    reader = reader_of(request)
    shown = kept_or_403(pk, reader)
    row = shown.congress
    start = {name: getattr(row, name) for name in RulesForm.base_fields}
    form = RulesForm(sent(request), today=reader.today, initial=start)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        set_rules(congress=row, rules=OwnRules(**given), actor=reader.actor, at=reader.at)
        return _("Đã lưu quy định của đại hội này."), shown.home

    lede = _(
        "Bốn quy định dưới đây chưa đối chiếu được với nguyên văn Điều lệ, nên đoàn chủ tịch được đặt khác; "
        "bỏ trống thì theo mặc định."
    )
    words = Words(_("Quy định của đại hội này"), lede, _("Lưu"))
    return form_page(request, form, words, run, back=shown.home, trail=shown.trail())


@require_safe
def congress(request: HttpRequest, pk: int) -> HttpResponse:
    """One congress: its steps, how it keeps to the charter, where its parts are."""
    reader = reader_of(request)
    shown = shown_or_404(pk, reader)
    row = shown.congress
    done = {step.kind: step for step in row.steps.all()}
    items = items_of(row, reader.today)
    stages = stages_of(row, reader.today)
    delegates = delegates_found(row).filter(struck_why="", substitute=False)
    ballots = ballots_of(row)
    context = shown.context | {
        "steps": [(kind, done.get(kind), kind in AFTER) for kind in StepKind],
        "checks": checks_of(row, reader.today),
        "stages": stages,
        "delegates": delegates.count(),
        "of_delegates": row.form == CongressForm.DELEGATES,
        "ballots": ballots,
        "waiting": [one for one, _rows, _result in ballots if one.counted_at and not one.installed_on],
        "installs": may_give_posts(reader.actor, row.unit_id, reader.at),
        "agenda": agenda_of(row),
        "papers": papers_of(row),
        "items": items,
        "items_done": sum(one.item.done_on is not None for one in items),
        "below": list(row.below.order_by("-planned_on", "pk")[:1]),
        "today": reader.today,
        "trail": [links()[0], (row.name, "")],
    }
    return render(request, "congress/congress.html", context)


@require_http_methods(POSTED)
def step(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A step that was done, with its paper."""
    reader = reader_of(request)
    shown = kept_or_403(pk, reader)
    if kind not in StepKind.values:
        raise Http404
    known = shown.congress.steps.filter(kind=kind).first()
    names = ("day", "body", "verdict", "number", "words")
    start = {name: getattr(known, name) for name in names} if known else {"day": reader.today}
    posted = request.method == "POST"
    form = StepForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        today=reader.today,
        kind=kind,
        has_file=known is not None and known.file_id is not None,
        initial=start,
    )

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        record_step(congress=shown.congress, kind=kind, **form.values, actor=reader.actor, at=reader.at)
        return _("Đã ghi bước này."), shown.home

    lede = shown.congress.name
    if known is not None and known.file_id:
        lede = _("{name}. Tệp đang giữ: {file}.").format(name=lede, file=known.file_name)
    words = Words(str(StepKind(kind).label), lede, _("Ghi"))
    return form_page(request, form, words, run, back=shown.home, trail=shown.trail(), files=True)


@require_safe
def step_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The paper of a step, for those who read the congress's files."""
    shown = shown_or_404(pk, reader_of(request))
    known = shown.congress.steps.filter(kind=kind).select_related("file").first()
    if not shown.named or known is None or known.file is None or not known.file.path.exists():
        raise Http404
    return kept_file(known.file, known.file_name)


@require_http_methods(POSTED)
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """The congress was held."""
    reader = reader_of(request)
    shown = kept_or_403(pk, reader)
    row = shown.congress
    start = {"held_on": row.planned_on, "last_day": row.planned_on}
    of_delegates = row.form == CongressForm.DELEGATES
    form = HoldForm(sent(request), today=reader.today, of_delegates=of_delegates, initial=start)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        hold_congress(congress=row, **given, actor=reader.actor, at=reader.at)
        return _("Đã ghi đại hội đã họp; sổ việc đếm đại hội này."), shown.home

    lede = _("Số triệu tập, số có mặt lấy từ điểm danh đại biểu.") if of_delegates else row.name
    words = Words(_("Ghi đã họp"), lede, _("Ghi đã họp"))
    return form_page(request, form, words, run, back=shown.home, trail=shown.trail())


@require_http_methods(POSTED)
def resolution(request: HttpRequest, pk: int) -> HttpResponse:
    """The resolution enters the register of documents, under the new term."""
    reader = reader_of(request)
    shown = kept_or_403(pk, reader)
    row = shown.congress
    posted = request.method == "POST"
    form = ResolutionForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        today=reader.today,
        initial={"subject": _("Nghị quyết {name}").format(name=row.name)},
    )

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        entered = pass_resolution(congress=row, **form.values, actor=reader.actor, at=reader.at)
        said = _("Nghị quyết đã vào sổ văn bản; đặt chỉ tiêu của nhiệm kỳ từ đây.")
        return said, reverse("directives:directive", args=[entered.directive.pk])

    words = Words(_("Nghị quyết đại hội"), row.name, _("Vào sổ văn bản"))
    return form_page(request, form, words, run, back=shown.home, trail=shown.trail(), files=True)


@require_http_methods(POSTED)
def below(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the units below have come, kind by kind; by when each kind is to be done."""
    reader = reader_of(request)
    shown = kept_or_403(pk, reader) if request.method == "POST" else shown_or_404(pk, reader)
    row = shown.congress
    here = reverse("congress:below", args=[pk])
    form = StageForm(
        sent(request),
        today=reader.today,
        kinds=_kinds_below(row.unit_id, reader.today),
        initial={"start": reader.today},
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data

        def run() -> None:
            plan_stage(congress=row, **given, actor=reader.actor, at=reader.at)

        return tried(request, run, _("Đã đặt thời hạn."), here)
    context = shown.context | {
        "stages": stages_of(row, reader.today),
        "form": form if shown.keeper else None,
        "trail": shown.trail((_("Đại hội cấp dưới"), "")),
        "today": reader.today,
    }
    return render(request, "congress/below.html", context, status=422 if form.is_bound else 200)


@require_safe
def below_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The same unit by unit, as a file."""
    reader = reader_of(request)
    shown = shown_or_404(pk, reader)
    sheet = stages_sheet(stages_of(shown.congress, reader.today), shown.congress.name)
    return sheet_file(kind, sheet, f"dai-hoi-cap-duoi-{pk}", reader.today)


@require_POST
def stage_drop(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """The time set for a kind is taken back."""
    reader = reader_of(request)
    shown = kept_or_403(pk, reader)
    stage = shown.congress.stages.select_related("congress").filter(pk=row).first()
    if stage is None:
        raise Http404
    return tried(
        request,
        lambda: drop_stage(stage=stage, actor=reader.actor, at=reader.at),
        _("Đã bỏ thời hạn."),
        reverse("congress:below", args=[pk]),
    )


def _above(units: list[int], reader: Reader) -> list[Congress]:
    found = {row.id for unit in units for row in ancestors_of(unit, reader.today)}
    return congresses_above(found)


def _kinds_below(unit: int, day: date) -> list[tuple[str, str]]:
    tree = tree_on(day)
    counts = tree.kinds_below(unit) if unit in tree else {}
    names = unit_kinds()
    return [(code, f"{names[code].name} ({counts[code]})") for code in names if counts.get(code)]
