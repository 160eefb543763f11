"""What commendations forget of a person: name, place and achievement; that a paper was given stays, by number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from viecthat.audit.rows import write_over
from viecthat.commendations.models import Commendation, Nominee, NomineeFile, Opinion
from viecthat.files.commands import erase_files

GONE = "(đã xoá)"


@transaction.atomic
def erase_from_commendations(person: int, accounts: Sequence[int], at: datetime) -> None:
    """Called by people's erasure (`VIECTHAT_ERASERS`), within its transaction."""
    theirs = Q(person=person)
    write_over(Commendation, theirs, {"name": GONE, "folded": "", "place": "", "corrected_why": ""})
    write_over(Commendation, theirs & Q(withdrawn_on__isnull=False), {"withdrawn_why": GONE})
    write_over(Opinion, Q(nominee__person=person), {"words": GONE})
    Nominee.objects.filter(theirs).update(achievement=GONE)
    write_over(Nominee, theirs, {"place": ""})
    files = NomineeFile.objects.filter(nominee__person=person)
    kept = list(files.values_list("file", flat=True))
    write_over(NomineeFile, Q(nominee__person=person), {"name": GONE})
    files.delete()
    erase_files(ids=kept)
