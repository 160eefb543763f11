"""What the pages of ideas share: places to go, doors for the public, files, one form that gives one command."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from viecthat.accounts.choices import Capability
from viecthat.accounts.commands import Door
from viecthat.accounts.queries import actor_of
from viecthat.ideas.rules import may_keep_ideas, may_see_ideas
from viecthat.plans.pages.of_units import Registers
from viecthat.plans.pages.shared import Reader, Words, own_units, private_change_page, reader_of, sent
from viecthat.ui.privacy import private
from viecthat.units.queries import UnitRow
from viecthat.units.queries.scope import UnitScope, units_where

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.files.models import KeptFile

POSTED = ["GET", "HEAD", "POST"]
# A class sends its ideas from one school: only a machine sends more than this in ten minutes.
SENDING = Door("idea", most=60, minutes=10)
VOTING = Door("idea-vote", most=120, minutes=10)
# Codes that do not hold: whoever guesses is soon sent away.
CODES = Door("idea-code", most=30, minutes=10)

__all__ = [
    "CODES",
    "POSTED",
    "SENDING",
    "VOTING",
    "Reader",
    "Words",
    "actions",
    "file_answer",
    "form_page",
    "in_reach",
    "kept_units",
    "links",
    "reader_of",
    "sent",
    "signed_in",
    "trail_of",
    "unit_kept_or_404",
    "units_of_people",
]

_REGISTERS = Registers("ideas", may_keep_ideas, may_see_ideas)
actions, unit_kept_or_404, in_reach = _REGISTERS.actions, _REGISTERS.unit_kept_or_404, _REGISTERS.in_reach


def links() -> tuple[tuple[str, str], ...]:
    """The registers beside one another."""
    return (
        (_("Ngân hàng ý tưởng"), reverse("ideas:list")),
        (_("Sổ ý tưởng"), reverse("ideas:register")),
        (_("Sổ sáng kiến"), reverse("ideas:initiatives")),
        (_("Tổng hợp"), reverse("ideas:figures")),
        (_("Của tôi"), reverse("ideas:own")),
    )


def trail_of(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    """Where in the floor a page stands."""
    return [(_("Ngân hàng ý tưởng"), reverse("ideas:list")), *steps]


def signed_in(request: HttpRequest) -> Account | None:
    """Who asks, of a page that everybody opens."""
    return actor_of(request) if request.user.is_authenticated else None


def units_of_people(reader: Reader) -> UnitScope:
    """Units whose people the reader may name."""
    return units_where(reader.actor, Capability.FILES, reader.at)


def kept_units(reader: Reader) -> list[UnitRow]:
    """The units whose ideas the reader leads, the highest first."""
    return own_units(reader, capabilities=(Capability.RECORD,))


form_page = partial(private_change_page, template="ideas/change.html")


def file_answer(file: KeptFile | None, name: str) -> HttpResponse:
    """A kept file to save. Http404 when it is not there."""
    if file is None or not file.path.exists():
        raise Http404
    response = HttpResponse(file.path.read_bytes(), content_type=file.content_type)
    # Never shown by the browser itself: whatever is inside stays inside.
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return private(response)
