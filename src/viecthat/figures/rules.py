"""Who asks for which figures, and when a figure of few people is kept back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.ledger.rules import may_see_figures, units_with_visible_figures
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

# Fewer than this many people could be recognised by those who are not responsible for them.
FEWEST_PEOPLE = 5


def may_ask_figures(actor: Account, unit: int, at: datetime) -> bool:
    """Ask for the unit's figures, under whatever map."""
    return may_see_figures(actor, unit, at)


def units_not_to_ask(actor: Account, units: Sequence[int], at: datetime) -> frozenset[int]:
    """Those of the units that `may_ask_figures` would refuse; as many queries for a hundred as for two."""
    if len(units) < 2:
        return frozenset(unit for unit in units if not may_ask_figures(actor, unit, at))
    return _beyond(units, actor, at)


def units_to_ask_first(actor: Account, at: datetime) -> list[int]:
    """The units at which the actor holds a role that sees figures: where a question without units begins."""
    return sorted(authority_of(actor, at).units_for(Capability.SEE))


def units_beyond_reach(actor: Account, units: Collection[int], map_day: date, at: datetime) -> frozenset[int]:
    """Those of the units that stand under the actor on the map of `map_day` but not today.

    Whoever looks back sees what they were responsible for; of units that have gone to others since, figures of fewer
    than `FEWEST_PEOPLE` people are kept back and nothing is opened.
    """
    if map_on(map_day) is map_on(localdate(at)):
        return frozenset()
    return _beyond(units, actor, at)


def _beyond(units: Collection[int], actor: Account, at: datetime) -> frozenset[int]:
    visible = units_with_visible_figures(actor, at)
    return frozenset(unit for unit in units if unit not in visible)
