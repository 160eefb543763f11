"""Who sees which file, and how much of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.people.rules.charter import is_child
from viecthat.units.rules import may

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Person


def may_see_file(actor: Account, person: Person, at: datetime) -> bool:
    """Open the file. A person of no unit is nobody's to open."""
    return person.unit_id is not None and may(actor, Capability.FILES, person.unit_id, at)


def may_change_file(actor: Account, person: Person, at: datetime) -> bool:
    """Correct what the file says."""
    return may_see_file(actor, person, at) and may(actor, Capability.RECORD, person.unit_id or 0, at)


def may_see_sensitive(actor: Account, person: Person, at: datetime) -> bool:
    """Open the restricted part: ethnicity, religion, citizen's number, family."""
    return person.unit_id is not None and may(actor, Capability.SENSITIVE, person.unit_id, at)


def may_see_contact(actor: Account, person: Person, at: datetime) -> bool:
    """Phone, residence and photo: for those who keep the unit's books; of a child only for those who need the rest."""
    if is_child(person.birth_date, localdate(at)):
        return may_see_sensitive(actor, person, at)
    return may_change_file(actor, person, at)
