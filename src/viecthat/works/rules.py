"""Who may do what with youth works, houses and relief."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.units.rules import may
from viecthat.units.tree import map_on
from viecthat.works.choices import HouseState, WorkSize, WorkState

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.works.models import CharityHouse, ReliefDrive, YouthWork


def superiors_of(unit: int, day: date) -> tuple[int, ...]:
    """The units above the one where `unit` stands on the day, the highest first; empty for the centre."""
    unit_map = map_on(day)
    stands, _how = unit_map.stands_at(unit)
    return tuple(unit_map.tree.ancestors(stands)) if stands is not None else ()


def may_decide_above(actor: Account, unit: int, at: datetime) -> bool:
    """Decide for the superior of this unit; the centre, which has none, decides by its own committee."""
    above = superiors_of(unit, localdate(at))
    return may(actor, Capability.ACCEPT, above[-1] if above else unit, at)


# youth works


def may_register_work(actor: Account, unit: int, at: datetime) -> bool:
    """Register a work of this unit."""
    return may(actor, Capability.RECORD, unit, at)


def may_see_work(actor: Account, work: YouthWork, at: datetime) -> bool:
    """Open the work; a model is open to whoever sees any unit, so that it can be followed."""
    if may(actor, Capability.SEE, work.unit_id, at):
        return True
    return work.model_on is not None and bool(authority_of(actor, at).units_for(Capability.SEE))


def may_keep_work(actor: Account, work: YouthWork, at: datetime) -> bool:
    """Write milestones, money and photos of the work."""
    return may(actor, Capability.RECORD, work.unit_id, at)


def may_answer_plan(actor: Account, work: YouthWork, at: datetime) -> bool:
    """Approve or return the plan: for the superior, and never one's own."""
    waiting = work.state == WorkState.PROPOSED and work.size == WorkSize.WORK
    return waiting and work.registered_by_id != actor.pk and may_decide_above(actor, work.unit_id, at)


def may_inspect_work(actor: Account, work: YouthWork, at: datetime) -> bool:
    """Say what was found on the spot: a verifier over the unit or its superior, never who registered it."""
    if work.state != WorkState.RUNNING or work.registered_by_id == actor.pk:
        return False
    return may(actor, Capability.VERIFY, work.unit_id, at) or may_decide_above(actor, work.unit_id, at)


def may_recognise_work(actor: Account, work: YouthWork, at: datetime) -> bool:
    """A work is recognised by its superior, a task by the unit itself."""
    if work.size == WorkSize.TASK:
        return may(actor, Capability.RECORD, work.unit_id, at)
    return work.registered_by_id != actor.pk and may_decide_above(actor, work.unit_id, at)


def may_withdraw_recognition(actor: Account, work: YouthWork, at: datetime) -> bool:
    """Whoever may recognise and correct the unit's figures."""
    recognised = work.state == WorkState.RECOGNISED
    return recognised and may_recognise_work(actor, work, at) and may(actor, Capability.CORRECT, work.unit_id, at)


# charity houses


def may_see_house(actor: Account, house: CharityHouse, at: datetime) -> bool:
    """Its commune, state and sums: everybody over the unit."""
    return may(actor, Capability.SEE, house.unit_id, at)


def may_keep_house(actor: Account, house: CharityHouse, at: datetime) -> bool:
    """Write means, photos, the hand-over."""
    return may_see_household(actor, house.unit_id, at) and house.state != HouseState.DROPPED


def may_see_household(actor: Account, unit: int, at: datetime) -> bool:
    """Name, address and photos: only who holds a role with the restricted files at the building unit itself.

    Those above need the commune and the sums, not the family.
    """
    unit_map = map_on(localdate(at))
    stands, _how = unit_map.stands_at(unit)
    held = authority_of(actor, at).units_for(Capability.SENSITIVE)
    return stands is not None and any(unit_map.stands_at(one)[0] == stands for one in held)


# relief


def may_see_drive(actor: Account, drive: ReliefDrive, at: datetime) -> bool:
    """Read the drive and its log."""
    return may(actor, Capability.SEE, drive.unit_id, at)


def may_keep_drive(actor: Account, drive: ReliefDrive, at: datetime) -> bool:
    """Write needs, what came in and went out."""
    return drive.closed_on is None and may(actor, Capability.RECORD, drive.unit_id, at)
