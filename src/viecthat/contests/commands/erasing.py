"""What contests forget of a person: name, birth date, guardian, contact. The work stays with its number and place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from viecthat.audit.rows import write_over
from viecthat.contests.models import Entrant, Juror, Recusal, Submission

FORGOTTEN = "—"


@transaction.atomic
def erase_from_contests(person: int, accounts: Sequence[int], at: datetime) -> None:
    """Called by people's erasure (`VIECTHAT_ERASERS`), within its transaction.

    What is found by a name is written anew from what is left; guardians and contacts are kept in no history.
    """
    works = list(Submission.objects.filter(people__person=person))
    write_over(Entrant, Q(person=person), {"name": FORGOTTEN, "birth_date": None, "place": ""})
    Entrant.objects.filter(person=person).update(guardian="", guardian_phone="", child=False)
    for work in works:
        write_over(Submission, Q(pk=work.pk), {"folded": f"{work.number}", "named": False})
    Submission.objects.filter(pk__in=[work.pk for work in works]).update(contact="")
    write_over(Juror, Q(account__in=list(accounts)), {"title": ""})
    write_over(Recusal, Q(juror__account__in=list(accounts)), {"reason": FORGOTTEN})
