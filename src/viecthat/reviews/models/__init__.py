"""What a review leaves behind, a file for each matter."""

from viecthat.reviews.models.audit import AuditLine, AuditRound, AuditState, ProposedChange, TargetAudit
from viecthat.reviews.models.bloc import BlocReviewTask
from viecthat.reviews.models.content import ContentLang, KeyTask, ReviewSection
from viecthat.reviews.models.criteria import DepartmentLevel, DepartmentScore, OfficeCriteria, OfficeCriterion
from viecthat.reviews.models.directive import DirectivePart, DirectiveWords
from viecthat.reviews.models.review import Review, ReviewKind
from viecthat.reviews.models.subscription import ReviewSubscription

__all__ = [
    "AuditLine",
    "AuditRound",
    "AuditState",
    "BlocReviewTask",
    "ContentLang",
    "DepartmentLevel",
    "DepartmentScore",
    "DirectivePart",
    "DirectiveWords",
    "KeyTask",
    "OfficeCriteria",
    "OfficeCriterion",
    "ProposedChange",
    "Review",
    "ReviewKind",
    "ReviewSection",
    "ReviewSubscription",
    "TargetAudit",
]
