"""Tables of support for youth, split by concept."""

from viecthat.support.models.care import Care
from viecthat.support.models.career import AdviceCase, AdviceSession, Partner, Placement
from viecthat.support.models.following import Followed
from viecthat.support.models.loan import Loan, LoanGroup, Repayment
from viecthat.support.models.project import Founder, Project, ProjectSupport, StageStep
from viecthat.support.models.shared import Look

__all__ = [
    "AdviceCase",
    "AdviceSession",
    "Care",
    "Followed",
    "Founder",
    "Loan",
    "LoanGroup",
    "Look",
    "Partner",
    "Placement",
    "Project",
    "ProjectSupport",
    "Repayment",
    "StageStep",
]
