"""Register persons."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from viecthat.audit.rows import copy_rows
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, normalise, person_sort_key
from viecthat.people.models import Person

_MANY = 100


@dataclass(frozen=True)
class PersonDraft:
    """A person to be registered; `unit` is an id, `example` a made-up person."""

    full_name: str
    sex: str
    birth_date: date | None
    unit: int | None
    example: bool = False
    phone: str = ""
    card_number: str | None = None
    occupation: str = ""
    residence: str = ""
    paid: bool = False
    hometown: str = ""
    schooling: str = ""
    youth_group: str = ""


def plain_phone(typed: str, *, field: str = "phone") -> str:
    """A phone number as it is kept: digits only, a plus may lead. Raises Refused for anything else."""
    digits = re.sub(r"[\s.()-]", "", typed)
    if digits and not re.fullmatch(r"\+?[0-9]{9,14}", digits):
        raise Refused(gettext_noop("Số điện thoại gồm 9 đến 14 chữ số, ví dụ 0912345678."), field=field)
    return digits


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
                phone=plain_phone(draft.phone),
                card_number=draft.card_number,
                occupation=normalise(draft.occupation),
                residence=normalise(draft.residence),
                paid=draft.paid,
                hometown=normalise(draft.hometown),
                schooling=draft.schooling,
                youth_group=draft.youth_group,
            )
        )
    if len(rows) < _MANY:
        Person.objects.bulk_create(rows)
    else:
        copy_rows(rows)
    return [person.pk for person in rows]
