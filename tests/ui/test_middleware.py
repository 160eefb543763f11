"""The browser's tools are told how long the server took."""

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from viecthat.ui.middleware import ServerTimingMiddleware


def answer(_request: HttpRequest) -> HttpResponse:
    response = HttpResponse("x")
    response["Server-Timing"] = "ask;dur=3.0"
    return response


def test_the_total_is_told_after_what_the_page_itself_measured():
    timing = ServerTimingMiddleware(answer)(RequestFactory().get("/"))["Server-Timing"]
    assert re.fullmatch(r"ask;dur=3\.0, total;dur=\d+\.\d", timing)


@pytest.mark.django_db
@override_settings(DEBUG=True)
def test_queries_are_counted_while_debugging():
    def asks(_request: HttpRequest) -> HttpResponse:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return HttpResponse("x")

    timing = ServerTimingMiddleware(asks)(RequestFactory().get("/"))["Server-Timing"]
    assert 'db;desc="1 queries"' in timing
