"""A review to take along."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language

from viecthat.reviews.exports import KINDS, document_bytes
from viecthat.reviews.pages.review import asked_for
from viecthat.reviews.queries import review_table


def download_review(request: HttpRequest, unit_code: str, slug: str, kind: str) -> HttpResponse:
    """The same figures as the page shows, as Word, PDF, Excel or CSV."""
    if kind not in KINDS:
        raise Http404
    asked = asked_for(request, unit_code, slug)
    table = review_table(
        asked.unit,
        asked.period,
        map_name=asked.map_name,
        today=localdate(),
        as_known=asked.as_known,
        review=asked.review,
    )
    content, content_type, name = document_bytes(table, kind, at=now(), lang=get_language() or "vi")
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
