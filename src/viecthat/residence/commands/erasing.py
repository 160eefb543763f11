"""What residence forgets of a person: where they lived, what was written of them, what they asked. Figures stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import Model, Q

from viecthat.residence.models import Commendation, LogEntry, Registration, Remark, ResidentRequest

GONE = "(đã xoá)"


@transaction.atomic
def erase_from_residence(person: int, accounts: Sequence[int], at: datetime) -> None:
    """Called by people's erasure (`VIECTHAT_ERASERS`), within its transaction."""
    theirs = Q(registration__person=person)
    _write_over(Registration, Q(person=person), {"address": ""})
    _write_over(Registration, Q(person=person) & ~Q(answer=""), {"answer": GONE})
    _write_over(LogEntry, theirs & ~Q(undone_reason=""), {"undone_reason": GONE})
    _write_over(Remark, Q(person=person), {"words": GONE})
    _write_over(Remark, Q(person=person) & ~Q(returned=""), {"returned": GONE})
    _write_over(ResidentRequest, theirs, {"words": GONE, "help_given": "", "undone_reason": ""})
    _write_over(ResidentRequest, theirs & ~Q(answer=""), {"answer": GONE})
    _write_over(Commendation, theirs, {"merit": GONE, "undone_reason": ""})


def _write_over(model: type[Model], rows: Q, values: Mapping[str, object]) -> None:
    """These rows, and all that the history table says of them."""
    found = model._default_manager.filter(rows)
    ids = list(found.values_list("pk", flat=True))
    model._default_manager.filter(pk__in=ids).update(**values)
    past = apps.get_model("residence", f"{model.__name__}Event")._default_manager
    past.filter(pgh_obj_id__in=ids).update(**values)
