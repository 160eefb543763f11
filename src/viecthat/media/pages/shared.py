"""What the pages of channels and series share: the places to go, records in reach, one form that gives one command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from viecthat.accounts.choices import Capability
from viecthat.media.rules import may_keep_media, may_see_media
from viecthat.plans.pages.shared import Reader, Words, change_page, own_units, reader_of, sent
from viecthat.units.queries import UnitRow, unit_with_code

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


class OfUnit(Protocol):
    """A record of a unit."""

    unit_id: int


T = TypeVar("T", bound=OfUnit)


def links() -> tuple[tuple[str, str], ...]:
    """The registers beside one another."""
    return (
        (_("Kênh truyền thông"), reverse("media:channels")),
        (_("Tuyến bài"), reverse("media:series-list")),
        (_("Bài đã đăng"), reverse("media:items")),
    )


def actions(reader: Reader, unit: UnitRow | None, label: str, name: str) -> tuple[tuple[str, str], ...]:
    """The button that begins a record, of the unit looked at or the highest one the reader keeps."""
    if unit is not None:
        kept = [unit] if may_keep_media(reader.actor, unit.id, reader.at) else []
    else:
        kept = own_units(reader, capabilities=(Capability.RECORD,))[:1]
    return tuple((label, reverse(f"media:{name}", args=[one.code])) for one in kept)


def unit_kept_or_404(code: str, reader: Reader) -> UnitRow:
    """The unit, for who keeps its channels. Http404 for any other."""
    unit = unit_with_code(code, reader.today)
    if unit is None or not may_keep_media(reader.actor, unit.id, reader.at):
        raise Http404
    return unit


def in_reach(found: T | None, reader: Reader, *, keeps: bool = False) -> T:
    """The record, or Http404 when it is out of reach, as when it is not there."""
    rule = may_keep_media if keeps else may_see_media
    if found is None or not rule(reader.actor, found.unit_id, reader.at):
        raise Http404
    return found


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
