"""Certificates: given out for a course, and what a stranger who scans one is told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from viecthat.courses.models import Certificate
from viecthat.people.rules.card import is_signed, read_token
from viecthat.people.rules.charter import is_child
from viecthat.units.queries import units_by_id


@dataclass(frozen=True)
class VerifiedCertificate:
    """What a valid certificate tells whoever scans it, and no more: enough to compare with the paper.

    `initial` is the first letter of the given name; of a child nothing of the name is told.
    """

    number: str
    issued_on: date
    course: str
    unit: str
    initial: str


def certificate_number(certificate: Certificate, code: str) -> str:
    """The number as it is printed: running number, year, code of the unit."""
    return f"{certificate.number:04d}/{certificate.year}/{code.upper()}"


def certificates_of(course: int, *, among: Collection[int] | None = None) -> list[Certificate]:
    """Certificates in force of a course, by number."""
    found = Certificate.objects.filter(enrolment__course=course, revoked_on__isnull=True)
    if among is not None:
        found = found.filter(pk__in=list(among))
    return list(found.select_related("enrolment__person", "enrolment__course").order_by("year", "number"))


def certificate_by_id(pk: int, course: int) -> Certificate | None:
    """A certificate of the course, a revoked one too."""
    found = Certificate.objects.filter(pk=pk, enrolment__course=course)
    return found.select_related("enrolment__person", "enrolment__course").first()


def verified_certificate(text: str, at: datetime) -> VerifiedCertificate | None:
    """What the token tells; None for every token that does not hold, whatever the reason."""
    token = read_token(text)
    if token is None or token.phone:
        return None
    found = Certificate.objects.filter(serial=token.serial).select_related("enrolment__person", "enrolment__course")
    row = found.first()
    if row is None or not is_signed(token, row.key, at) or row.revoked_on is not None:
        return None
    unit = units_by_id({row.unit_id}, row.issued_on)[row.unit_id]
    learner = row.enrolment
    name = learner.person.full_name if learner.person is not None else learner.name
    born = learner.person.birth_date if learner.person is not None else learner.birth_date
    # An outsider of age need not have told a birth date; a minor had to.
    child = is_child(born, localdate(at)) if born is not None or learner.guardian else False
    return VerifiedCertificate(
        certificate_number(row, unit.code),
        row.issued_on,
        learner.course.title,
        unit.name,
        "" if child else f"{name.split()[-1][0].upper()}.",
    )
