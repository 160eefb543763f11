"""What the pages of consultations and surveys share: the places to go, one form that gives one command."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from viecthat.accounts.commands import Door
from viecthat.opinion.rules import may_keep_opinion, may_see_opinion
from viecthat.plans.pages.of_units import Registers
from viecthat.plans.pages.shared import Reader, Words, private_change_page, reader_of, sent

if TYPE_CHECKING:
    pass

POSTED = ["GET", "HEAD", "POST"]
# A school answers from one place: only a machine sends more than this in ten minutes.
SENT = Door("opinion-sent", most=300, minutes=10)
# Codes that do not hold: whoever guesses is soon sent away.
GUESSED = Door("opinion-code", most=30, minutes=10)

__all__ = [
    "GUESSED",
    "POSTED",
    "SENT",
    "Reader",
    "Words",
    "actions",
    "form_page",
    "in_reach",
    "links",
    "reader_of",
    "sent",
    "trail_of",
    "unit_kept_or_404",
]

_REGISTERS = Registers("opinion", may_keep_opinion, may_see_opinion)
actions, unit_kept_or_404, in_reach = _REGISTERS.actions, _REGISTERS.unit_kept_or_404, _REGISTERS.in_reach


def links() -> tuple[tuple[str, str], ...]:
    """The registers beside one another."""
    return (
        (_("Dự thảo lấy ý kiến"), reverse("opinion:drafts")),
        (_("Khảo sát"), reverse("opinion:surveys")),
        (_("Kết quả đã công bố"), reverse("opinion:published")),
    )


def trail_of(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    """Where in the floor a page stands."""
    return [(_("Lấy ý kiến"), reverse("opinion:drafts")), *steps]


form_page = partial(private_change_page, template="plans/change.html")
