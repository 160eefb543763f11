"""Tables of inspections, split by concept."""

from viecthat.inspections.models.group import ExternalGroup, GroupMeeting
from viecthat.inspections.models.inspection import (
    Body,
    EarlierConclusion,
    Finding,
    Followed,
    Inspection,
    TeamMember,
    WorkingDay,
)
from viecthat.inspections.models.recommendation import Recommendation, Step

__all__ = [
    "Body",
    "EarlierConclusion",
    "ExternalGroup",
    "Finding",
    "Followed",
    "GroupMeeting",
    "Inspection",
    "Recommendation",
    "Step",
    "TeamMember",
    "WorkingDay",
]
