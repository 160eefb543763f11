"""What activities forget of a person: the name beside a check they made. That they took part stays, by number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.apps import apps
from django.db import transaction

from viecthat.activities.models import Verification


@transaction.atomic
def erase_from_activities(person: int, accounts: Sequence[int], at: datetime) -> None:
    """Called by people's erasure (`VIECTHAT_ERASERS`), within its transaction."""
    gone = {"actor_name": "(đã xoá)"}
    Verification.objects.filter(actor__in=list(accounts)).update(**gone)
    past = apps.get_model("activities", "VerificationEvent")._default_manager
    past.filter(actor_id__in=list(accounts)).update(**gone)
