"""What plans forget of a person: how they were to be told, and the addresses of their calendars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from viecthat.kernel.names import fold
from viecthat.plans.models import CalendarKey, DialogueQuestion, Notice, ReminderSetting


@transaction.atomic
def erase_from_plans(person: int, accounts: Sequence[int], at: datetime) -> None:
    """Called by people's erasure (`VIECTHAT_ERASERS`), within its transaction. What was done stays, by number."""
    ids = list(accounts)
    # A question stays, as one asked without a name.
    for question in DialogueQuestion.objects.filter(asker__in=ids):
        question.asker, question.asker_name, question.anonymous = None, "", True
        question.folded = fold(f"{question.topic} {question.words}")
        question.save()
    for table in (Notice, ReminderSetting, CalendarKey):
        table.objects.filter(account__in=ids).delete()
