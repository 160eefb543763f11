"""What a decision about units is to do, before anything is written. A place is a unit's id or a new one's code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from viecthat.organisation.choices import ReorganisationKind

Place = int | str


@dataclass(frozen=True)
class NewUnit:
    """A unit the decision founds. `on_paper`: it was founded before and only comes into the system now."""

    code: str
    name: str
    kind: str
    parent: int
    on_paper: bool = False


@dataclass(frozen=True)
class EndingUnit:
    """A unit the decision ends: what it becomes, and which of these keeps its history (None: kept apart).

    Of a unit that is closed, the superior keeps the history; its members go where the plan says.
    """

    unit: int
    into: tuple[Place, ...]
    heir: Place | None = None


@dataclass(frozen=True)
class Provisional:
    """A provisional committee: people by id. Its congress is due in six months."""

    place: Place
    secretary: int | None = None
    deputies: tuple[int, ...] = ()
    members: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.secretary or self.deputies or self.members)


@dataclass(frozen=True)
class Plan:
    """One decision: all of it is carried out together or nothing is.

    `moved` are units with their new parent, `branches` whole branches whose members go to a place, `people` single
    members. `unit` is where it was asked for.
    """

    kind: ReorganisationKind
    unit: int
    day: date
    decision: str
    founded: tuple[NewUnit, ...] = ()
    moved: tuple[tuple[int, Place], ...] = ()
    ended: tuple[EndingUnit, ...] = ()
    branches: tuple[tuple[int, Place], ...] = ()
    people: tuple[tuple[int, Place], ...] = ()
    committees: tuple[Provisional, ...] = ()

    @property
    def ending(self) -> list[int]:
        """Ids of the units that end."""
        return [one.unit for one in self.ended]

    def with_committee(self, committee: Provisional) -> Plan:
        """The same plan, and a provisional committee when it names anybody."""
        return replace(self, committees=(*self.committees, committee)) if committee else self
