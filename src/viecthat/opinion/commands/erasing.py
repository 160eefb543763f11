"""What consultations forget of a person: that a comment was theirs. What it says stays an opinion on the draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from viecthat.audit.rows import write_over
from viecthat.opinion.choices import Way
from viecthat.opinion.models import Comment, Invited


@transaction.atomic
def erase_from_opinion(person: int, accounts: Sequence[int], at: datetime) -> None:
    """Called by people's erasure (`VIECTHAT_ERASERS`), within its transaction."""
    theirs = Q(account__in=list(accounts), way=Way.MEMBER)
    write_over(Comment, theirs, {"account": None})
    Invited.objects.filter(person=person).delete()
