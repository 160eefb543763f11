"""What support forgets of a person: phone numbers, words of advice, reasons. Figures stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import Model, Q

from viecthat.support.models import AdviceCase, Loan, Placement

GONE = "(đã xoá)"


@transaction.atomic
def erase_from_support(person: int, accounts: Sequence[int], at: datetime) -> None:
    """Called by people's erasure (`VIECTHAT_ERASERS`), within its transaction."""
    theirs = Q(person=person)
    _write_over(AdviceCase, theirs, {"phone": "", "words": "", "followed": ""})
    _write_over(AdviceCase, theirs & ~Q(undone_why=""), {"undone_why": GONE})
    _write_over(Placement, theirs, {"phone": ""})
    _write_over(Placement, theirs & ~Q(reason=""), {"reason": GONE})
    _write_over(Loan, theirs, {"phone": "", "purpose": GONE})
    _write_over(Loan, theirs & ~Q(undone_why=""), {"undone_why": GONE})


def _write_over(model: type[Model], rows: Q, values: Mapping[str, object]) -> None:
    """These rows, and all that the history table says of them."""
    found = model._default_manager.filter(rows)
    ids = list(found.values_list("pk", flat=True))
    model._default_manager.filter(pk__in=ids).update(**values)
    past = apps.get_model("support", f"{model.__name__}Event")._default_manager
    past.filter(pgh_obj_id__in=ids).update(**values)
