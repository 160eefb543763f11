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


@dataclass(frozen=True)
class KeptBack:
    """The numbers of rows whose groups are not told; whole: nor those of the row that holds them all."""

    rows: frozenset[int]
    whole: bool


def groups_kept_back(rows: Sequence[Sequence[int]], shut: Sequence[bool]) -> KeptBack:
    """Of rows of counts by group, which are not told to whoever may not see the people of those that are `shut`.

    Every one with anybody in it, and the row that holds them all. Groups of many are no safer than those of few: the
    table of one day less that of the day before tells of which sex and age the one is who came in between.
    """
    kept = frozenset(n for n, row in enumerate(rows) if shut[n] and any(row))
    return KeptBack(kept, whole=bool(kept))


def units_without_files(actor: Account, units: Collection[int], at: datetime) -> frozenset[int]:
    """Those of the units whose people the actor may not see."""
    seen = units_where(actor, Capability.FILES, at)
    return frozenset(unit for unit in units if not seen.has(unit))
