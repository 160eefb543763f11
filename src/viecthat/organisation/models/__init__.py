"""Tables of the organisation, split by concept."""

from viecthat.organisation.models.founding import FoundingProposal
from viecthat.organisation.models.initiative import InitiativeYear
from viecthat.organisation.models.rating import UnitRating, UnitScore
from viecthat.organisation.models.reorganisation import (
    GrantEnded,
    MemberMove,
    PostChange,
    Reorganisation,
    ReorganisedUnit,
    WaitingDecision,
)

__all__ = [
    "FoundingProposal",
    "GrantEnded",
    "InitiativeYear",
    "MemberMove",
    "PostChange",
    "Reorganisation",
    "ReorganisedUnit",
    "UnitRating",
    "UnitScore",
    "WaitingDecision",
]
