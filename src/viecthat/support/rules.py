"""Who may do what with support for youth; when somebody placed in a job is asked again."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from viecthat.accounts.choices import Capability
from viecthat.catalogue.readers import setting_on
from viecthat.people.rules.charter import months_later
from viecthat.support.choices import ABROAD
from viecthat.units.rules import may

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.support.models.shared import Somebody

FIRST_ASKED, LAST_ASKED = 3, 6  # months after somebody was placed


def small_cell(day: date) -> int:
    """Fewer people than this are not told apart outside the unit (`catalogue/courses_rules.yaml`)."""
    return setting_on("courses_rules", "small_cell", day)


def asked_again_on(placed: date, months: int) -> date:
    """The day from which somebody placed then is asked whether they are still at work."""
    return months_later(placed, months)


def warns_of_fraud(topic: str) -> bool:
    """Whether advice on it must be free and must warn of fraud."""
    return topic in ABROAD


def may_keep_support(actor: Account, unit: int, at: datetime) -> bool:
    """Record advice, partners, placements, loans, projects of the unit."""
    return may(actor, Capability.RECORD, unit, at)


def may_see_support(actor: Account, unit: int, at: datetime) -> bool:
    """Know what the unit does and how much. Not for whom."""
    return may(actor, Capability.SEE, unit, at)


def may_see_somebody(actor: Account, row: Somebody, at: datetime) -> bool:
    """Know who was helped: whoever keeps the unit's restricted books, and whoever wrote it down."""
    if may(actor, Capability.SENSITIVE, row.unit_id, at):
        return True
    return row.recorded_by_id == actor.pk and may_keep_support(actor, row.unit_id, at)


def may_see_founders(actor: Account, unit: int, at: datetime) -> bool:
    """Know whose project it is."""
    return may(actor, Capability.FILES, unit, at)
