"""Programmes: the list, one of them, and every change of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.documents.csv_lines import to_csv
from viecthat.kernel.errors import Refused
from viecthat.plans.choices import ItemKind, ProgrammeKind
from viecthat.plans.commands import (
    adapt_programme,
    add_milestone,
    correct_programme,
    drop_milestone,
    drop_programme,
    link_programmes,
    note_progress,
    open_programme,
    reach_milestone,
    serve_programme,
    unlink_programmes,
)
from viecthat.plans.commands.stage import STAGED
from viecthat.plans.exports.directive import workbook_bytes
from viecthat.plans.exports.programme import programme_sheet
from viecthat.plans.forms.programme import (
    AdaptForm,
    LinkForm,
    ListForm,
    MilestoneForm,
    ProgrammeForm,
    ProgressForm,
    ReachForm,
    ServeForm,
    programme_initial,
)
from viecthat.plans.models import Programme
from viecthat.plans.pages.shared import Reader, Words, change_page, file_response, own_units, reader_of, sent
from viecthat.plans.pages.terms import asked_unit, made_unit_or_403
from viecthat.plans.queries.directive import issued_by
from viecthat.plans.queries.programme import (
    ProgrammeFilter,
    carried_out,
    compared,
    items_of,
    link_numbered,
    listed_programmes,
    mapping_of,
    milestone_shown,
    milestones_of,
    parts_of,
    party_programmes,
    programme_shown,
    programmes_found,
    progress_of,
    servable,
    served_by_programme,
    versions_of_programme,
    wholes_of,
)
from viecthat.plans.queries.project import stages_of
from viecthat.plans.rules import may_make_programmes
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import UnitRow, units_by_id

POSTED = ["GET", "HEAD", "POST"]
ON_A_PAGE = 50
MOST_TAKEN = 5_000


@dataclass(frozen=True)
class Asked:
    """What the address asks for, and what was found."""

    form: ListForm
    found: QuerySet[Programme]

    @property
    def filtered(self) -> bool:
        """Something narrows the list."""
        return any(self.form.data.get(name) for name in ListForm.parameters.values())


def _asked(request: HttpRequest, reader: Reader) -> Asked:
    form = ListForm(request.GET, today=reader.today)
    valid = form.is_valid()
    data: dict[str, Any] = form.cleaned_data
    wanted = ProgrammeFilter(
        unit=data["unit"].id if data.get("unit") else None,
        kind=data.get("kind", ""),
        year=data.get("year"),
        text=data.get("text", ""),
    )
    found = programmes_found(wanted, reader.actor, reader.at)
    return Asked(form, found if valid else found.none())


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Movements, programmes, campaigns and schemes, fifty to a page."""
    reader = reader_of(request)
    asked = _asked(request, reader)
    page = Paginator(asked.found, ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "asked": asked,
        "form": asked.form,
        "page": page,
        "rows": listed_programmes(page.object_list, reader.today),
        "own": own_units(reader, capabilities=(Capability.DECLARE, Capability.PLAN)),
        "plans": bool(authority_of(reader.actor, reader.at).units_for(Capability.PLAN)),
        "query": request.GET.urlencode(),
        "year": reader.today.year,
    }
    return render(request, "plans/programmes.html", context)


