"""The year-end review of an emulation bloc."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.documents.on_paper import on_paper
from viecthat.kernel.errors import Refused
from viecthat.organisation.queries.bloc import members_of_bloc
from viecthat.plans.pages.shared import Reader, Words, change_page, file_response, reader_of, sent
from viecthat.reviews.commands.bloc import open_bloc_review, set_next_tasks
from viecthat.reviews.exports import KINDS
from viecthat.reviews.exports.bloc import bloc_document
from viecthat.reviews.exports.side_by_side import bloc_workbook
from viecthat.reviews.forms.bloc import NextTasksForm, OpenBlocForm
from viecthat.reviews.models import Review
from viecthat.reviews.queries.bloc import (
    COLUMNS,
    BlocReview,
    SideBySide,
    bloc_review,
    made_up_in,
    period_of,
    review_of_bloc,
)
from viecthat.reviews.queries.review import review_held, review_table
from viecthat.reviews.rules import may_open_bloc_review, may_read_bloc_review, may_read_review
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import UnitRow, bloc_by_id, unit_with_code
from viecthat.units.queries.scope import units_seen

if TYPE_CHECKING:
    from viecthat.documents.model import Lang

POSTED = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class AskedBloc:
    """The review that the address names, who reads it, and whether they speak for its leaders."""

    unit: UnitRow
    review: Review
    reader: Reader
    members: tuple[int, ...]
    leads: bool


@require_http_methods(POSTED)
def of_bloc(request: HttpRequest, pk: int) -> HttpResponse:
    """The review of this bloc; for those who lead it, a form to open one."""
    reader = reader_of(request)
    bloc = bloc_by_id(pk)
    roles = members_of_bloc(pk) if bloc is not None else []
    if bloc is None or not may_read_bloc_review(reader.actor, [unit for unit, _role in roles], reader.at):
        raise Http404
    held = review_of_bloc(pk)
    if held is not None:
        return redirect("reviews:bloc", *held)
    leaders = [unit for unit, role in roles if role != "member"]
    if not may_open_bloc_review(reader.actor, leaders, reader.at):
        # The bloc's page leads here, and does not know whether there is a review: told there, not refused.
        messages.info(request, _("Khối chưa mở tổng kết; khối trưởng, khối phó mở được."))
        return redirect("organisation:bloc", pk)
    title = _("Tổng kết công tác Đoàn và phong trào thanh thiếu nhi {name} năm {year}")
    form = OpenBlocForm(sent(request), initial={"title": title.format(name=bloc.name, year=bloc.year)})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        open_bloc_review(bloc=bloc, **given, actor=reader.actor, at=reader.at)
        unit_code, slug = review_of_bloc(pk) or ("", "")
        return _("Đã mở cuộc tổng kết của khối."), reverse("reviews:bloc", args=[unit_code, slug])

    back = reverse("organisation:bloc", args=[pk])
    words = Words(_("Mở tổng kết của khối"), str(bloc), _("Mở"))
    return change_page(request, form, words, run, back=back, trail=[(bloc.name, back), (words.title, "")])


@require_safe
def bloc(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """Members side by side, ranking opened down, good practice, flagship movement, tasks of the next year."""
    asked = _asked(request, unit_code, slug)
    found = _found(asked)
    places = list(range(len(found.beside.columns)))
    whole = "tat-ca" in request.GET
    sort = request.GET.get("xep", "")
    beside = sorted_by(found.beside, sort)
    context = {
        "asked": asked,
        "found": found,
        "opened": found.opened,
        "review": found.review,
        "beside": beside if whole else beside.cut(places[:COLUMNS]),
        "columns": len(places),
        "whole": whole or len(places) <= COLUMNS,
        "sort": sort,
        "synthetic": made_up_in(found.beside, period_of(found.review)),
        "files": (("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel")),
        "members": [(one, found.points.get(one.unit.id, ())) for one in found.opened.members],
    }
    return render(request, "reviews/bloc.html", context)


@require_safe
def bloc_file(request: HttpRequest, unit_code: str, slug: str, kind: str) -> HttpResponse:
    """The same as a workbook, or as the head's report in Word or PDF, with every figure."""
    asked = _asked(request, unit_code, slug)
    name = f"tong-ket-khoi-{asked.review.slug}.{kind}"
    if kind == "xlsx":
        return file_response(bloc_workbook(_found(asked), asked.reader.today), name)
    if kind not in {"docx", "pdf"}:
        raise Http404
    review = asked.review
    try:
        table = review_table(asked.unit, period_of(review), map_name="then", today=asked.reader.today, review=review)
    except Refused as refused:
        raise Http404(sentence_of(refused)) from refused
    lang: Lang = "en" if get_language() == "en" else "vi"
    return file_response(
        on_paper(bloc_document(_found(asked), table, at=asked.reader.at, lang=lang), kind), name, KINDS[kind]
    )


@require_http_methods(POSTED)
def next_tasks(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """Tasks of the next year."""
    asked = _asked(request, unit_code, slug)
    if not asked.leads:
        raise PermissionDenied(_("Chỉ khối trưởng, khối phó giao nhiệm vụ của khối."))
    back = reverse("reviews:bloc", args=[unit_code, slug])
    form = NextTasksForm(sent(request))

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = set_next_tasks(
            review=asked.review, words=form.lines(), due=given["due"], actor=asked.reader.actor, at=asked.reader.at
        )
        told = ngettext("Đã giao {n} nhiệm vụ.", "Đã giao {n} nhiệm vụ.", len(made)).format(n=len(made))
        return (told if made else _("Các nhiệm vụ này đã giao rồi.")), f"{back}#h-next"

    words = Words(_("Giao nhiệm vụ năm tới"), asked.review.title, _("Giao"))
    return change_page(request, form, words, run, back=back, trail=[(asked.review.title, back), (words.title, "")])


def sorted_by(beside: SideBySide, sort: str) -> SideBySide:
    """By the column of this code, most first unless marked with "-"; as they are without one."""
    for place, column in enumerate(beside.columns):
        if column.indicator.code == sort.lstrip("-"):
            turn = 1 if sort.startswith("-") else -1
            rows = sorted(beside.rows, key=lambda row: turn * row.cells[place].size)
            return SideBySide(beside.columns, tuple(rows), beside.missing)
    return beside


def _asked(request: HttpRequest, unit_code: str, slug: str) -> AskedBloc:
    reader = reader_of(request)
    unit = unit_with_code(unit_code, reader.today)
    review = review_held(unit.id, slug) if unit is not None else None
    if unit is None or review is None or review.bloc_id is None:
        raise Http404(_("Đơn vị không có cuộc tổng kết khối thi đua này."))
    roles = members_of_bloc(review.bloc_id)
    members = tuple(member for member, _role in roles)
    if not may_read_review(reader.actor, unit.id, reader.at) and not may_read_bloc_review(
        reader.actor, members, reader.at
    ):
        raise PermissionDenied(_("Bạn chưa được giao quyền xem số liệu của đơn vị này."))
    leads = may_open_bloc_review(reader.actor, [member for member, role in roles if role != "member"], reader.at)
    return AskedBloc(unit, review, reader, members, leads)


def _found(asked: AskedBloc) -> BlocReview:
    seen = units_seen(asked.reader.actor, asked.reader.at)
    responsible = {unit for unit in asked.members if seen.has(unit)}
    found = bloc_review(asked.review, responsible=responsible, today=asked.reader.today)
    if found is None:
        raise Http404
    return found
