"""Who invites a member to a sign-in of their own, who answers what members ask."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from viecthat.accounts.choices import Capability
from viecthat.people.rules.file import may_change_file, may_see_sensitive
from viecthat.people.rules.membership import units_kept
from viecthat.units.queries.scope import UnitScope, units_where
from viecthat.units.rules import may

if TYPE_CHECKING:
    from collections.abc import Iterable

    from viecthat.accounts.models import Account
    from viecthat.people.models import Person

SENSITIVE = frozenset({"ethnicity", "religion", "id_number", "family_contact", "family_phone"})


def may_invite(actor: Account, unit: int, at: datetime) -> bool:
    """Hand out codes for members' own sign-ins.

    Only those who see the restricted part already: whoever holds a code might use it, and must gain nothing by it.
    """
    needed = (Capability.FILES, Capability.RECORD, Capability.SENSITIVE)
    return all(may(actor, capability, unit, at) for capability in needed)


def units_to_invite(actor: Account, at: datetime) -> UnitScope:
    """The units, ended ones included, for which `may_invite` would say yes."""
    return units_kept(actor, at) & units_where(actor, Capability.SENSITIVE, at)


def may_answer(actor: Account, person: Person, fields: Iterable[str], own: int | None, at: datetime) -> bool:
    """Answer a request about these fields of the file; nobody answers for their own (`own`: the actor's person)."""
    if own == person.pk or not may_change_file(actor, person, at):
        return False
    return SENSITIVE.isdisjoint(fields) or may_see_sensitive(actor, person, at)
