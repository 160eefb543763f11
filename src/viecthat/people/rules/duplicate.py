"""Who may say that two files are one person's."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from viecthat.accounts.choices import Capability
from viecthat.people.rules.file import may_change_file
from viecthat.units.rules import may

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Person, PersonMerge


def may_merge(actor: Account, first: Person, second: Person, at: datetime) -> bool:
    """Both files are the actor's to change and to correct: a merge never reaches further than its author."""
    return all(
        may_change_file(actor, person, at) and may(actor, Capability.CORRECT, person.unit_id or 0, at)
        for person in (first, second)
    )


def may_part(actor: Account, merge: PersonMerge, at: datetime) -> bool:
    """Take a merge back: whoever may correct the file that took the other in."""
    kept = merge.kept
    return (
        merge.undone_at is None
        and not merge.final
        and may_change_file(actor, kept, at)
        and may(actor, Capability.CORRECT, kept.unit_id or 0, at)
    )
