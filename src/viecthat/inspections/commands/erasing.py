"""What inspections forget of a person: what else stood beside their name. That they took part stays, by number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from viecthat.audit.rows import write_over
from viecthat.inspections.models import ExternalGroup, TeamMember


@transaction.atomic
def erase_from_inspections(person: int, accounts: Sequence[int], at: datetime) -> None:
    """Called by people's erasure (`VIECTHAT_ERASERS`), within its transaction."""
    write_over(TeamMember, Q(person=person), {"post": ""})
    write_over(ExternalGroup, Q(person=person), {"post": "", "duties": ""})
