"""What support forgets of a person: phone numbers, words of advice, reasons. Figures stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from viecthat.audit.rows import write_over
from viecthat.support.models import AdviceCase, Loan, Placement

GONE = "(đã xoá)"


@transaction.atomic
def erase_from_support(person: int, accounts: Sequence[int], at: datetime) -> None:
    """Called by people's erasure (`VIECTHAT_ERASERS`), within its transaction."""
    theirs = Q(person=person)
    write_over(AdviceCase, theirs, {"phone": "", "words": "", "followed": ""})
    write_over(AdviceCase, theirs & ~Q(undone_why=""), {"undone_why": GONE})
    write_over(Placement, theirs, {"phone": ""})
    write_over(Placement, theirs & ~Q(reason=""), {"reason": GONE})
    write_over(Loan, theirs, {"phone": "", "purpose": GONE})
    write_over(Loan, theirs & ~Q(undone_why=""), {"undone_why": GONE})
