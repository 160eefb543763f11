"""What an answer tells browsers and search engines to forget."""

from django.http import HttpResponse


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
