"""What an answer tells browsers and search engines to forget."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

_View = TypeVar("_View", bound=Callable[..., HttpResponse])
_FINDABLE = "findable"
_PAGE = "trang"  # of a list: what stands there may be found; what somebody searched for may not


def private(response: HttpResponse) -> HttpResponse:
    """No copy of it is left behind in a browser that others use."""
    response["Cache-Control"] = "no-store"
    return response


def unlisted(response: HttpResponse) -> HttpResponse:
    """Found by no search engine, and its address is told to no other site; a form on it may still be sent."""
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def secret(response: HttpResponse) -> HttpResponse:
    """Private, and its address, which is a secret of its bearer, is told to nobody."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return private(response)


def findable(view: _View) -> _View:
    """Marks a page that search engines may find; the middleware says `noindex` of all others."""
    setattr(view, _FINDABLE, True)
    return view


def is_findable(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer may be found: a marked page as everybody reads it, no search on it and no refusal."""
    match = request.resolver_match
    marked = match is not None and getattr(match.func, _FINDABLE, False)
    return bool(marked) and response.status_code == 200 and request.GET.keys() <= {_PAGE}
