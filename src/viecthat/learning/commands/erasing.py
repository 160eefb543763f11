"""What the library and quizzes forget of a person: what they answered. That they took part stays a figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from viecthat.audit.rows import write_over
from viecthat.learning.models import Attempt


@transaction.atomic
def erase_from_learning(person: int, accounts: Sequence[int], at: datetime) -> None:
    """Called by people's erasure (`VIECTHAT_ERASERS`), within its transaction."""
    write_over(Attempt, Q(person=person), {"answers": []})
