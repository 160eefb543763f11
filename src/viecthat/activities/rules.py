"""Who records work, who checks it, who sees its proof."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.activities.choices import COUNTED, TAKEN_BACK, State
from viecthat.units.rules import may
from viecthat.units.tree import map_on, tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.activities.models import Activity


def may_record_activity(actor: Account, unit: int, at: datetime) -> bool:
    """Record work of this unit."""
    return may(actor, Capability.RECORD, unit, at)


def may_see_activity(actor: Account, activity: Activity, at: datetime) -> bool:
    """Open the activity, its people and its photos."""
    return may(actor, Capability.SEE, activity.unit_id, at)


def may_know_activity(actor: Account, activity: Activity, partners: Iterable[int], at: datetime) -> bool:
    """Learn what was done and what came of it: also those over a unit that took part. Names and photos stay apart."""
    return may_see_activity(actor, activity, at) or any(may(actor, Capability.SEE, unit, at) for unit in partners)


def may_verify_activity(actor: Account, activity: Activity, at: datetime) -> bool:
    """Check somebody else's work; nobody verifies their own."""
    recorded = activity.state == State.RECORDED
    return recorded and activity.recorded_by_id != actor.pk and may(actor, Capability.VERIFY, activity.unit_id, at)


def may_cancel_activity(actor: Account, activity: Activity, at: datetime) -> bool:
    """Take the activity back with a reason."""
    return activity.state not in TAKEN_BACK and may(actor, Capability.CORRECT, activity.unit_id, at)


def may_restore_activity(actor: Account, activity: Activity, at: datetime) -> bool:
    """Take its cancellation back: who may cancel it."""
    return activity.state == State.CANCELLED and may(actor, Capability.CORRECT, activity.unit_id, at)


def may_correct_activity(actor: Account, activity: Activity, at: datetime) -> bool:
    """Set right what was recorded; of planned work, say what came of it."""
    if activity.state == State.PLANNED:
        return may_record_activity(actor, activity.unit_id, at)
    return may_cancel_activity(actor, activity, at)


def may_document_activity(actor: Account, activity: Activity, at: datetime) -> bool:
    """Add photos and names to what was recorded."""
    return activity.state in COUNTED and may(actor, Capability.RECORD, activity.unit_id, at)


def may_arrange_activity(actor: Account, activity: Activity, at: datetime) -> bool:
    """Agree with the units that do it together, planned or done."""
    return activity.state not in TAKEN_BACK and may(actor, Capability.RECORD, activity.unit_id, at)


def may_answer_for(actor: Account, unit: int, at: datetime) -> bool:
    """Say for a unit that it took part in another's work, or did not."""
    return may(actor, Capability.RECORD, unit, at)


def may_take_part_in(actor: Account, superior: Activity, unit: int, at: datetime) -> bool:
    """Record work of `unit` as its part in this activity: one of a unit above it."""
    tree = tree_on(localdate(at))
    above = unit in tree and superior.unit_id in tree.ancestors(unit)
    return above and superior.state not in TAKEN_BACK and may_record_activity(actor, unit, at)


def stands_above(actor: Account, unit: int, at: datetime) -> bool:
    """Whether the actor may verify here by a role at a unit above it, not by one at the unit itself."""
    today = map_on(localdate(at))
    stands, _how = today.stands_at(unit)
    if stands is None:
        return False
    held = {today.stands_at(one)[0] for one in authority_of(actor, at).units_for(Capability.VERIFY)}
    return any(above in held for above in today.tree.ancestors(stands))


def may_draw_checks(actor: Account, unit: int, at: datetime) -> bool:
    """Draw a list of work below the unit to be checked."""
    return may(actor, Capability.VERIFY, unit, at)


def may_answer_check(actor: Account, activity: Activity, at: datetime) -> bool:
    """Answer for the unit what a check found, also where its work was rejected."""
    return may_record_activity(actor, activity.unit_id, at)


def may_keep_kinds(actor: Account, at: datetime) -> bool:
    """Add kinds of work and change what they ask for: those who plan for the whole organisation."""
    roots = set(tree_on(localdate(at)).roots)
    return bool(roots & set(authority_of(actor, at).units_for(Capability.PLAN)))
