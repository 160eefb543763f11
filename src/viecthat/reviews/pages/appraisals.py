"""What superiors said of a review, and how it is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Role
from viecthat.accounts.queries import grants_held_by
from viecthat.plans.pages.shared import Reader, Words, change_page, reader_of, sent
from viecthat.plans.pages.task import kept_file
from viecthat.reviews.commands.appraisal import AppraisalFacts, sign_appraisal
from viecthat.reviews.forms.proposal import AppraisalForm
from viecthat.reviews.models import Appraisal, AppraisalLine, Review
from viecthat.reviews.pages.limits import POSTED, opened_review
from viecthat.reviews.queries.appraisals import appraisal_corrected, appraisal_numbered, appraisals_of
from viecthat.reviews.rules import may_keep_limits, may_read_review, units_appraising
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.reviews.pages.review import Asked


@require_safe
def review_appraisals(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """Remarks on the review, those in force first, with what they put right."""
    asked, review = opened_review(request, unit_code, slug)
    reader = reader_of(request)
    keeps = may_keep_limits(reader.actor, review.unit_id, reader.at)
    above = units_appraising(reader.actor, review.unit_id, reader.at)
    rows = [
        (row, row.unit.id in above if row.appraisal.line == AppraisalLine.UNION else keeps)
        for row in appraisals_of(review, reader.today)
    ]
    context = {"asked": asked, "review": review, "rows": rows, "appraises": bool(above), "notes": keeps}
    return render(request, "reviews/appraisals.html", context)


@require_http_methods(POSTED)
def enter(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """Remarks are written and signed; with `?tuyen=party` those of the Party or the authorities of the same level."""
    asked, review = opened_review(request, unit_code, slug)
    reader = reader_of(request)
    line = AppraisalLine.PARTY if request.GET.get("tuyen") == AppraisalLine.PARTY else AppraisalLine.UNION
    initial: dict[str, Any] = {"day": reader.today}
    if line == AppraisalLine.UNION:
        initial |= {"said_by": reader.actor.full_name, "post": _post_of(reader)}
    return _sign(request, reader, asked, review, line, initial)


@require_http_methods(POSTED)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """New remarks in the place of signed ones; those stay to be read."""
    found = appraisal_numbered(pk)
    reader = reader_of(request)
    if found is None or not may_read_review(reader.actor, found.review.unit_id, reader.at):
        raise Http404
    if appraisal_corrected(found):
        raise Http404
    unit = units_by_id({found.review.unit_id}, reader.today)[found.review.unit_id]
    asked, review = opened_review(request, unit.code, found.review.slug)
    names = ("said_by", "post", "day", "words", "exceeded", "notable", "direction")
    initial = {"unit": found.unit_id, **{name: getattr(found, name) for name in names}}
    return _sign(request, reader, asked, review, AppraisalLine(found.line), initial, corrects=found)


def _sign(
    request: HttpRequest,
    reader: Reader,
    asked: Asked,
    review: Review,
    line: AppraisalLine,
    initial: dict[str, Any],
    corrects: Appraisal | None = None,
) -> HttpResponse:
    units = _units_for(reader, review, line)
    if corrects is not None:
        units = [row for row in units if row.id == corrects.unit_id]
    if not units:
        raise PermissionDenied(_("Ý kiến cấp trên do người của đơn vị cấp trên ghi; bạn chưa có quyền đó."))
    form = AppraisalForm(
        sent(request),
        request.FILES or None,
        today=reader.today,
        units=units,
        party=line == AppraisalLine.PARTY,
        initial={"unit": units[-1].id, **initial},
    )
    back = reverse("reviews:appraisals", args=[asked.unit.code, review.slug])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        papers = given.pop("attached")
        sign_appraisal(
            review=review,
            unit=given.pop("unit"),
            facts=AppraisalFacts(**given),
            line=line,
            paper=papers[0] if papers else None,
            corrects=corrects,
            actor=reader.actor,
            at=reader.at,
        )
        return _("Đã ký; ý kiến được giữ nguyên, muốn sửa thì ký bản đính chính."), back

    title = _("Đính chính ý kiến cấp trên") if corrects is not None else _("Ghi ý kiến cấp trên")
    if line == AppraisalLine.PARTY and corrects is None:
        title = _("Ghi ý kiến của cấp ủy, chính quyền")
    words = Words(title, f"{asked.unit.name}: {review.title}", _("Ký"))
    return change_page(request, form, words, run, back=back, trail=[(review.title, back)])


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper that remarks stand in."""
    found = appraisal_numbered(pk)
    reader = reader_of(request)
    if found is None or found.paper is None or not may_read_review(reader.actor, found.review.unit_id, reader.at):
        raise Http404
    if not found.paper.path.exists():
        raise Http404
    return kept_file(found.paper, found.paper_name)


def _units_for(reader: Reader, review: Review, line: AppraisalLine) -> list[UnitRow]:
    if line == AppraisalLine.PARTY:
        ids = [review.unit_id] if may_keep_limits(reader.actor, review.unit_id, reader.at) else []
    else:
        ids = units_appraising(reader.actor, review.unit_id, reader.at)
    rows = units_by_id(ids, reader.today) if ids else {}
    return [rows[one] for one in ids]


def _post_of(reader: Reader) -> str:
    """The reader's role, to begin with."""
    grant = next(iter(grants_held_by(reader.actor, reader.at)), None)
    return str(Role(grant.role).label) if grant is not None else ""
