"""What the pages of channels and series share: the places to go, records in reach, one form that gives one command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from viecthat.media.rules import may_keep_media, may_see_media
from viecthat.plans.pages.of_units import Registers
from viecthat.plans.pages.shared import Reader, Words, change_page, own_units, reader_of, sent

if TYPE_CHECKING:
    from django.forms import Form

POSTED = ["GET", "HEAD", "POST"]

__all__ = [
    "POSTED",
    "Reader",
    "Words",
    "actions",
    "form_page",
    "in_reach",
    "links",
    "own_units",
    "reader_of",
    "sent",
    "trail_of",
    "unit_kept_or_404",
]


_REGISTERS = Registers("media", may_keep_media, may_see_media)
actions, unit_kept_or_404, in_reach = _REGISTERS.actions, _REGISTERS.unit_kept_or_404, _REGISTERS.in_reach


def links() -> tuple[tuple[str, str], ...]:
    """The registers beside one another."""
    return (
        (_("Kênh truyền thông"), reverse("media:channels")),
        (_("Tuyến bài"), reverse("media:series-list")),
        (_("Bài đã đăng"), reverse("media:items")),
    )


def trail_of(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    """Where in the floor a page stands."""
    return [(_("Truyền thông"), reverse("media:channels")), *steps]


def form_page(
    request: HttpRequest,
    form: Form,
    words: Words,
    run: Callable[[dict[str, Any]], tuple[str, str]],
    *,
    back: str,
    trail: Sequence[tuple[str, str]],
) -> HttpResponse:
    """One form that gives one command."""
    return change_page(request, form, words, run, back=back, trail=trail, template="units/register_change.html")
