"""Who runs campaigns, keeps teams, calls for volunteers and reads their names."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.plans.rules import may_make_programmes
from viecthat.units.rules import may, reaches
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.campaigns.models import Call, Campaign, Team


def may_run_campaign(actor: Account, unit: int, at: datetime) -> bool:
    """Set a campaign of this unit up: whoever makes its programmes."""
    return may_make_programmes(actor, unit, at)


def units_running(actor: Account, units: Collection[int], at: datetime) -> set[int]:
    """Those of these units for which `may_run_campaign` would say yes: the set for a list. Two queries."""
    if not units:
        return set()
    authority, today = authority_of(actor, at), map_on(localdate(at))
    held = {*authority.units_for(Capability.DECLARE), *authority.units_for(Capability.PLAN)}
    return {unit for unit in units if held and reaches(held, unit, today)}


def is_under(unit: int, top: int, at: datetime) -> bool:
    """Whether the unit stands at or below `top` today."""
    today = map_on(localdate(at))
    here, above = today.stands_at(unit)[0], today.stands_at(top)[0]
    return here is not None and above is not None and today.tree.covers(above, here)


def may_join_campaign(actor: Account, campaign: Campaign, unit: int, at: datetime) -> bool:
    """Form a team or call for volunteers for this unit, of the campaign's own or below."""
    return is_under(unit, campaign.programme.unit_id, at) and may(actor, Capability.RECORD, unit, at)


def may_see_team(actor: Account, team: Team, at: datetime) -> bool:
    """What the team did: everybody over its unit."""
    return may(actor, Capability.SEE, team.unit_id, at)


def may_keep_team(actor: Account, team: Team, at: datetime) -> bool:
    """Put people and activities into the team."""
    return may(actor, Capability.RECORD, team.unit_id, at)


def may_read_members(actor: Account, unit: int, at: datetime) -> bool:
    """Read who is in a team of this unit or answered its call."""
    return may(actor, Capability.FILES, unit, at)


def may_keep_call(actor: Account, call: Call, at: datetime) -> bool:
    """Choose among those who signed up, close the call."""
    return may(actor, Capability.RECORD, call.unit_id, at) and may_read_members(actor, call.unit_id, at)
