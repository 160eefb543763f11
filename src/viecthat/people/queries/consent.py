"""Consents: who allows what, since when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from viecthat.people.models import Consent, Person
from viecthat.people.queries.membership import open_members
from viecthat.people.rules.consent import ConsentKind, consent_kinds

_HOLDS = Q(withdrawn_at__isnull=True) & (Q(child=False) | Q(confirmed_at__isnull=False))


@dataclass(frozen=True)
class OwnConsent:
    """A kind of consent with what the person said last, and everything said before."""

    kind: ConsentKind
    now: Consent | None
    past: tuple[Consent, ...]


def allows(people: Collection[int], code: str) -> set[int]:
    """Those of these people who allow it now; of a child, with the guardian's word seen."""
    return set(Consent.objects.filter(_HOLDS, person__in=people, code=code).values_list("person", flat=True))


def own_consents(person: Person, at: datetime) -> list[OwnConsent]:
    """Every kind, with what the person said. One query."""
    said = list(Consent.objects.filter(person=person).order_by("-given_at", "-pk"))
    return [
        OwnConsent(
            kind,
            next((row for row in said if row.code == code and row.withdrawn_at is None), None),
            tuple(row for row in said if row.code == code and row.withdrawn_at is not None),
        )
        for code, kind in consent_kinds(localdate(at)).items()
    ]


def consents_at(unit: int, at: datetime) -> list[tuple[Person, list[Consent | None]]]:
    """The members of a branch by name, each with what they allow, in the order of the kinds. Two queries."""
    people = [row.person for row in open_members([unit])]
    given = Consent.objects.filter(person__in=people, withdrawn_at__isnull=True)
    said = {(row.person_id, row.code): row for row in given}
    codes = list(consent_kinds(localdate(at)))
    return [(person, [said.get((person.pk, code)) for code in codes]) for person in people]


def consent_at(pk: int, unit: int) -> Consent | None:
    """A consent of a member of this branch."""
    return Consent.objects.filter(pk=pk, person__unit=unit).first()
