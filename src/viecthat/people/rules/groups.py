"""When figures of groups of people would tell of one of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from viecthat.accounts.choices import Capability
from viecthat.units.queries.scope import units_where

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

FEWEST_PEOPLE = 5


@dataclass(frozen=True)
class KeptBack:
    """The numbers of rows whose groups are not told; whole: nor those of the row that holds them all."""

    rows: frozenset[int]
    whole: bool


def groups_kept_back(rows: Sequence[Sequence[int]], shut: Sequence[bool], *, fewest: int = FEWEST_PEOPLE) -> KeptBack:
    """Of rows of counts by group, which are not told to whoever may not see the people of those that are `shut`.

    A row goes whole as soon as one of its groups has someone and fewer than `fewest`: groups left out one by one could
    be found from the rest of the row. One row alone could be found from the whole less the others, so another goes too.
    """
    small = {n for n, row in enumerate(rows) if shut[n] and any(0 < count < fewest for count in row)}
    if len(small) != 1:
        return KeptBack(frozenset(small), whole=False)
    others = [n for n, row in enumerate(rows) if shut[n] and n not in small and any(row)]
    if not others:
        return KeptBack(frozenset(small), whole=True)
    return KeptBack(frozenset({*small, min(others, key=lambda n: sum(rows[n]))}), whole=False)


def units_without_files(actor: Account, units: Collection[int], at: datetime) -> frozenset[int]:
    """Those of the units whose people the actor may not see."""
    seen = units_where(actor, Capability.FILES, at)
    return frozenset(unit for unit in units if not seen.has(unit))
