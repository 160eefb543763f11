"""What the bank of ideas forgets of a person: their name and how to reach them. What was proposed stays, unnamed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from viecthat.audit.rows import write_over
from viecthat.ideas.models import Idea, Initiative, Vote


@transaction.atomic
def erase_from_ideas(person: int, accounts: Sequence[int], at: datetime) -> None:
    """Called by people's erasure (`VIECTHAT_ERASERS`), within its transaction."""
    theirs = Q(person=person) | Q(account__in=list(accounts))
    write_over(Idea, theirs, {"name": "", "show_name": False})
    Idea.objects.filter(theirs).update(contact="", guardian="")
    write_over(Initiative, Q(person=person), {"author": ""})
    Vote.objects.filter(account__in=list(accounts)).delete()
