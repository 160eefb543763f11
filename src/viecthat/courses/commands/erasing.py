"""What courses forget of a person: contacts, guardians, health, reasons. Figures stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from viecthat.audit.rows import write_over
from viecthat.courses.models import Certificate, Enrolment, HealthNote

GONE = "(đã xoá)"


@transaction.atomic
def erase_from_courses(person: int, accounts: Sequence[int], at: datetime) -> None:
    """Called by people's erasure (`VIECTHAT_ERASERS`), within its transaction."""
    theirs = Q(person=person)
    write_over(Enrolment, theirs, {"phone": "", "guardian": "", "guardian_phone": "", "consent_on": None})
    write_over(Enrolment, theirs & ~Q(exempt=0), {"exempt_reason": GONE})
    write_over(Enrolment, theirs & Q(state="withdrawn"), {"withdrawn_why": GONE})
    write_over(Enrolment, theirs, {"sort_key": ""})
    write_over(HealthNote, Q(enrolment__person=person), {"health": "", "emergency": ""})
    write_over(Certificate, Q(enrolment__person=person, revoked_on__isnull=False), {"revoked_why": GONE})
