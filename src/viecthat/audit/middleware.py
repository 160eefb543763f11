"""Binds what a request changes to who asked and from which page."""

from collections.abc import Callable

import pghistory
from django.http import HttpRequest, HttpResponse

_READS = {"GET", "HEAD", "OPTIONS", "TRACE"}


class AuditMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in _READS:
            return self.get_response(request)
        with pghistory.context(account=request.user.pk, page=request.path):
            return self.get_response(request)
