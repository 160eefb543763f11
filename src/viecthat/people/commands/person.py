"""Register persons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from viecthat.kernel.names import fold, normalise, person_sort_key
from viecthat.people.models import Person


@dataclass(frozen=True)
class PersonDraft:
    """A person to be registered; `unit` is an id, `example` a made-up person."""

    full_name: str
    sex: str
    birth_date: date | None
    unit: int | None
    example: bool = False


@transaction.atomic
def register_people(*, drafts: Sequence[PersonDraft]) -> list[int]:
    """Register many persons at once; returns their ids in the same order."""
    rows = []
    for draft in drafts:
        name = normalise(draft.full_name)
        rows.append(
            Person(
                full_name=name,
                folded_name=fold(name),
                sort_key=person_sort_key(name),
                sex=draft.sex,
                birth_date=draft.birth_date,
                unit_id=draft.unit,
                example=draft.example,
            )
        )
    return [person.pk for person in Person.objects.bulk_create(rows, batch_size=2000)]
