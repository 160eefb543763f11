"""Reads of persons."""

from collections.abc import Collection

from django.db.models import QuerySet

from viecthat.kernel.names import fold
from viecthat.people.models import Person


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
