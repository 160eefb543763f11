"""Every document of a review: taken along at once, or made in the background with a bar that says how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from viecthat.kernel.errors import Refused
from viecthat.plans.pages.shared import file_response, reader_of
from viecthat.reviews.commands.order import is_long, make_now, order_document
from viecthat.reviews.exports.offered import CONTENT_TYPES, DOCUMENTS, KIND_NAMES, offered
from viecthat.reviews.models import AT_WORK, DocumentOrder
from viecthat.reviews.pages.limits import opened_review
from viecthat.reviews.queries.documents import order_numbered, orders_of, template_in_force
from viecthat.reviews.queries.extracts import extracts_of
from viecthat.reviews.rules import may_open_review
from viecthat.ui.sentences import sentence_of

if TYPE_CHECKING:
    from django.utils.functional import Promise

_LANGS = (("vi", "Tiếng Việt"), ("en", "English"))


@dataclass(frozen=True)
class ShownOrder:
    """A document asked for, as the page lists it."""

    order: DocumentOrder
    label: str | Promise
    kind: str
    language: str

    @property
    def at_work(self) -> bool:
        """Whether it is still being made."""
        return self.order.state in AT_WORK


def shown(order: DocumentOrder) -> ShownOrder:
    """The order with its words."""
    found = next((one for one in DOCUMENTS if one.key == order.what), None)
    label = found.label if found is not None else order.what
    return ShownOrder(order, label, KIND_NAMES.get(order.kind, order.kind), dict(_LANGS)[order.lang])


@require_safe
def documents(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """What there is to take along, and what was made for the reader within the last day."""
    return _page(request, unit_code, slug)


def _page(request: HttpRequest, unit_code: str, slug: str, refusal: str = "", status: int = 200) -> HttpResponse:
    asked, review = opened_review(request, unit_code, slug)
    reader = reader_of(request)
    context = {
        "asked": asked,
        "review": review,
        "documents": DOCUMENTS,
        "langs": _LANGS,
        "kind_names": KIND_NAMES,
        "orders": [shown(order) for order in orders_of(review, reader.actor, reader.at)],
        "extracts": extracts_of(review, drafts=may_open_review(reader.actor, review.unit_id, reader.at)),
        "plans": may_open_review(reader.actor, review.unit_id, reader.at),
        "own_template": template_in_force(review.unit_id),
        "refusal": refusal,
    }
    return render(request, "reviews/documents.html", context, status=status)


@require_POST
def make(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """One document: the file itself, or the page that shows how far it is."""
    asked, review = opened_review(request, unit_code, slug)
    reader = reader_of(request)
    what, _dot, kind = request.POST.get("tai-lieu", "").partition(".")
    lang = "en" if request.POST.get("ngon-ngu") == "en" else "vi"
    one = offered(what, kind)
    if one is None:
        return _page(request, unit_code, slug, _("Không có tài liệu này; chọn trong danh sách."), 422)
    try:
        if not is_long(review, what, kind, reader.at):
            content, name = make_now(
                review=review,
                what=what,
                kind=kind,
                lang=lang,
                map_name=asked.map_name,
                as_known=asked.as_known,
                at=reader.at,
            )
            return file_response(content, name, CONTENT_TYPES[kind])
        order_document(
            review=review,
            what=what,
            kind=kind,
            lang=lang,
            map_name=asked.map_name,
            as_known=asked.as_known,
            actor=reader.actor,
            at=reader.at,
        )
    except Refused as refused:
        return _page(request, unit_code, slug, str(sentence_of(refused)), 422)
    return redirect(f"{reverse('reviews:documents', args=[unit_code, slug])}#da-lam")


@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far one document is, and the way to it when it is done."""
    reader = reader_of(request)
    order = order_numbered(pk, reader.actor, reader.at)
    if order is None:
        raise Http404
    response = render(request, "reviews/documents_order.html", {"row": shown(order)})
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def order_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The document that was made; only for whoever asked for it, for a day."""
    reader = reader_of(request)
    order = order_numbered(pk, reader.actor, reader.at)
    if order is None or order.file is None:
        raise Http404
    return file_response(order.file.path.read_bytes(), order.file_name, CONTENT_TYPES[order.kind])
