"""What the charter asks of a unit that is to be founded, and who proposes one together with another unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from viecthat.accounts.choices import Capability
from viecthat.catalogue.readers import day as day_in, rows
from viecthat.people.rules.membership import holds_members
from viecthat.units.rules import may, may_organise, units_reached

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.organisation.models import FoundingProposal


@dataclass(frozen=True)
class FoundingRule:
    """How many members and branches a new unit has at least, and where that stands."""

    members: int
    branches: int
    article: str
    article_en: str

    @property
    def source(self) -> str:
        """The article in the reader's language."""
        return self.article_en if get_language() == "en" else self.article


def founding_rule(kind: str, day: date) -> FoundingRule | None:
    """What a unit of this kind needs on the day (catalogue/founding_rules.yaml); None when nothing is asked."""
    for row in rows("founding_rules"):
        of_kind = kind in row["kinds"] or ("members" in row["kinds"] and holds_members(kind))
        if of_kind and (day_in(row, "start") or date.min) <= day < (day_in(row, "end") or date.max):
            least, branches = row.get("least_members", 0), row.get("least_branches", 0)
            return FoundingRule(least, branches, row["article"], row["article_en"])
    return None


def place_of_kind(kind: str) -> str:
    """Where branches of the kind live: residence, firm, dormitory, team; empty when the kind doesn't say."""
    return next((row.get("place", "") for row in rows("unit_kinds") if row["code"] == kind), "")


def kinds_at(place: str) -> list[str]:
    """Codes of the kinds of units that live there."""
    return [row["code"] for row in rows("unit_kinds") if row.get("place") == place]


def figure_of_founding(kind: str) -> str:
    """The indicator that founding a unit of the kind adds one to; empty for none."""
    return next((row.get("posts", "") for row in rows("unit_kinds") if row["code"] == kind), "")


def may_propose(actor: Account, proposer: int, at: datetime) -> bool:
    """Propose for this unit that a branch be founded together with another one."""
    return may(actor, Capability.DECLARE, proposer, at)


def may_answer_proposal(actor: Account, proposal: FoundingProposal, at: datetime) -> bool:
    """Agree for the unit where the branch is to stand; nobody agrees to their own proposal."""
    return proposal.proposed_by_id != actor.pk and may(actor, Capability.ACCEPT, proposal.host_id, at)


def may_decide_proposal(actor: Account, proposal: FoundingProposal, at: datetime) -> bool:
    """Found what both units want."""
    return may_organise(actor, proposal.host_id, at)


def units_with_proposals(actor: Account, at: datetime) -> list[int]:
    """The units whose proposals, made or received, the actor may read."""
    return units_reached(actor, Capability.SEE, at)