@require_safe
def listing_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same list whole, as CSV or XLSX."""
    reader = reader_of(request)
    if kind not in {"csv", "xlsx"}:
        raise Http404
    sheet = programme_sheet(listed_programmes(_asked(request, reader).found[:MOST_TAKEN], reader.today))
    name = f"chuong-trinh-{reader.today:%Y-%m-%d}.{kind}"
    if kind == "xlsx":
        return file_response(workbook_bytes((sheet,), _("Chương trình"), reader.today), name)
    response = StreamingHttpResponse(to_csv(sheet), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """One programme: task groups, targets, milestones, progress, what it serves, its versions."""
    reader = reader_of(request)
    shown = programme_or_404(pk, reader)
    tree = items_of([shown])[shown.pk]
    groups = [node for node in tree if node.item.kind != ItemKind.TARGETS]
    work = [node for top in groups for node in top.work]
    maker = may_make_programmes(reader.actor, shown.unit_id, reader.at) and shown.superseded_on is None
    context = {
        "programme": shown,
        "unit": _unit(shown, reader),
        "groups": groups,
        "target_groups": [node for node in tree if node.item.kind == ItemKind.TARGETS],
        "work": len(work),
        "done": sum(node.item.done_on is not None for node in work),
        "late": sum(
            node.item.done_on is None and node.item.due is not None and node.item.due < reader.today for node in work
        ),
        "milestones": list(milestones_of(shown)),
        "progress": list(progress_of(shown)),
        "serves": served_by_programme(shown),
        "carries_out": carried_out(shown),
        "versions": versions_of_programme(shown),
        "parts": parts_of(shown),
        "maker": maker,
        "today": reader.today,
        "is_party": shown.kind == ProgrammeKind.PARTY,
        "staged": shown.kind in STAGED,
        "stages": stages_of(shown) if shown.kind in STAGED else [],
    }
    return render(request, "plans/programme.html", context)


@require_http_methods(POSTED)
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """A new programme of a unit."""
    reader = reader_of(request)
    unit = made_unit_or_403(code, reader)
    kind = request.GET.get("loai", "")
    year = reader.today.year
    initial: dict[str, Any] = {
        "kind": kind if kind in ProgrammeKind.values else ProgrammeKind.ACTION,
        "start": f"01/01/{year}",
        "last_day": f"31/12/{year}",
        "parent": request.GET.get("trong", ""),
    }
    form = ProgrammeForm(
        sent(request), today=reader.today, wholes=wholes_of(unit.id), directives=issued_by(unit.id), initial=initial
    )
    back = reverse("programmes:list") + f"?don-vi={unit.code}"

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        made = open_programme(unit=unit.id, facts=form.facts(), actor=reader.actor, at=reader.at)
        return _("Đã lập {name}.").format(name=made.title), reverse("programmes:programme", args=[made.pk])

    words = Words(_("Lập chương trình"), unit.name, _("Lập"))
    return change_page(request, form, words, run, back=back)


@require_http_methods(POSTED)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said of it is put right."""
    reader, shown, back = made_programme(request, pk)
    documents = issued_by(shown.unit_id)
    if shown.directive_id:
        documents = documents | type(documents.model())._default_manager.filter(pk=shown.directive_id)
    form = ProgrammeForm(
        sent(request),
        today=reader.today,
        wholes=wholes_of(shown.unit_id).exclude(pk=shown.pk),
        directives=documents,
        initial=programme_initial(shown),
    )

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        correct_programme(programme=shown, facts=form.facts(), actor=reader.actor, at=reader.at)
        return _("Đã sửa."), back

    return change_page(request, form, Words(_("Sửa chương trình"), shown.title, _("Sửa")), run, back=back)


