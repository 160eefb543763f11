"""Items of a programme, and setting them under those of the unit above."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.plans.choices import ItemKind
from viecthat.plans.commands import add_item, align_item, answer_alignment, change_item, drop_item
from viecthat.plans.forms.programme import AlignForm, AnswerForm, ItemForm, item_initial
from viecthat.plans.models import Programme, ProgrammeItem, Task
from viecthat.plans.pages.programmes import at_once, made_programme
from viecthat.plans.pages.shared import Reader, Words, change_page, reader_of, sent
from viecthat.plans.queries.programme import (
    alignment_numbered,
    alignments_below,
    item_parents,
    item_shown,
    items_above,
    served_by_programme,
    work_areas,
)
from viecthat.plans.queries.target import targets_of
from viecthat.plans.rules import may_adopt_target
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import units_where

POSTED = ["GET", "HEAD", "POST"]


@require_http_methods(POSTED)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new item of a programme."""
    reader, shown, back = made_programme(request, pk)
    kind, parent = request.GET.get("loai", ""), request.GET.get("trong", "")
    initial = {"kind": kind if kind in ItemKind.values else ItemKind.GROUP, "parent": parent}
    form = _form(request, reader, shown, initial)

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        made = add_item(programme=shown, facts=form.facts(), actor=reader.actor, at=reader.at)
        return _("Đã thêm {name}.").format(name=made.title), f"{back}#muc-{made.pk}"

    return change_page(request, form, Words(_("Thêm mục"), shown.title, _("Thêm")), run, back=back)


@require_http_methods(POSTED)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """An item is changed, or said to be done."""
    reader, item, back = _made_item(request, pk)
    initial = item_initial(item)
    roots = set(item.targets.values_list("target", flat=True))
    initial["targets"] = [row.pk for row in targets_of(item.programme.unit_id) if row.root in roots]
    form = _form(request, reader, item.programme, initial)
    form.fields["kind"].widget.attrs["readonly"] = True

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        change_item(item=item, facts=form.facts(), actor=reader.actor, at=reader.at)
        return _("Đã sửa."), f"{back}#muc-{item.pk}"

    return change_page(request, form, Words(_("Sửa mục"), item.programme.title, _("Sửa")), run, back=back)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """An item is taken out with what stands in it."""
    reader, item, back = _made_item(request, pk)
    return at_once(request, lambda: drop_item(item=item, actor=reader.actor, at=reader.at), _("Đã bỏ mục."), back, back)


@require_http_methods(POSTED)
def align(request: HttpRequest, pk: int) -> HttpResponse:
    """Which item of the unit above it carries out, and why it can be done here."""
    reader, item, back = _made_item(request, pk)
    above = items_above(item.programme.unit_id, reader.today)
    choices = [
        (f"{unit.name}: {programme.title}", [(node.item.pk, f"{node.label}. {node.item.title}") for node in nodes])
        for unit, programme, nodes in above
    ]
    form = AlignForm(sent(request), items=choices)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        chosen = item_shown(given["superior_item"], reader.actor, reader.at)
        if chosen is None:
            raise Http404
        align_item(item=item, superior_item=chosen, feasibility=given["feasibility"], actor=reader.actor, at=reader.at)
        return _("Đã gửi cấp trên."), f"{back}#muc-{item.pk}"

    words = Words(_("Gắn với việc của cấp trên"), item.title, _("Gửi cấp trên"))
    return change_page(request, form, words, run, back=back)


@require_safe
def alignments(request: HttpRequest) -> HttpResponse:
    """What units below set under the reader's own items, to approve or return."""
    reader = reader_of(request)
    planned = units_where(reader.actor, Capability.PLAN, reader.at)
    if not planned:
        raise PermissionDenied(_("Bạn chưa được giao quyền lập chương trình, kế hoạch của đơn vị nào."))
    return render(request, "plans/alignments.html", {"rows": alignments_below(planned, reader.today)})


@require_http_methods(POSTED)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit above approves or returns."""
    reader = reader_of(request)
    found = alignment_numbered(pk)
    if found is None or not may_adopt_target(reader.actor, found.superior_item.programme.unit_id, reader.at):
        raise Http404
    form = AnswerForm(sent(request))
    back = reverse("programmes:alignments")

    def run(given: dict[str, Any]) -> tuple[str, str]:
        answer_alignment(alignment=found, actor=reader.actor, at=reader.at, **given)
        return _("Đã trả lời."), back

    unit = units_by_id({found.item.programme.unit_id}, reader.today)[found.item.programme.unit_id]
    words = Words(_("Trả lời đơn vị"), f"{unit.name}: {found.item.title}", _("Trả lời"))
    return change_page(request, form, words, run, back=back, extra={"quote": found.feasibility})


def _form(request: HttpRequest, reader: Reader, programme: Programme, initial: dict[str, Any]) -> ItemForm:
    return ItemForm(
        sent(request),
        today=reader.today,
        parents=item_parents(programme),
        areas=work_areas(),
        targets=targets_of(programme.unit_id).filter(end__gt=programme.start, start__lt=programme.end),
        serves=served_by_programme(programme),
        tasks=Task.objects.filter(unit=programme.unit_id, is_group=False).order_by("-due", "pk"),
        initial=initial,
    )


def _made_item(request: HttpRequest, pk: int) -> tuple[Reader, ProgrammeItem, str]:
    reader = reader_of(request)
    item = item_shown(pk, reader.actor, reader.at)
    if item is None:
        raise Http404
    _reader, _programme, back = made_programme(request, item.programme_id)
    return reader, item, back
