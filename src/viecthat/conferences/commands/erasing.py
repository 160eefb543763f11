"""What conferences forget of a person: the name they were asked by, how to reach them, what they answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from viecthat.audit.rows import write_over
from viecthat.conferences.models import Invitee

GONE = "(đã xoá)"


@transaction.atomic
def erase_from_conferences(person: int, accounts: Sequence[int], at: datetime) -> None:
    """Called by people's erasure (`VIECTHAT_ERASERS`), within its transaction. That a place was filled stays."""
    theirs = Q(person=person)
    write_over(Invitee, theirs, {"name": GONE, "contact": "", "reason": "", "stand_in": "", "folded": ""})
