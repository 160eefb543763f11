"""Who gives and ends posts, who sees the files of cadres."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from viecthat.accounts.choices import Capability
from viecthat.people.rules.charter import years_later
from viecthat.units.queries.scope import UnitScope, units_where
from viecthat.units.rules import may

if TYPE_CHECKING:
    from collections.abc import Collection, Container

    from viecthat.accounts.models import Account


def may_see_posts(actor: Account, unit: int, at: datetime) -> bool:
    """Read who holds which post in this unit's bodies."""
    return may(actor, Capability.SEE, unit, at)


def may_give_posts(actor: Account, unit: int, at: datetime) -> bool:
    """Form bodies, give and end posts, keep the files of cadres of this unit."""
    return may(actor, Capability.CADRES, unit, at)


def may_see_cadres(actor: Account, unit: int, at: datetime) -> bool:
    """Read the register of the unit's cadres: ages, qualifications, what they did before."""
    return may(actor, Capability.FILES, unit, at)


def units_with_visible_cadres(actor: Account, at: datetime, *, within: int | None = None) -> UnitScope:
    """The units, ended ones included, for which `may_see_cadres` would say yes; only those under `within`."""
    return units_where(actor, Capability.FILES, at, within=within)


def units_with_managed_cadres(actor: Account, at: datetime) -> UnitScope:
    """The units, ended ones included, for which `may_give_posts` would say yes."""
    return units_where(actor, Capability.CADRES, at)


def file_is_open(held_now: Collection[int], held_last: Collection[int], reached: Container[int]) -> bool:
    """Whether the personal file of a cadre opens to somebody who reaches these units.

    It goes with the person: the units of their posts of today decide; of somebody who holds none, the last ones.
    """
    where = held_now or held_last
    return any(unit in reached for unit in where)


def first_day_over(born: date, age: int) -> date:
    """The first day on which somebody is over this age: "not over 40" lasts through the fortieth birthday."""
    return years_later(born, age) + timedelta(days=1)
