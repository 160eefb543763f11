"""Study of resolutions: whom a session is for, as the registers know them on its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from viecthat.activities.choices import Audience
from viecthat.people.queries import people_by_id
from viecthat.people.queries.course import main_units
from viecthat.people.queries.membership import members_during
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import scope_below

if TYPE_CHECKING:
    from viecthat.people.models import Person
    from viecthat.units.queries import UnitRow

STUDY = "study_session"
# Of each audience: the indicator of those taught and of those to be taught.
COUNTED: dict[str, tuple[str, str]] = {
    Audience.MEMBERS: ("members_taught_count", "members_to_teach"),
    Audience.CADRES: ("cadres_taught_count", "cadres_to_teach"),
}
MOST_ON_A_LIST = 1500


@dataclass(frozen=True)
class Pupil:
    """Somebody the session is for, and the unit they belong to."""

    person: Person
    unit: UnitRow


def to_be_taught(unit: int, day: date, audience: str) -> dict[int, int]:
    """Of everybody in the unit and below it on the day: members, or cadres in post; with the unit they belong to."""
    below = scope_below(unit, day)
    return members_during(below, day) if audience == Audience.MEMBERS else main_units(below, day)


def pupils_listed(whom: dict[int, int], day: date) -> list[Pupil]:
    """These people with their units, by unit and name. Two queries."""
    people = people_by_id(list(whom))
    units = units_by_id(set(whom.values()), day)
    rows = [Pupil(people[pk], units[unit]) for pk, unit in whom.items() if pk in people and unit in units]
    return sorted(rows, key=lambda row: (row.unit.name, row.unit.id, row.person.sort_key, row.person.pk))
