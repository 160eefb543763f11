"""How long the server took, told to the browser's own tools."""

from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse


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
