"""What floors above people add to a person's page and to the yearly rating; settings name their functions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from viecthat.kernel.errors import Refused

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Person
    from viecthat.units.queries.scope import UnitScope


@dataclass(frozen=True)
class FilePart:
    """A part of the page of a person that another floor fills: its template, and what that needs as `part`."""

    template: str
    part: Any


@dataclass(frozen=True)
class RatingNote:
    """What another register says of a member's year. `lacks` tells why the top class does not fit; None: it may."""

    words: str
    lacks: Refused | None = None
    forbids: bool = False


def file_parts(person: Person, actor: Account, at: datetime) -> list[FilePart]:
    """The parts of a person's page from `VIECTHAT_FILE_PARTS`: (person, actor, at) -> FilePart or None."""
    asked = [
        cast("Callable[[Person, Account, datetime], FilePart | None]", import_string(path))(person, actor, at)
        for path in settings.VIECTHAT_FILE_PARTS
    ]
    return [part for part in asked if part is not None]


def rating_notes(people: Collection[int], year: int, day: date) -> dict[int, list[RatingNote]]:
    """What `VIECTHAT_RATING_NOTES` say of these members' year, by person: (people, year, day) -> notes by person."""
    found: dict[int, list[RatingNote]] = {}
    for path in settings.VIECTHAT_RATING_NOTES:
        tell = cast("Callable[[Collection[int], int, date], Mapping[int, RatingNote]]", import_string(path))
        for person, note in tell(people, year, day).items():
            found.setdefault(person, []).append(note)
    return found


def nameable_beside(scope: UnitScope) -> Q:
    """People whom units may name in their work beside their own: `VIECTHAT_NAMEABLE`, each (units) -> condition."""
    found = Q(pk__in=())
    for path in settings.VIECTHAT_NAMEABLE:
        found |= cast("Callable[[UnitScope], Q]", import_string(path))(scope)
    return found
