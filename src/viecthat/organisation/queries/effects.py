"""What a decision about units will do, read before anything is written."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from django.apps import apps

from viecthat.accounts.queries import grants_at
from viecthat.kernel.periods import Period
from viecthat.organisation.queries.plan import NewUnit, Place, Plan
from viecthat.people.queries.post import told
from viecthat.people.queries.reorganisation import (
    branches_of,
    open_applications_of,
    open_letters_of,
    posts_told,
    strength_of,
)
from viecthat.plans.queries import targets_in_force
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account, RoleGrant
    from viecthat.people.queries.post import HeldPost


@dataclass(frozen=True)
class Held:
    """Open work of a unit that ends: what it is (a Vietnamese msgid) and how many."""

    what: str
    count: int


@runtime_checkable
class HoldsWork(Protocol):
    """A floor above that keeps work of units: its app tells what is open, and on which days units worked."""

    def open_work_of(self, units: Sequence[int]) -> list[Held]:
        """What is not finished in these units."""
        ...

    def days_of_work(self, units: Sequence[int], period: Period) -> list[tuple[int, date]]:
        """(unit, day) of each piece of work in the period."""
        ...


@runtime_checkable
class GoesAlong(Protocol):
    """A floor above whose open rows name units: its app lets them follow, within the decision's own transaction."""

    def go_along(
        self,
        *,
        decision: int,
        successors: Mapping[int, int],
        moved: Collection[int],
        homes: Mapping[int, int],
        day: date,
        actor: Account | None,
        at: datetime,
    ) -> int:
        """Follow units that ended to their successors, units that moved, and people (`homes`) to their new branches.

        Returns how many rows followed.
        """
        ...

    def come_back(self, *, undone: int, actor: Account, day: date, at: datetime) -> int:
        """What followed a decision that is undone stands again as before, where nobody has changed it since."""
        ...


@dataclass(frozen=True)
class Going:
    """Members of a branch and where they go."""

    origin: UnitRow
    to: str
    count: int
    stays: bool = False  # the branch itself goes on, under another parent


@dataclass(frozen=True)
class Step:
    """A unit and where it goes."""

    unit: UnitRow
    to: str


@dataclass(frozen=True)
class Effects:
    """Everything a plan does, as its page shows it."""

    founded: tuple[NewUnit, ...]
    ending: tuple[Step, ...]
    moving: tuple[Step, ...]
    going: tuple[Going, ...]
    posts_ending: tuple[HeldPost, ...]
    posts_staying: int
    grants: tuple[RoleGrant, ...]
    letters: int
    applications: int
    targets: int
    work: tuple[Held, ...]
    without_place: int  # members of branches that end whom nobody gave a place

    @property
    def posts_told(self) -> tuple[HeldPost, ...]:
        """Each person once in a unit, by the highest of the posts that end."""
        return told(self.posts_ending)

    @property
    def members_going(self) -> int:
        """Members who change their branch."""
        return sum(one.count for one in self.going if not one.stays)

    @property
    def members_staying(self) -> int:
        """Members who go along in their branch."""
        return sum(one.count for one in self.going if one.stays)

    @property
    def digest(self) -> str:
        """What stood on the page, so that a change since is noticed before it is carried out."""
        seen = (
            self.founded,
            [(s.unit.id, s.to) for s in (*self.ending, *self.moving)],
            [(g.origin.id, g.to, g.count, g.stays) for g in self.going],
            [p.post.pk for p in self.posts_ending],
            [g.pk for g in self.grants],
            (self.posts_staying, self.letters, self.applications, self.without_place),
        )
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def effects_of(plan: Plan, at: datetime) -> Effects:
    """What the plan will do; the same number of queries for two units and for two hundred."""
    ending = plan.ending
    moved = [unit for unit, _place in plan.moved]
    below = sorted(_with_all_below(moved, plan.day) - set(ending))
    sources = {unit for unit, _place in plan.branches}
    homes = branches_of([person for person, _place in plan.people])
    rows = units_by_id({*ending, *below, *sources, *homes.values(), *_ids(plan)}, plan.day)
    names = {new.code: new.name for new in plan.founded} | {unit: row.name for unit, row in rows.items()}
    strength = strength_of({*ending, *below, *sources, *homes.values()})
    going = _going(plan, homes, strength, rows, names)
    placed = Counter(one.origin.id for one in going for _ in range(one.count) if not one.stays)
    period = Period(plan.day, date(plan.day.year + 1, 1, 1))
    return Effects(
        founded=plan.founded,
        ending=tuple(Step(rows[e.unit], ", ".join(names[p] for p in e.into)) for e in plan.ended),
        moving=tuple(Step(rows[unit], names[place]) for unit, place in plan.moved),
        going=(*going, *(Going(rows[u], rows[u].name, strength[u], stays=True) for u in below if strength.get(u))),
        posts_ending=tuple(posts_told(ending, plan.day)),
        posts_staying=len(posts_told(below, plan.day)),
        grants=tuple(grants_at(ending, at)),
        letters=open_letters_of(ending),
        applications=open_applications_of(ending),
        targets=targets_in_force(ending, period).count() if ending else 0,
        work=tuple(held for floor in floors_with_work() for held in floor.open_work_of(ending) if held.count),
        without_place=sum(max(strength.get(unit, 0) - placed[unit], 0) for unit in ending),
    )


def floors_with_work() -> Iterator[HoldsWork]:
    """The floors above that keep work of units; this floor stands below them and may not import them."""
    return (config for config in apps.get_app_configs() if isinstance(config, HoldsWork))


def floors_going_along() -> Iterator[GoesAlong]:
    """The floors above whose rows follow units."""
    return (config for config in apps.get_app_configs() if isinstance(config, GoesAlong))


def _going(
    plan: Plan,
    homes: dict[int, int],
    strength: dict[int, int],
    rows: dict[int, UnitRow],
    names: dict[Place, str],
) -> tuple[Going, ...]:
    single = Counter((homes[person], place) for person, place in plan.people if person in homes)
    of_branch = Counter(home for home, _place in single.elements())
    whole = [
        Going(rows[unit], names[place], strength[unit] - of_branch[unit])
        for unit, place in plan.branches
        if strength.get(unit, 0) > of_branch[unit]
    ]
    return (
        *whole,
        *(Going(rows[home], names[place], count) for (home, place), count in sorted(single.items(), key=str)),
    )


def _with_all_below(units: Sequence[int], day: date) -> set[int]:
    tree = tree_on(day)
    found: set[int] = set()
    for unit in units:
        if unit in tree:
            lo, hi = tree.span(unit)
            found |= set(tree.units[lo:hi].tolist())
    return found


def _ids(plan: Plan) -> set[int]:
    places = [
        *(place for _unit, place in (*plan.moved, *plan.branches, *plan.people)),
        *(place for ending in plan.ended for place in ending.into),
    ]
    return {place for place in places if isinstance(place, int)}
