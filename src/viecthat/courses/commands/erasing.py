"""What courses forget of a person: contacts, guardians, health, reasons. Figures stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import Model, Q

from viecthat.courses.models import Certificate, Enrolment, HealthNote

GONE = "(đã xoá)"


@transaction.atomic
def erase_from_courses(person: int, accounts: Sequence[int], at: datetime) -> None:
    """Called by people's erasure (`VIECTHAT_ERASERS`), within its transaction."""
    theirs = Q(person=person)
    _write_over(Enrolment, theirs, {"phone": "", "guardian": "", "guardian_phone": "", "consent_on": None})
    _write_over(Enrolment, theirs & ~Q(exempt=0), {"exempt_reason": GONE})
    _write_over(Enrolment, theirs & Q(state="withdrawn"), {"withdrawn_why": GONE})
    _write_over(Enrolment, theirs, {"sort_key": ""})
    _write_over(HealthNote, Q(enrolment__person=person), {"health": "", "emergency": ""})
    _write_over(Certificate, Q(enrolment__person=person, revoked_on__isnull=False), {"revoked_why": GONE})


def _write_over(model: type[Model], rows: Q, values: Mapping[str, object]) -> None:
    """These rows, and all that the history table says of them."""
    found = model._default_manager.filter(rows)
    ids = list(found.values_list("pk", flat=True))
    model._default_manager.filter(pk__in=ids).update(**values)
    past = apps.get_model("courses", f"{model.__name__}Event")._default_manager
    past.filter(pgh_obj_id__in=ids).update(**values)
