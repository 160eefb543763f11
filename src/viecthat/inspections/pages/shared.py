"""What the pages of inspections share: the places to go, one form that gives one command."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from viecthat.accounts.choices import Capability
from viecthat.inspections.rules import may_keep_inspection, may_see_inspection
from viecthat.plans.pages.of_units import Registers
from viecthat.plans.pages.shared import Reader, Words, own_units, private_change_page, reader_of, sent

if TYPE_CHECKING:
    from viecthat.units.queries import UnitRow

POSTED = ["GET", "HEAD", "POST"]

__all__ = [
    "POSTED",
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

_REGISTERS = Registers("inspections", may_keep_inspection, may_see_inspection)
unit_kept_or_404, in_reach = _REGISTERS.unit_kept_or_404, _REGISTERS.in_reach


def actions(reader: Reader, unit: UnitRow | None, label: str, name: str) -> tuple[tuple[str, str], ...]:
    """The button that begins a record; for those who verify too, who record nothing else."""
    if unit is None:
        kept = own_units(reader, capabilities=(Capability.RECORD, Capability.VERIFY))[:1]
        return tuple((label, reverse(f"inspections:{name}", args=[one.code])) for one in kept)
    return _REGISTERS.actions(reader, unit, label, name)


def links() -> tuple[tuple[str, str], ...]:
    """The registers beside one another."""
    return (
        (_("Kiểm tra, giám sát"), reverse("inspections:list")),
        (_("Kiến nghị"), reverse("inspections:recommendations")),
        (_("Tổ công tác"), reverse("inspections:groups")),
    )


def trail_of(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    """Where in the floor a page stands."""
    return [(_("Kiểm tra, giám sát chính sách"), reverse("inspections:list")), *steps]


form_page = partial(private_change_page, template="plans/change.html")
