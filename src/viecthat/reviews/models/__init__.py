"""What a review leaves behind, a file for each matter."""

from viecthat.reviews.models.appraisal import Appraisal, AppraisalLine
from viecthat.reviews.models.audit import AuditLine, AuditRound, AuditState, ProposedChange, TargetAudit
from viecthat.reviews.models.bloc import BlocReviewTask
from viecthat.reviews.models.content import ContentLang, KeyTask, ReviewSection
from viecthat.reviews.models.criteria import DepartmentLevel, DepartmentScore, OfficeCriteria, OfficeCriterion
from viecthat.reviews.models.directive import DirectivePart, DirectiveWords
from viecthat.reviews.models.document import AT_WORK, DocumentOrder, OrderState, WordTemplate
from viecthat.reviews.models.extract import ExtractState, PressExtract
from viecthat.reviews.models.limit import (
    STILL_THERE,
    CauseKind,
    Limit,
    LimitFile,
    LimitState,
    LimitStep,
    LimitStepKind,
)
from viecthat.reviews.models.proposal import (
    ANSWERS,
    WAITING,
    CarriedItem,
    Carrying,
    Followed,
    Proposal,
    ProposalState,
    ProposalStep,
    ProposalStepKind,
)
from viecthat.reviews.models.review import Review, ReviewKind
from viecthat.reviews.models.subscription import ReviewSubscription

__all__ = [
    "ANSWERS",
    "AT_WORK",
    "STILL_THERE",
    "WAITING",
    "Appraisal",
    "AppraisalLine",
    "AuditLine",
    "AuditRound",
    "AuditState",
    "BlocReviewTask",
    "CarriedItem",
    "Carrying",
    "CauseKind",
    "ContentLang",
    "DepartmentLevel",
    "DepartmentScore",
    "DirectivePart",
    "DirectiveWords",
    "DocumentOrder",
    "ExtractState",
    "Followed",
    "KeyTask",
    "Limit",
    "LimitFile",
    "LimitState",
    "LimitStep",
    "LimitStepKind",
    "OfficeCriteria",
    "OfficeCriterion",
    "OrderState",
    "PressExtract",
    "Proposal",
    "ProposalState",
    "ProposalStep",
    "ProposalStepKind",
    "ProposedChange",
    "Review",
    "ReviewKind",
    "ReviewSection",
    "ReviewSubscription",
    "TargetAudit",
    "WordTemplate",
]
