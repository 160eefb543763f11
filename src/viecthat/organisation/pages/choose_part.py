"""What stands in the place of a list too long to be judged at once: the parts of it to choose from."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from viecthat.organisation.queries.branches import TooManyUnitsError, parts_to_choose

Page = Callable[[HttpRequest], HttpResponse]


def or_choose_part(title: Any) -> Callable[[Page], Page]:
    """The page; where it would judge too many units, the units below to choose one of, under this title."""

    def wrap(page: Page) -> Page:
        @wraps(page)
        def shown(request: HttpRequest) -> HttpResponse:
            try:
                return page(request)
            except TooManyUnitsError as too_many:
                query = request.GET.copy()
                query.pop("don-vi", None)
                query.pop("trang", None)
                context = {
                    "title": title,
                    "count": len(too_many.units),
                    "parts": parts_to_choose(too_many, localdate()),
                    "query": query.urlencode(),
                }
                return render(request, "organisation/choose_part.html", context)

        return shown

    return wrap