@require_http_methods(POSTED)
def adapt(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version because circumstances changed."""
    reader, shown, back = made_programme(request, pk)
    form = AdaptForm(
        sent(request), today=reader.today, directives=issued_by(shown.unit_id), initial={"adopted_on": reader.today}
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = adapt_programme(programme=shown, actor=reader.actor, at=reader.at, **given)
        said = _("Đã mở bản điều chỉnh lần {n}; sửa các mục ở đây, bản cũ vẫn giữ nguyên.").format(n=made.version - 1)
        return said, reverse("programmes:programme", args=[made.pk])

    words = Words(_("Điều chỉnh chương trình"), shown.title, _("Mở bản điều chỉnh"))
    return change_page(request, form, words, run, back=back)


@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """A version beside the one before it, or beside another one."""
    reader = reader_of(request)
    shown = programme_or_404(pk, reader)
    versions = versions_of_programme(shown)
    other = request.GET.get("voi", "")
    wanted = int(other) if other.isascii() and other.isdigit() else shown.version - 1
    old = next((row for row in versions if row.version == wanted), None)
    if old is None or old.version >= shown.version:
        raise Http404
    context = {
        "programme": shown,
        "unit": _unit(shown, reader),
        "comparison": compared(old, shown),
        "versions": [row for row in versions if row.version < shown.version],
    }
    return render(request, "plans/programme_compared.html", context)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """A programme entered by mistake is taken back."""
    reader, shown, back = made_programme(request, pk)
    unit = _unit(shown, reader)
    target = reverse("programmes:list") + f"?don-vi={unit.code}"
    return at_once(
        request, lambda: drop_programme(programme=shown, actor=reader.actor, at=reader.at), _("Đã bỏ chương trình."),
        target, back,
    )  # fmt: skip


@require_http_methods(POSTED)
def serve(request: HttpRequest, pk: int) -> HttpResponse:
    """Which resolutions it serves."""
    reader, shown, back = made_programme(request, pk)
    serves = served_by_programme(shown)
    form = ServeForm(
        sent(request),
        directives=servable(reader.actor, reader.at),
        initial={"directives": [row.pk for row in serves]},
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        chosen = [row.pk for row in given["directives"]]
        serve_programme(programme=shown, directives=chosen, actor=reader.actor, at=reader.at)
        return _("Đã ghi các nghị quyết được phục vụ."), back

    words = Words(_("Phục vụ nghị quyết"), shown.title, _("Ghi"))
    return change_page(request, form, words, run, back=back)


@require_http_methods(POSTED)
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Which of the Party's programmes it carries out."""
    reader, shown, back = made_programme(request, pk)
    party = [row.pk for row in party_programmes(shown.unit_id, reader.today)]
    form = LinkForm(sent(request), programmes=Programme.objects.filter(pk__in=party))

    def run(given: dict[str, Any]) -> tuple[str, str]:
        link_programmes(source=shown, actor=reader.actor, at=reader.at, **given)
        return _("Đã nối với chương trình của Đảng."), back

    words = Words(_("Tham gia chương trình của Đảng"), shown.title, _("Nối"))
    return change_page(request, form, words, run, back=back)


@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """A link made by mistake is taken back."""
    reader = reader_of(request)
    found = link_numbered(pk)
    if found is None:
        raise Http404
    programme_or_404(found.source_id, reader)
    back = reverse("programmes:programme", args=[found.source_id])
    return at_once(
        request, lambda: unlink_programmes(link=found, actor=reader.actor, at=reader.at), _("Đã bỏ nối."), back, back
    )


@require_safe
def mapping(request: HttpRequest) -> HttpResponse:
    """The Party's programmes with the unit's own beside each."""
    reader = reader_of(request)
    form, unit, _day = asked_unit(request, reader)
    if unit is None:
        return render(
            request, "plans/no_programmes.html", {"form": form, "heading": _("Tham gia chương trình của Đảng")}
        )
    context = {
        "form": form,
        "unit": unit,
        "mapping": mapping_of(unit.id, reader.today),
        "maker": may_make_programmes(reader.actor, unit.id, reader.at),
    }
    return render(request, "plans/mapping.html", context)


@require_http_methods(POSTED)
def milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """A step to be reached."""
    reader, shown, back = made_programme(request, pk)
    initial = {"item": request.GET.get("muc", "")}
    form = MilestoneForm(
        sent(request), today=reader.today, items=shown.items.order_by("kind", "number"), initial=initial
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        add_milestone(programme=shown, actor=reader.actor, at=reader.at, **given)
        return _("Đã thêm mốc."), back

    return change_page(request, form, Words(_("Thêm mốc"), shown.title, _("Thêm")), run, back=back)


@require_http_methods(POSTED)
def reach(request: HttpRequest, pk: int) -> HttpResponse:
    """A step was reached, or not after all."""
    reader = reader_of(request)
    found = milestone_shown(pk, reader.actor, reader.at)
    if found is None:
        raise Http404
    _reader, _shown, back = made_programme(request, found.programme_id)
    initial = {"done_on": found.done_on or reader.today, "note": found.note}
    form = ReachForm(sent(request), today=reader.today, initial=initial)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        reach_milestone(milestone=found, actor=reader.actor, at=reader.at, **given)
        return _("Đã ghi mốc."), back

    return change_page(request, form, Words(_("Mốc"), found.title, _("Ghi")), run, back=back)


@require_POST
def drop_step(request: HttpRequest, pk: int) -> HttpResponse:
    """A step is taken out."""
    reader = reader_of(request)
    found = milestone_shown(pk, reader.actor, reader.at)
    if found is None:
        raise Http404
    _reader, _shown, back = made_programme(request, found.programme_id)
    return at_once(
        request, lambda: drop_milestone(milestone=found, actor=reader.actor, at=reader.at), _("Đã bỏ mốc."), back, back
    )


@require_http_methods(POSTED)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it has come."""
    reader, shown, back = made_programme(request, pk)
    form = ProgressForm(sent(request), today=reader.today, initial={"day": reader.today})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        note_progress(programme=shown, actor=reader.actor, at=reader.at, **given)
        return _("Đã ghi tiến độ."), back

    return change_page(request, form, Words(_("Ghi tiến độ"), shown.title, _("Ghi")), run, back=back)


def programme_or_404(pk: int, reader: Reader) -> Programme:
    """The programme. Http404 for one the reader may not know of."""
    found = programme_shown(pk, reader.actor, reader.at)
    if found is None:
        raise Http404
    return found


def made_programme(request: HttpRequest, pk: int) -> tuple[Reader, Programme, str]:
    """The reader, a programme the reader makes, and the address of its page."""
    reader = reader_of(request)
    shown = programme_or_404(pk, reader)
    if not may_make_programmes(reader.actor, shown.unit_id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền lập chương trình, kế hoạch của đơn vị này."))
    return reader, shown, reverse("programmes:programme", args=[shown.pk])


def at_once(request: HttpRequest, do: Callable[[], Any], said: str, then: str, back: str) -> HttpResponse:
    """Do it without a form of its own; a refusal is told where one came from."""
    try:
        do()
    except Refused as refused:
        messages.error(request, sentence_of(refused))
        return HttpResponseRedirect(back)
    messages.success(request, said)
    return HttpResponseRedirect(then)


def _unit(shown: Programme, reader: Reader) -> UnitRow:
    return units_by_id({shown.unit_id}, reader.today)[shown.unit_id]
