"""Finding the person somebody means by a name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from viecthat.kernel.dates import format_date
from viecthat.kernel.names import fold
from viecthat.people.models.person import Person
from viecthat.people.models.post import Post
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import Units, among

SUGGESTED = 12


@dataclass(frozen=True)
class Picked:
    """A person meant, with the label that means nobody else."""

    id: int
    label: str
    name: str


def people_named(text: str, units: Units) -> QuerySet[Person]:
    """People of these units, by their own unit or a post there, whose name holds the text."""
    posted = Exists(Post.objects.filter(among(units), person=OuterRef("pk")))
    found = Person.objects.filter(among(units) | posted)
    return found.filter(folded_name__contains=fold(text)).order_by("sort_key", "pk")


def people_of_names(names: Collection[str], units: Units) -> dict[str, list[Person]]:
    """The people of these units by their whole name, folded, of those wanted. One query."""
    found: dict[str, list[Person]] = {}
    for person in people_named("", units).filter(folded_name__in={fold(name) for name in names}):
        found.setdefault(person.folded_name, []).append(person)
    return found


def suggestions(text: str, units: Units, day: date) -> list[tuple[Picked, str]]:
    """The first few meant by the text, each with the name of their unit."""
    people = list(people_named(text, units)[:SUGGESTED])
    rows = units_by_id({person.unit_id for person in people if person.unit_id}, day)
    return [
        (picked(person), rows[person.unit_id].name if person.unit_id in rows and person.unit_id in units else "")
        for person in people
    ]


def person_meant(text: str, number: int | None, units: Units) -> Picked | int:
    """The one person meant by a label or a whole name; else how many of that name there are."""
    if number is not None:
        people = list(people_named("", units).filter(pk=number))
    else:
        people = [person for person in people_named(text, units)[:50] if person.folded_name == fold(text)]
    return picked(people[0]) if len(people) == 1 else len(people)


def picked(person: Person) -> Picked:
    """How a box shows a person it knows: the name, the birth date, the number."""
    born = f", {format_date(person.birth_date)}" if person.birth_date else ""
    return Picked(person.pk, f"{person.full_name}{born} [{person.pk}]", person.full_name)
