"""Who admits, moves and ends memberships."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.catalogue.readers import rows
from viecthat.people.choices.membership import REORGANISED
from viecthat.units.queries.scope import UnitScope, units_where
from viecthat.units.rules import may
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Admission, MemberEvent, Transfer


def holds_members(kind: str) -> bool:
    """Members belong to branches; a unit above has none of its own (catalogue/unit_kinds.yaml)."""
    return kind in kinds_with_members()


@cache
def kinds_with_members() -> frozenset[str]:
    """Codes of the kinds of units of which `holds_members` is true."""
    return frozenset(row["code"] for row in rows("unit_kinds") if row.get("members", False))


def may_keep_members(actor: Account, unit: int, at: datetime) -> bool:
    """Record what happens to the members of this branch."""
    return may(actor, Capability.FILES, unit, at) and may(actor, Capability.RECORD, unit, at)


def may_decide_above(actor: Account, unit: int, at: datetime) -> bool:
    """Decide for the direct superior of this branch: approve an admission, a warning, an expulsion."""
    above = superior_of(unit, at)
    return above is not None and may(actor, Capability.ACCEPT, above, at)


def superior_of(unit: int, at: datetime) -> int | None:
    """The unit right above, on the map of the day of `at`."""
    unit_map = map_on(localdate(at))
    stands, _how = unit_map.stands_at(unit)
    if stands is None:
        return None
    return unit_map.tree.parent(stands)


def may_approve_admission(actor: Account, admission: Admission, at: datetime) -> bool:
    """Approve for the superior; nobody approves the vote they recorded themselves."""
    return admission.voted_recorded_by_id != actor.pk and may_decide_above(actor, admission.unit_id, at)


def may_see_transfer(actor: Account, transfer: Transfer, at: datetime) -> bool:
    """Both sides read the letter; nobody else."""
    sides = {transfer.origin_id, transfer.destination_id, transfer.branch_id} - {None}
    return any(may(actor, Capability.FILES, side, at) for side in sides if side is not None)


def may_receive_transfer(actor: Account, transfer: Transfer, at: datetime) -> bool:
    """Answer for the side the letter is addressed to."""
    return may_keep_members(actor, transfer.destination_id, at)


def may_undo_event(actor: Account, event: MemberEvent, at: datetime) -> bool:
    """Take back what was recorded wrongly; what a decision about units did, only a later one undoes."""
    takes_back_alone = event.undone_at is None and event.kind not in REORGANISED
    return takes_back_alone and may(actor, Capability.CORRECT, event.unit_id, at)


def units_kept(actor: Account, at: datetime) -> UnitScope:
    """The units, ended ones included, for which `may_keep_members` would say yes."""
    return units_where(actor, Capability.RECORD, at) & units_where(actor, Capability.FILES, at)
