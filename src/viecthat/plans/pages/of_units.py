"""Pages over registers of units: which units one keeps, which records one reaches, the button that begins one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from django.http import Http404
from django.urls import reverse

from viecthat.accounts.choices import Capability
from viecthat.plans.pages.shared import Reader, own_units
from viecthat.units.queries import UnitRow, unit_with_code

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

Rule = Callable[["Account", int, datetime], bool]


class OfUnit(Protocol):
    """A record of a unit."""

    unit_id: int


T = TypeVar("T", bound=OfUnit)


@dataclass(frozen=True)
class Registers:
    """A floor's registers: the name of its addresses, who keeps them for a unit and who sees them."""

    namespace: str
    keeps: Rule
    sees: Rule

    def actions(self, reader: Reader, unit: UnitRow | None, label: str, name: str) -> tuple[tuple[str, str], ...]:
        """The button that begins a record, of the unit looked at or the highest one the reader keeps."""
        if unit is not None:
            kept = [unit] if self.keeps(reader.actor, unit.id, reader.at) else []
        else:
            kept = own_units(reader, capabilities=(Capability.RECORD,))[:1]
        return tuple((label, reverse(f"{self.namespace}:{name}", args=[one.code])) for one in kept)

    def unit_kept_or_404(self, code: str, reader: Reader) -> UnitRow:
        """The unit, for who keeps its registers. Http404 for any other."""
        unit = unit_with_code(code, reader.today)
        if unit is None or not self.keeps(reader.actor, unit.id, reader.at):
            raise Http404
        return unit

    def in_reach(self, found: T | None, reader: Reader, *, keeps: bool = False) -> T:
        """The record, or Http404 when it is out of reach, as when it is not there."""
        rule = self.keeps if keeps else self.sees
        if found is None or not rule(reader.actor, found.unit_id, reader.at):
            raise Http404
        return found
