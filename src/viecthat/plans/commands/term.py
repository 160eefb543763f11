"""Congress terms."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.names import normalise
from viecthat.kernel.periods import Period
from viecthat.plans.commands.checks import check_planner
from viecthat.plans.models import Term

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def open_term(*, unit: int, ordinal: int, period: Period, note: str, actor: Account | None, at: datetime) -> Term:
    """A unit's congress term, from the congress to the next."""
    check_planner(actor, unit, at)
    term = Term(unit_id=unit, ordinal=ordinal, start=period.start, end=period.end, note=normalise(note))
    save_checked(term)
    return term
