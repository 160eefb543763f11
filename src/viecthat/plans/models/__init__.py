"""Directives, terms, targets, shares, programmes and registers."""

from viecthat.plans.choices import Cadence, Direction
from viecthat.plans.models.dialogue import (
    Dialogue,
    DialogueAnswer,
    DialogueFile,
    DialogueParty,
    DialogueQuestion,
)
from viecthat.plans.models.directive import (
    Acknowledgement,
    Clause,
    Delivery,
    Directive,
    DirectiveFile,
    DirectiveLink,
    NumberingRule,
    Term,
)
from viecthat.plans.models.judging import JudgingRule
from viecthat.plans.models.notice import CalendarKey, Notice, ReminderSetting
from viecthat.plans.models.programme import (
    Alignment,
    ItemTarget,
    Programme,
    ProgrammeItem,
    ProgrammeLink,
    ProgrammeMilestone,
    ProgrammeStage,
    ProgressNote,
    Resource,
    Served,
    YearTheme,
)
from viecthat.plans.models.register import Advice, BaseVisit, Coordination, CoordinationResult
from viecthat.plans.models.session import SessionFile, SessionParty, SessionPoint, WorkingSession
from viecthat.plans.models.sharing import Share, Sharing, SharingRun, Undertaking
from viecthat.plans.models.target import Explanation, Target
from viecthat.plans.models.task import Milestone, Task, TaskFile, TaskStep, TaskUnit

__all__ = [
    "Acknowledgement",
    "Advice",
    "Alignment",
    "BaseVisit",
    "Cadence",
    "CalendarKey",
    "Clause",
    "Coordination",
    "CoordinationResult",
    "Delivery",
    "Dialogue",
    "DialogueAnswer",
    "DialogueFile",
    "DialogueParty",
    "DialogueQuestion",
    "Direction",
    "Directive",
    "DirectiveFile",
    "DirectiveLink",
    "Explanation",
    "ItemTarget",
    "JudgingRule",
    "Milestone",
    "Notice",
    "NumberingRule",
    "Programme",
    "ProgrammeItem",
    "ProgrammeLink",
    "ProgrammeMilestone",
    "ProgrammeStage",
    "ProgressNote",
    "ReminderSetting",
    "Resource",
    "Served",
    "SessionFile",
    "SessionParty",
    "SessionPoint",
    "Share",
    "Sharing",
    "SharingRun",
    "Target",
    "Task",
    "TaskFile",
    "TaskStep",
    "TaskUnit",
    "Term",
    "Undertaking",
    "WorkingSession",
    "YearTheme",
]
