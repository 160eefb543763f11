"""Search across units, activities, documents, programmes, people and what the floors beside hold, without marks too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.activities.queries import ListedActivity, activities_found, listed, units_offered, units_seen
from viecthat.home.queries.finding import FoundKind, kinds_found, seeker_of
from viecthat.kernel.made_up import MadeUp
from viecthat.kernel.names import fold
from viecthat.people.queries.register import Reach, members_found
from viecthat.plans.queries import directives_found
from viecthat.plans.queries.directive import DirectiveFilter, ListedDirective, listed as listed_directives
from viecthat.plans.queries.programme import ListedProgramme, ProgrammeFilter, listed_programmes, programmes_found
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import UnitScope, units_where

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Person

SHORTEST = 2
_MOST_SORTED = 200  # of a common name so many are put in order, as the register does


@dataclass(frozen=True)
class FoundUnit:
    """A unit and the one above it, to tell two of one name apart."""

    unit: UnitRow
    above: str


@dataclass(frozen=True)
class FoundPerson:
    """A person and their unit."""

    person: Person
    unit: str


@dataclass(frozen=True)
class Found:
    """What was found of each kind; `more_…` says that the list was cut."""

    text: str
    units: tuple[FoundUnit, ...] = ()
    activities: tuple[ListedActivity, ...] = ()
    people: tuple[FoundPerson, ...] = ()
    directives: tuple[ListedDirective, ...] = ()
    programmes: tuple[ListedProgramme, ...] = ()
    kinds: tuple[FoundKind, ...] = ()
    more_activities: bool = False
    more_directives: bool = False

    @property
    def anything(self) -> bool:
        """Whether anything was found at all."""
        own = self.units or self.activities or self.people or self.directives or self.programmes
        return bool(own or self.kinds)

    @property
    def made_up(self) -> MadeUp:
        """What of the things found was made up for a demonstration."""
        people = MadeUp.SPLIT if any(hit.person.example for hit in self.people) else MadeUp.NOTHING
        return people | MadeUp.among(hit.made_up for hit in self.activities)

    @property
    def too_short(self) -> bool:
        """Whether so little was typed that nothing was looked for."""
        return len(fold(self.text)) < SHORTEST


def _people_named(text: str, actor: Account, at: datetime, most: int) -> list[Person]:
    files, nowhere = units_where(actor, Capability.FILES, at), UnitScope(())
    if not files:
        return []
    # By a phone nobody is found here: whose phone one may see, the register knows.
    reach = Reach(files, contacts=nowhere, sensitive=nowhere, today=localdate(at))
    return list(members_found(reach, text=text, most=_MOST_SORTED)[:most])


def found_everywhere(text: str, actor: Account, at: datetime, *, most: int) -> Found:
    """Up to `most` units (names are no secret); of activities, documents and all else those `actor` may see.

    People are named only to whoever may open their files: to see a unit's work is no reason to know its people.
    """
    found = Found(text)
    if found.too_short:
        return found
    today = localdate(at)
    seen = units_seen(actor, at)
    units = units_offered(text, today, among=None, most=most)
    activities = list(activities_found(seen, text=text)[: most + 1])
    people = _people_named(text, actor, at, most)
    directives = list(directives_found(DirectiveFilter(text=text), actor, at)[: most + 1])
    found_programmes = list(programmes_found(ProgrammeFilter(text=text), actor, at)[:most])
    above = {unit.parent for unit in units if unit.parent is not None}
    names = units_by_id(above | {p.unit_id for p in people if p.unit_id is not None}, today)
    return Found(
        text,
        tuple(FoundUnit(u, names[u.parent].name if u.parent in names else "") for u in units),
        tuple(listed(activities[:most], today)),
        tuple(FoundPerson(p, names[p.unit_id].name if p.unit_id in names else "") for p in people),
        directives=tuple(listed_directives(directives[:most], (), today)) if directives else (),
        programmes=tuple(listed_programmes(found_programmes, today)) if found_programmes else (),
        kinds=tuple(kinds_found(seeker_of(text, actor, at), most=most)),
        more_activities=len(activities) > most,
        more_directives=len(directives) > most,
    )
