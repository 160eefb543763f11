"""A review told document by document, and each of them as a report of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Capability
from viecthat.documents.on_paper import on_paper
from viecthat.kernel.errors import Refused
from viecthat.people.rules.post import may_see_cadres
from viecthat.plans.pages.shared import Reader, Words, change_page, file_response, reader_of, sent
from viecthat.reviews.commands.directive import write_of_directive
from viecthat.reviews.exports import KINDS
from viecthat.reviews.exports.directive import (
    cascade_sentences,
    directive_document,
    missing_names,
    register_sentences,
)
from viecthat.reviews.forms.directive import DirectiveForm
from viecthat.reviews.pages.limits import opened_review
from viecthat.reviews.pages.not_in_map import not_in_map
from viecthat.reviews.pages.review import Asked
from viecthat.reviews.queries import review_table
from viecthat.reviews.queries.directive import directive_reports, words_of_directives
from viecthat.reviews.rules import may_open_review
from viecthat.ui.sentences import sentence_of
from viecthat.units.rules import may

if TYPE_CHECKING:
    from viecthat.documents.model import Lang
    from viecthat.plans.models import Directive
    from viecthat.reviews.models import Review
    from viecthat.reviews.queries import ReviewTable
    from viecthat.reviews.queries.directive import DirectiveReport

POSTED = ["GET", "HEAD", "POST"]


@require_safe
def directives(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """Each document the review was held on: who carried it out, figures, registers, words."""
    asked, review = opened_review(request, unit_code, slug)
    reader = reader_of(request)
    try:
        table = _table(asked, reader)
    except Refused as refused:
        return not_in_map(request, asked, refused)
    lang = _lang()
    reports = _reports(table, reader)
    context = {
        "asked": asked,
        "review": review,
        "table": table,
        "writes": may_open_review(reader.actor, review.unit_id, reader.at),
        "reports": [
            (one, cascade_sentences(one, lang), register_sentences(one, lang), *missing_names(one)) for one in reports
        ],
        "synthetic": table.made_up,
    }
    return render(request, "reviews/directives.html", context)


@require_safe
def directive_file(request: HttpRequest, unit_code: str, slug: str, pk: int, kind: str) -> HttpResponse:
    """The report on one document as Word or PDF."""
    if kind not in {"docx", "pdf"}:
        raise Http404
    asked, review = opened_review(request, unit_code, slug)
    reader = reader_of(request)
    try:
        table = _table(asked, reader)
    except Refused as refused:
        raise Http404(sentence_of(refused)) from refused
    report = next(iter(_reports(table, reader, only=pk)), None)
    if report is None:
        raise Http404
    document = directive_document(report, table, at=reader.at, lang=_lang())
    name = f"bao-cao-{unit_code}-{review.slug}-{pk}.{kind}"
    return file_response(on_paper(document, kind), name, KINDS[kind])


@require_http_methods(POSTED)
def directive_write(request: HttpRequest, unit_code: str, slug: str, pk: int) -> HttpResponse:
    """The written parts of the report on one document."""
    asked, review = opened_review(request, unit_code, slug)
    reader = reader_of(request)
    if not may_open_review(reader.actor, review.unit_id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền viết cho cuộc sơ kết, tổng kết này."))
    directive = _directive(review, pk)
    back = reverse("reviews:directives", args=[unit_code, review.slug])
    written = words_of_directives(review, [directive])[pk]
    form = DirectiveForm(sent(request), written=written)

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        changed = write_of_directive(review=review, directive=pk, said=form.said(), actor=reader.actor, at=reader.at)
        told = ngettext("Đã lưu {n} phần.", "Đã lưu {n} phần.", changed).format(n=changed)
        return (told if changed else _("Không có gì đổi.")), f"{back}#vb-{pk}"

    theirs = [one for one in written if form.is_bound and str(one.revision) != form.data.get(f"over_{one.part.value}")]
    return change_page(
        request,
        form,
        Words(_("Lời về {directive}").format(directive=directive), review.title, _("Lưu")),
        run,
        back=f"{back}#vb-{pk}",
        trail=[
            (asked.unit.name, reverse("units:unit", args=[unit_code])),
            (review.title, back),
            (str(directive), ""),
        ],
        extra={"quote": "\n".join(one.words for one in theirs)},
    )


def _directive(review: Review, pk: int) -> Directive:
    found = review.directives.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _table(asked: Asked, reader: Reader) -> ReviewTable:
    return review_table(
        asked.unit,
        asked.period,
        map_name=asked.map_name,
        today=reader.today,
        as_known=asked.as_known,
        review=asked.review,
    )


def _reports(table: ReviewTable, reader: Reader, only: int | None = None) -> list[DirectiveReport]:
    return directive_reports(
        table,
        may_see_cadres=may_see_cadres(reader.actor, table.unit.id, reader.at),
        may_see_residents=may(reader.actor, Capability.FILES, table.unit.id, reader.at),
        today=reader.today,
        only=only,
    )


def _lang() -> Lang:
    return "en" if get_language() == "en" else "vi"
