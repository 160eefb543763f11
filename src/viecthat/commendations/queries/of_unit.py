"""What a unit, those below it and their people were commended for, on the unit's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.commendations.models import Commendation
from viecthat.commendations.queries.book import Line, lines
from viecthat.units.asides import UnitPart
from viecthat.units.queries.scope import units_where

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

SHOWN = 5


@dataclass(frozen=True)
class Commended:
    """The latest lines of the book of a unit; `more` when it has others. `code` names the unit in addresses."""

    code: str
    lines: tuple[Line, ...]
    more: bool


def unit_part(unit: int, code: str, actor: Account, at: datetime) -> UnitPart | None:
    """What stands in the book for the unit and those below it, for who sees them; nothing without a line.

    Three queries at most. What was withdrawn is left to the book, which says why.
    """
    scope = units_where(actor, Capability.SEE, at, within=unit)
    if not scope:
        return None
    found = Commendation.objects.filter(scope.of("home"), withdrawn_on__isnull=True).select_related("decision")
    rows = list(found.order_by("-day", "-pk")[: SHOWN + 1])
    if not rows:
        return None
    shown = tuple(lines(rows[:SHOWN], localdate(at)))
    return UnitPart("commendations/parts/of_unit.html", Commended(code, shown, len(rows) > SHOWN))
