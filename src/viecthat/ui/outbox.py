"""What the outbox of a browser (`ui/static/ui/outbox.js`) is answered: written, or why not, in words for each box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpRequest, JsonResponse
from django.utils.text import capfirst

if TYPE_CHECKING:
    from django import forms

HEADER = "X-Viecthat-Outbox"


def from_outbox(request: HttpRequest) -> bool:
    """Whether a browser sends what waited in it, and so wants data for an answer instead of a page."""
    return HEADER in request.headers


def not_theirs(request: HttpRequest) -> JsonResponse | None:
    """The answer when somebody else is signed in by now than who filled it in; None when it is theirs."""
    if request.headers.get(HEADER, "") == str(request.user.pk):
        return None
    return JsonResponse({"state": "waiting"})


def written(said: str, url: str) -> JsonResponse:
    """It is in the books; what came of it stands at `url`."""
    return JsonResponse({"state": "sent", "said": said, "url": url})


def refused(sentences: Sequence[str]) -> JsonResponse:
    """It was refused for these reasons, and nothing was written."""
    return JsonResponse({"state": "refused", "why": list(sentences)})


def sentences_of(form: forms.BaseForm) -> list[str]:
    """What is wrong with a form, each with the name of its box."""
    said = []
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        said += [f"{capfirst(str(label))}: {error}" if label else str(error) for error in errors]
    return said
