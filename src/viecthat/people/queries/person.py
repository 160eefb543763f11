"""Reads of persons."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from viecthat.kernel.names import fold
from viecthat.people.models import Person
from viecthat.units.queries.scope import UnitScope

_SHORTEST_PHONE = 9


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
    held = Person.objects.filter(seen.of("unit"), card_number=number)
    return (held if other_than is None else held.exclude(pk=other_than)).exists()


def person_exactly(name: str, birth_date: date, number: str) -> Person | None:
    """The one person of this whole name, birth date and card or phone number; None when one of them differs."""
    digits = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    numbered = Q(card_number__iexact=number.strip()) if number.strip() else Q(pk__in=())
    if len(digits) >= _SHORTEST_PHONE:
        numbered |= Q(phone=digits)
    found = list(Person.objects.filter(numbered, folded_name=fold(name), birth_date=birth_date)[:2])
    return found[0] if len(found) == 1 else None
