"""Which forms of commendation there are, and who calls, proposes, passes on, decides and reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import Q

from viecthat.accounts.choices import Capability
from viecthat.catalogue.readers import day as day_in, rows, setting_on
from viecthat.commendations.choices import MAY_CHANGE, DossierState
from viecthat.people.rules.training import Named
from viecthat.plans.rules import may_see_programmes, units_planning_seen
from viecthat.units.queries.scope import units_where
from viecthat.units.rules import may
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.commendations.models import Commendation, CommendationDecision, Dossier, Drive

_LEVELS = {str(row["code"]): int(row["level"]) for row in rows("unit_kinds")}


@dataclass(frozen=True)
class FormKind(Named):
    """A form of commendation or an emulation title, as the catalogue has it.

    `levels` of the units that give it; `majority`: more than so many of a hundred of the council.
    """

    is_title: bool
    to: tuple[str, ...]
    levels: tuple[int, ...]
    counts: str
    paper: str
    once: bool
    again_months: int
    majority: int
    source: str
    start: date
    end: date

    def holds_on(self, day: date) -> bool:
        """Whether it is given on the day."""
        return self.start <= day < self.end


@cache
def form_kinds() -> Mapping[str, FormKind]:
    """Every form, by code, in the order of the catalogue; those no longer given too."""
    return {
        row["code"]: FormKind(
            row["code"], row["name"], row["name_en"], row["kind"] == "title", tuple(row["to"]), tuple(row["levels"]),
            row["counts"], row["paper"], bool(row.get("once")), int(row["again_months"]), int(row["majority"]),
            row["source"], day_in(row, "start") or date.min, day_in(row, "end") or date.max,
        )
        for row in rows("commendation_forms")
    }  # fmt: skip


def level_of(kind: str) -> int:
    """The level of a kind of unit; 0 for one the catalogue does not know."""
    return _LEVELS.get(kind, 0)


def forms_given_by(kind: str, day: date) -> dict[str, FormKind]:
    """What a unit of this kind may give on the day, by code."""
    level = level_of(kind)
    return {code: form for code, form in form_kinds().items() if level in form.levels and form.holds_on(day)}


def quorum_of(members: int, day: date) -> int:
    """How many of the council must be present; rounded up."""
    share = setting_on("commendation_rules", "quorum", day)
    return -(-members * share // 100)


def passes(votes_for: int, members: int, form: FormKind) -> bool:
    """More than the majority of all members of the council, not only of those present."""
    return votes_for * 100 > members * form.majority


# drives


def may_call_drive(actor: Account, unit: int, at: datetime) -> bool:
    """Call for commendation, set quotas and criteria: whoever plans for the unit, or takes in its reports."""
    return may(actor, Capability.PLAN, unit, at) or may(actor, Capability.ACCEPT, unit, at)


def may_see_drive(actor: Account, drive: Drive, at: datetime) -> bool:
    """Those of the unit, above it and below it: as its programmes."""
    return may_see_programmes(actor, drive.unit_id, at)


def drives_visible(actor: Account, at: datetime) -> Q:
    """Drives of units in reach and of those above."""
    return units_planning_seen(actor, at).of("unit")


# dossiers


def may_propose(actor: Account, unit: int, at: datetime) -> bool:
    """Open a dossier for this unit."""
    return may(actor, Capability.RECORD, unit, at)


def may_see_dossier(actor: Account, dossier: Dossier, at: datetime) -> bool:
    """The proposing unit and those above it who read files: achievements name people."""
    return may(actor, Capability.FILES, dossier.unit_id, at)


def dossiers_visible(actor: Account, at: datetime) -> Q:
    """The set of `may_see_dossier`."""
    return units_where(actor, Capability.FILES, at).of("unit")


def may_change_dossier(actor: Account, dossier: Dossier, at: datetime) -> bool:
    """Write in it: the proposing unit, before it is sent or after it was returned."""
    return dossier.state in MAY_CHANGE and may_propose(actor, dossier.unit_id, at)


def may_pass_on(actor: Account, dossier: Dossier, at: datetime) -> bool:
    """Give the desk's opinion and send it on or back: never who opened it."""
    waiting = dossier.state == DossierState.SENT
    return waiting and dossier.opened_by_id != actor.pk and may(actor, Capability.ACCEPT, dossier.desk_id, at)


def may_recall_dossier(actor: Account, dossier: Dossier, at: datetime) -> bool:
    """Call it back while it is looked at: the proposing unit. On whose desk it lies returns it instead."""
    proposes = dossier.state == DossierState.SENT and may_propose(actor, dossier.unit_id, at)
    return proposes and not may_pass_on(actor, dossier, at)


# council, decisions, the book


def may_decide(actor: Account, unit: int, at: datetime) -> bool:
    """Write the council's meetings and the unit's decisions."""
    return may(actor, Capability.ACCEPT, unit, at)


def may_see_meeting(actor: Account, unit: int, at: datetime) -> bool:
    """Read how the council of this unit voted: the unit and those above it."""
    return may(actor, Capability.SEE, unit, at)


def meetings_visible(actor: Account, at: datetime) -> Q:
    """The set of `may_see_meeting`."""
    return units_where(actor, Capability.SEE, at).of("unit")


def may_see_decision(actor: Account, decision: CommendationDecision, at: datetime) -> bool:
    """Decisions are public within the Union: those of the unit, above it and below it."""
    return may_see_programmes(actor, decision.unit_id, at)


def book_visible(actor: Account, at: datetime) -> Q:
    """Lines of the book: given to units in reach, or given by units whose decisions one may see."""
    return units_where(actor, Capability.SEE, at).of("home") | units_planning_seen(actor, at).of("giver")


def may_see_commendation(actor: Account, row: Commendation, at: datetime) -> bool:
    """One line of the book."""
    return may(actor, Capability.SEE, row.home_id, at) or may_see_programmes(actor, row.giver_id, at)


def path_up(unit: int, decider: int, day: date) -> tuple[int, ...]:
    """The desks a dossier of `unit` goes over, the lowest first, `decider` last; itself alone when it decides.

    Empty when the unit does not stand at or below the decider.
    """
    today = map_on(day)
    here, top = today.stands_at(unit)[0], today.stands_at(decider)[0]
    if here is None or top is None or not today.tree.covers(top, here):
        return ()
    above = tuple(reversed(today.tree.ancestors(here)))
    return (top,) if here == top else above[: above.index(top) + 1]
