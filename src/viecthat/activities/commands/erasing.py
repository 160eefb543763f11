"""What activities forget of a person: the name beside a check they made, why they could not come, their certificates.

That they took part and were present stays, by number.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.apps import apps
from django.db import transaction

from viecthat.activities.models import Apology, GuardianConsent, TookPart, Verification
from viecthat.files.commands import erase_files


@transaction.atomic
def erase_from_activities(person: int, accounts: Sequence[int], at: datetime) -> None:
    """Called by people's erasure (`VIECTHAT_ERASERS`), within its transaction."""
    gone = {"actor_name": "(đã xoá)"}
    Verification.objects.filter(actor__in=list(accounts)).update(**gone)
    past = apps.get_model("activities", "VerificationEvent")._default_manager
    past.filter(actor_id__in=list(accounts)).update(**gone)
    unsaid = {"reason": "(đã xoá)"}
    Apology.objects.filter(person=person).update(**unsaid)
    apps.get_model("activities", "ApologyEvent")._default_manager.filter(person_id=person).update(**unsaid)
    TookPart.objects.filter(person=person).delete()
    said = GuardianConsent.objects.filter(person=person)
    papers = set(said.filter(file__isnull=False).values_list("file", flat=True))
    said.delete()
    erase_files(ids=papers)  # one that speaks for others too stays
