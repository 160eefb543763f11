"""The review of an office: its departments with figures, points, words and levels."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.plans.pages.shared import Reader, Words, change_page, file_response, reader_of, sent
from viecthat.reviews.commands.criteria import rate_department, score_department, set_office_criteria
from viecthat.reviews.exports.side_by_side import office_workbook
from viecthat.reviews.forms.criteria import LevelForm, OfficeCriteriaForm, ScoreDepartmentForm, criteria_lines
from viecthat.reviews.models import Review
from viecthat.reviews.pages.bloc import sorted_by
from viecthat.reviews.pages.limits import opened_review
from viecthat.reviews.queries.bloc import COLUMNS, made_up_in, period_of
from viecthat.reviews.queries.criteria import (
    Department,
    OfficeReview,
    classes_on,
    criteria_of,
    default_criteria,
    departments_of,
    office_review,
)
from viecthat.reviews.rules import may_judge_departments
from viecthat.units.queries import kinds
from viecthat.units.queries.scope import units_seen

POSTED = ["GET", "HEAD", "POST"]


@require_safe
def office(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """Departments by kind, with what they did and how they are judged."""
    asked, review = opened_review(request, unit_code, slug)
    reader = reader_of(request)
    found = _found(review, reader)
    names = kinds()
    sort = request.GET.get("xep", "")
    beside = sorted_by(found.beside, sort)
    whole = "tat-ca" in request.GET or len(beside.columns) <= COLUMNS
    context = {
        "asked": asked,
        "review": review,
        "found": found,
        "groups": [(names[kind].name if kind in names else kind, rows) for kind, rows in found.by_kind],
        "beside": beside if whole else beside.cut(list(range(COLUMNS))),
        "columns": len(beside.columns),
        "whole": whole,
        "sort": sort,
        "synthetic": made_up_in(found.beside, period_of(review)),
        "judges": may_judge_departments(reader.actor, review.unit_id, reader.at),
    }
    return render(request, "reviews/office.html", context)


@require_safe
def office_file(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """The same as a workbook."""
    _asked, review = opened_review(request, unit_code, slug)
    reader = reader_of(request)
    content = office_workbook(_found(review, reader), reader.today)
    return file_response(content, f"danh-gia-ban-don-vi-{unit_code}-{review.slug}.xlsx")


@require_http_methods(POSTED)
def criteria(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """What departments are judged by."""
    review, reader, back = _judged(request, unit_code, slug)
    known = criteria_of(review)
    initial = {"lines": criteria_lines(known or default_criteria()), "start": review.start}
    form = OfficeCriteriaForm(sent(request), initial=initial)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        set_office_criteria(unit=review.unit_id, **given, actor=reader.actor, at=reader.at)
        return _("Đã ghi bộ tiêu chí."), back

    words = Words(_("Bộ tiêu chí đánh giá ban, đơn vị"), review.title, _("Ghi"))
    return change_page(request, form, words, run, back=back, trail=[(review.title, back), (words.title, "")])


@require_http_methods(POSTED)
def score(request: HttpRequest, unit_code: str, slug: str, code: str) -> HttpResponse:
    """Points of a department, each with words and what they rest on."""
    review, reader, back = _judged(request, unit_code, slug)
    one = _department(review, reader, code)
    if not one.lines:
        raise Http404(_("Ghi bộ tiêu chí trước khi chấm."))
    form = ScoreDepartmentForm(sent(request), lines=one.lines)

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        written = score_department(
            review=review, unit=one.unit.id, scores=form.said(), actor=reader.actor, at=reader.at
        )
        told = ngettext("Đã ghi điểm {n} tiêu chí.", "Đã ghi điểm {n} tiêu chí.", written).format(n=written)
        return (told if written else _("Không có gì đổi.")), f"{back}#dv-{one.unit.id}"

    words = Words(_("Chấm {name}").format(name=one.unit.name), review.title, _("Ghi điểm"))
    return change_page(request, form, words, run, back=back, trail=[(review.title, back), (words.title, "")])


@require_http_methods(POSTED)
def level(request: HttpRequest, unit_code: str, slug: str, code: str) -> HttpResponse:
    """The level of a department."""
    review, reader, back = _judged(request, unit_code, slug)
    one = _department(review, reader, code)
    spoken_for = one.spoken_for
    form = LevelForm(
        sent(request),
        classes=classes_on(review.last_day),
        initial={"level": one.level.level.code if one.level else spoken_for.code if spoken_for else None},
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        rate_department(review=review, unit=one.unit.id, **given, actor=reader.actor, at=reader.at)
        return _("Đã xếp mức."), f"{back}#dv-{one.unit.id}"

    words = Words(_("Xếp mức {name}").format(name=one.unit.name), review.title, _("Xếp mức"))
    return change_page(request, form, words, run, back=back, trail=[(review.title, back), (words.title, "")])


def _judged(request: HttpRequest, unit_code: str, slug: str) -> tuple[Review, Reader, str]:
    _asked, review = opened_review(request, unit_code, slug)
    reader = reader_of(request)
    if not may_judge_departments(reader.actor, review.unit_id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền đánh giá ban, đơn vị ở đây."))
    return review, reader, reverse("reviews:office", args=[unit_code, review.slug])


def _department(review: Review, reader: Reader, code: str) -> Department:
    found = next((one for one in _found(review, reader).departments if one.unit.code == code), None)
    if found is None:
        raise Http404
    return found


def _found(review: Review, reader: Reader) -> OfficeReview:
    seen = units_seen(reader.actor, reader.at)
    responsible = {unit.id for unit in departments_of(review, reader.today) if seen.has(unit.id)}
    return office_review(review, responsible=responsible, today=reader.today)
