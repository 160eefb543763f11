"""What the pages of the library and of quizzes share: places to go, buttons, one form that gives one command."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from viecthat.accounts.choices import Capability
from viecthat.learning.rules import may_keep_learning, may_see_results
from viecthat.plans.pages.of_units import Registers
from viecthat.plans.pages.shared import Reader, Words, own_units, private_change_page, reader_of, sent
from viecthat.units.queries import UnitRow, unit_with_code, units_by_id

if TYPE_CHECKING:
    pass

POSTED = ["GET", "HEAD", "POST"]

__all__ = [
    "POSTED",
    "Reader",
    "Words",
    "actions",
    "form_page",
    "kept_units",
    "links",
    "reader_of",
    "sent",
    "top_of",
    "trail_of",
    "unit_kept_or_404",
]


_REGISTERS = Registers("learning", may_keep_learning, may_see_results)
actions, unit_kept_or_404 = _REGISTERS.actions, _REGISTERS.unit_kept_or_404


def links() -> tuple[tuple[str, str], ...]:
    """The registers beside one another."""
    return (
        (_("Thư viện"), reverse("learning:library")),
        (_("Trắc nghiệm"), reverse("learning:quizzes")),
        (_("Của tôi"), reverse("learning:own")),
    )


def kept_units(reader: Reader) -> list[UnitRow]:
    """The units whose library the reader keeps, the highest first."""
    return own_units(reader, capabilities=(Capability.RECORD,))


def top_of(request: HttpRequest, reader: Reader, whose: int) -> UnitRow:
    """Whose parts are told apart: the unit the address names (`don-vi`), else the one whose record it is, else the
    reader's own. Http404 for one out of reach.
    """
    code = request.GET.get("don-vi", "")
    if code:
        named = unit_with_code(code, reader.today)
        if named is None or not may_see_results(reader.actor, named.id, reader.at):
            raise Http404
        return named
    own = own_units(reader, capabilities=(Capability.SEE,))
    if own and not may_see_results(reader.actor, whose, reader.at):
        return own[0]
    return units_by_id([whose], reader.today)[whose]


def trail_of(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    """Where in the floor a page stands."""
    return [(_("Học tập"), reverse("learning:library")), *steps]


form_page = partial(private_change_page, template="units/register_change.html")
