"""What congresses forget of a person: why they were struck from a list. That they were called or elected stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from viecthat.audit.rows import write_over
from viecthat.congress.models import Delegate


@transaction.atomic
def erase_from_congresses(person: int, accounts: Sequence[int], at: datetime) -> None:
    """Called by people's erasure (`VIECTHAT_ERASERS`), within its transaction."""
    write_over(Delegate, Q(person=person), {"post": ""})
    write_over(Delegate, Q(person=person) & ~Q(struck_why=""), {"struck_why": "…"})
