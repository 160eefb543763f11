"""The picture and the sound of a human check, and another one in its place."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from viecthat.ui.human_check import asked, digits_of, picture_of, sound_of
from viecthat.ui.privacy import unlisted


@never_cache
@login_not_required
@require_safe
def another(_request: HttpRequest) -> HttpResponse:
    """Another question, put in the place of the one on the page."""
    return unlisted(
        HttpResponse(asked({"id": "id_human", "class": "input", "aria-describedby": "id_human_help", "required": True}))
    )


@never_cache
@login_not_required
@require_safe
def picture(_request: HttpRequest, token: str) -> HttpResponse:
    """The digits to look at. Http404 for a token that is not ours or too old."""
    return unlisted(HttpResponse(picture_of(_digits(token)), content_type="image/png"))


@never_cache
@login_not_required
@require_safe
def sound(_request: HttpRequest, token: str) -> HttpResponse:
    """The digits to listen to, in the language of the page. Http404 as above."""
    return unlisted(HttpResponse(sound_of(_digits(token), get_language() or "vi"), content_type="audio/wav"))


def _digits(token: str) -> str:
    digits = digits_of(token)
    if not digits:
        raise Http404
    return digits
