"""A review opened from the screen, put right, taken away while nothing is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.kernel.errors import Refused
from viecthat.plans.pages.shared import Reader, Words, change_page, own_units, reader_of, sent
from viecthat.plans.queries.directive import DirectiveFilter, directives_found
from viecthat.reviews.commands.opening import begin_review, edit_review, is_empty, remove_review
from viecthat.reviews.forms.opening import EditReviewForm, NewReviewForm
from viecthat.reviews.models import Review
from viecthat.reviews.pages.review import Asked, asked_for
from viecthat.reviews.rules import may_open_review
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import unit_with_code

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.plans.models import Directive

POSTED = ["GET", "HEAD", "POST"]


@require_http_methods(POSTED)
def open_new(request: HttpRequest) -> HttpResponse:
    """Open a review of one's own unit or of one below it."""
    reader = reader_of(request)
    if not authority_of(reader.actor, reader.at).units_for(Capability.PLAN):
        raise PermissionDenied(_("Bạn chưa được giao quyền mở cuộc sơ kết, tổng kết ở đơn vị nào."))
    unit = unit_with_code(request.GET.get("don-vi", ""), reader.today)
    own = own_units(reader, capabilities=(Capability.PLAN,))
    form = NewReviewForm(
        sent(request),
        today=reader.today,
        directives=_documents(reader),
        initial={"unit": unit or (own[0] if own else None), "period": request.GET.get("ky", "")},
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        chosen = given.pop("unit")
        review = begin_review(unit=chosen.id, actor=reader.actor, at=reader.at, **given)
        return _("Đã mở “{title}”.").format(title=review), reverse("reviews:content", args=[chosen.code, review.slug])

    return change_page(
        request,
        form,
        Words(
            _("Mở cuộc sơ kết, tổng kết"),
            _("Số liệu lấy thẳng từ sổ việc; lời viết, hạn chế, kết luận ghi dần vào cuộc này."),
            _("Mở"),
        ),
        run,
        back=reverse("reviews:list"),
        trail=[(_("Sơ kết, tổng kết"), reverse("reviews:list"))],
        template="reviews/open.html",
    )


@require_http_methods(POSTED)
def edit(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """Its name, conference and documents; taken away while nothing is in it."""
    asked, review, reader = _to_change(request, unit_code, slug)
    form = EditReviewForm(
        sent(request),
        today=reader.today,
        directives=_documents(reader),
        initial={
            "title": review.title,
            "conference_on": review.conference_on,
            "directives": list(review.directives.order_by("pk")),
        },
    )
    there = reverse("reviews:content", args=[asked.unit.code, review.slug])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        edit_review(review=review, actor=reader.actor, at=reader.at, **given)
        return _("Đã lưu."), there

    return change_page(
        request,
        form,
        Words(_("Sửa cuộc sơ kết, tổng kết"), f"{asked.unit.name} · {review}", _("Lưu")),
        run,
        back=there,
        trail=[(_("Sơ kết, tổng kết"), reverse("reviews:list")), (str(review), there)],
        extra={"asked": asked, "review": review, "removable": is_empty(review)},
        template="reviews/open.html",
    )


@require_POST
def remove(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """Take it away."""
    asked, review, reader = _to_change(request, unit_code, slug)
    try:
        remove_review(review=review, actor=reader.actor, at=reader.at)
    except Refused as refused:
        messages.error(request, sentence_of(refused))
        return redirect("reviews:edit", asked.unit.code, review.slug)
    messages.success(request, _("Đã xoá “{title}”.").format(title=review))
    return redirect("reviews:list")


def _to_change(request: HttpRequest, unit_code: str, slug: str) -> tuple[Asked, Review, Reader]:
    asked, reader = asked_for(request, unit_code, slug), reader_of(request)
    if asked.review is None:
        raise Http404
    if not may_open_review(reader.actor, asked.unit.id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền sửa cuộc sơ kết, tổng kết của đơn vị này."))
    return asked, asked.review, reader


def _documents(reader: Reader) -> QuerySet[Directive]:
    return directives_found(DirectiveFilter(), reader.actor, reader.at)
