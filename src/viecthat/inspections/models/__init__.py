"""Tables of inspections, split by concept."""

from viecthat.inspections.models.inspection import Body, Finding, Followed, Inspection, TeamMember, WorkingDay
from viecthat.inspections.models.recommendation import Recommendation, Step

__all__ = [
    "Body",
    "Finding",
    "Followed",
    "Inspection",
    "Recommendation",
    "Step",
    "TeamMember",
    "WorkingDay",
]
