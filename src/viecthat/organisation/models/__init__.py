"""Tables of the organisation, split by concept."""

from viecthat.organisation.models.bloc import (
    BlocContract,
    BlocCriterion,
    BlocFlagship,
    BlocProduct,
    BlocRank,
    BlocScore,
    BlocTask,
    BlocTaskProgress,
)
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
from viecthat.organisation.models.setting import UnitKindsUsed
from viecthat.organisation.models.support import UnionSupport

__all__ = [
    "BlocContract",
    "BlocCriterion",
    "BlocFlagship",
    "BlocProduct",
    "BlocRank",
    "BlocScore",
    "BlocTask",
    "BlocTaskProgress",
    "FoundingProposal",
    "GrantEnded",
    "InitiativeYear",
    "MemberMove",
    "PostChange",
    "Reorganisation",
    "ReorganisedUnit",
    "UnionSupport",
    "UnitKindsUsed",
    "UnitRating",
    "UnitScore",
    "WaitingDecision",
]
