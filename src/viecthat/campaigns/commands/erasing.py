"""What campaigns forget of a person: who agreed for them, what they wrote. That they took part stays, by number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.apps import apps
from django.db import transaction

from viecthat.campaigns.models import SignUp


@transaction.atomic
def erase_from_campaigns(person: int, accounts: Sequence[int], at: datetime) -> None:
    """Called by people's erasure (`VIECTHAT_ERASERS`), within its transaction."""
    SignUp.objects.filter(person=person).update(guardian="", note="", answer="")
    past = apps.get_model("campaigns", "SignUpEvent")._default_manager
    past.filter(person_id=person).update(note="", answer="")
