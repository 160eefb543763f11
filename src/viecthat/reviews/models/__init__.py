"""What a review leaves behind, a file for each matter."""

from viecthat.reviews.models.audit import AuditLine, AuditRound, AuditState, ProposedChange, TargetAudit
from viecthat.reviews.models.review import Review, ReviewKind

__all__ = [
    "AuditLine",
    "AuditRound",
    "AuditState",
    "ProposedChange",
    "Review",
    "ReviewKind",
    "TargetAudit",
]
