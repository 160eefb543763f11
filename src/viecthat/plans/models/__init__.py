"""Directives, terms, targets and shares."""

from viecthat.plans.choices import Cadence, Direction
from viecthat.plans.models.directive import (
    Acknowledgement,
    Clause,
    Delivery,
    Directive,
    DirectiveFile,
    DirectiveLink,
    NumberingRule,
    Task,
    Term,
)
from viecthat.plans.models.sharing import Share, Sharing, SharingRun, Undertaking
from viecthat.plans.models.target import Explanation, Target

__all__ = [
    "Acknowledgement",
    "Cadence",
    "Clause",
    "Delivery",
    "Direction",
    "Directive",
    "DirectiveFile",
    "DirectiveLink",
    "Explanation",
    "NumberingRule",
    "Share",
    "Sharing",
    "SharingRun",
    "Target",
    "Task",
    "Term",
    "Undertaking",
]
