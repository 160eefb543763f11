"""Reads of persons."""

from collections.abc import Collection

from django.db.models import QuerySet

from viecthat.kernel.names import fold
from viecthat.people.models import Person
from viecthat.units.queries.scope import UnitScope


def people_found(text: str, units: Collection[int] | None = None) -> "QuerySet[Person]":
    """Persons whose name holds the text, with or without marks; of these units when given."""
    found = Person.objects.all() if units is None else Person.objects.filter(unit__in=list(units))
    wanted = fold(text)
    if wanted:
        found = found.filter(folded_name__contains=wanted)
    return found.order_by("sort_key", "pk")


def people_by_id(ids: Collection[int]) -> dict[int, Person]:
    """These persons."""
    return {person.pk: person for person in Person.objects.filter(pk__in=list(ids))}


def card_is_taken(number: str, seen: UnitScope, *, other_than: int | None = None) -> bool:
    """Whether somebody of the units `seen` has this card; of others nothing is told."""
    return Person.objects.filter(seen.of("unit"), card_number=number).exclude(pk=other_than).exists()
