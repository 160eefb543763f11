"""One address, two answers: a whole page for a reader, only its changing part for htmx."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def asks_for_part(request: HttpRequest) -> bool:
    """htmx asks for a part, except when it rebuilds a whole page after the Back key."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"


def render_page_or_part(
    request: HttpRequest, page: str, part: str, context: Mapping[str, object], *, status: int | None = None
) -> HttpResponse:
    """Render template `part` for htmx, `page` otherwise; tells caches that the two differ."""
    response = render(request, part if asks_for_part(request) else page, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
