"""Tables of works, split by concept."""

from viecthat.works.models.following import Followed
from viecthat.works.models.house import CharityHouse, Household, HouseholdView, HouseMoney, HousePhoto
from viecthat.works.models.relief import ReliefDrive, ReliefItem, ReliefMove, ReliefNeed
from viecthat.works.models.work import (
    ACTUAL,
    PLANNED,
    LaterCheck,
    Recognition,
    WorkActivity,
    WorkInspection,
    WorkMilestone,
    WorkPhoto,
    WorkStep,
    YouthWork,
)

__all__ = [
    "ACTUAL",
    "PLANNED",
    "CharityHouse",
    "Followed",
    "HouseMoney",
    "HousePhoto",
    "Household",
    "HouseholdView",
    "LaterCheck",
    "Recognition",
    "ReliefDrive",
    "ReliefItem",
    "ReliefMove",
    "ReliefNeed",
    "WorkActivity",
    "WorkInspection",
    "WorkMilestone",
    "WorkPhoto",
    "WorkStep",
    "YouthWork",
]
