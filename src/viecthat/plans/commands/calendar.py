"""Secret addresses of calendars: made, revoked."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.accounts.choices import Capability
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.plans.models import CalendarKey
from viecthat.units.rules import may

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

_BYTES = 24


def digest_of(token: str) -> str:
    """What is kept of a secret address."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_calendar_key(*, unit: int | None, actor: Account, at: datetime) -> str:
    """A new secret for the actor's own tasks, or for a unit they may see; the one before holds no more.

    Returns the secret, which is told this once.
    """
    if unit is not None and not may(actor, Capability.SEE, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền xem đơn vị này."), field="unit")
    CalendarKey.objects.filter(account=actor.pk, unit=unit, revoked_at=None).update(revoked_at=at)
    token = secrets.token_urlsafe(_BYTES)
    CalendarKey.objects.create(account_id=actor.pk, unit_id=unit, digest=digest_of(token), hint=token[-4:], made_at=at)
    return token


@transaction.atomic
def revoke_calendar_key(*, key: int, actor: Account, at: datetime) -> None:
    """The address tells nothing any more."""
    if not CalendarKey.objects.filter(pk=key, account=actor.pk, revoked_at=None).update(revoked_at=at):
        raise Refused(gettext_noop("Địa chỉ lịch này đã thu hồi."))
