"""What every answer carries: how long the server took, whether search engines may keep it."""

from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from viecthat.ui.privacy import is_findable


class ServerTimingMiddleware:
    """Adds `Server-Timing`: total milliseconds; while DEBUG also the number of queries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = perf_counter()
        queries_before = len(connection.queries) if settings.DEBUG else 0
        response = self.get_response(request)
        entries = [f"total;dur={(perf_counter() - begun) * 1000:.1f}"]
        if settings.DEBUG:
            entries.append(f'db;desc="{len(connection.queries) - queries_before} queries"')
        if before := response.headers.get("Server-Timing"):
            entries.insert(0, before)
        response.headers["Server-Timing"] = ", ".join(entries)
        return response


class UnlistedMiddleware:
    """Adds `X-Robots-Tag: noindex` to all that is not marked `ui.privacy.findable`: a new page is found by nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not is_findable(request, response):
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response
