"""Proposals of two units to found a branch together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.organisation.choices import ProposalState
from viecthat.organisation.models import FoundingProposal
from viecthat.units.queries import UnitKind, UnitRow, kinds, units_by_id
from viecthat.units.queries.scope import units_where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viecthat.accounts.models import Account


@dataclass(frozen=True)
class ListedProposal:
    """A proposal with both units, and what the reader may do with it."""

    row: FoundingProposal
    proposer: UnitRow
    host: UnitRow
    kind: UnitKind
    may_answer: bool
    may_decide: bool
    may_withdraw: bool


def proposals_seen(actor: Account, at: datetime) -> QuerySet[FoundingProposal]:
    """Proposals from or to units the actor sees, open ones first, then the newest."""
    scope = units_where(actor, Capability.SEE, at)
    found = FoundingProposal.objects.filter(scope.of("proposer") | scope.of("host"))
    return found.select_related("proposed_by", "reorganisation").order_by("-proposed_on", "-pk")


def proposal_with_id(pk: int, actor: Account, at: datetime) -> FoundingProposal | None:
    """The proposal, for those who see one of its units."""
    return proposals_seen(actor, at).filter(pk=pk).first()


def listed_proposals(rows: Sequence[FoundingProposal], actor: Account, at: datetime) -> list[ListedProposal]:
    """These proposals as a list shows them; as many queries for one as for a page."""
    known, units = kinds(), units_by_id({u for row in rows for u in (row.proposer_id, row.host_id)}, localdate(at))
    accepting = units_where(actor, Capability.ACCEPT, at)
    organising = units_where(actor, Capability.ORGANISE, at)
    proposing = units_where(actor, Capability.DECLARE, at)
    return [
        ListedProposal(
            row=row,
            proposer=units[row.proposer_id],
            host=units[row.host_id],
            kind=known[row.kind],
            may_answer=(
                row.state == ProposalState.PROPOSED and row.host_id in accepting and row.proposed_by_id != actor.pk
            ),
            may_decide=row.state == ProposalState.AGREED and row.host_id in organising,
            may_withdraw=(row.state in {ProposalState.PROPOSED, ProposalState.AGREED} and row.proposer_id in proposing),
        )
        for row in rows
    ]
