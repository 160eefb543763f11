"""Certificates of having taken part: the member takes one, and its QR says whether it holds."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.activities.models import TookPart
from viecthat.activities.queries.presence import minutes_at, took_part_in
from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.rotating_codes import SERIAL_BITS
from viecthat.people.queries.own import person_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def take_certificate(*, activity: int, actor: Account, at: datetime) -> TookPart:
    """The actor's own certificate for work that names them; one taken before is given again, with today's hours.

    Raises Refused where the work does not name them or was taken back.
    """
    person = person_of(actor)
    if person is None or activity not in took_part_in(person.pk):
        raise Refused(gettext_noop("Sổ việc không ghi bạn tham gia việc này, hoặc việc đã bị huỷ."))
    minutes = minutes_at(person.pk, activity, at)
    held = TookPart.objects.select_for_update().filter(person=person, activity=activity).first()
    if held is None:
        held = TookPart(
            person=person,
            activity_id=activity,
            serial=secrets.randbits(SERIAL_BITS),
            key=secrets.token_hex(16),
            issued_by=actor,
            issued_at=at,
        )
    held.minutes = minutes
    save_checked(held)
    return held
