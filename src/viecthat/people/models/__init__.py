"""Tables of people, split by concept."""

from viecthat.people.models.account import Invitation, MemberAccount
from viecthat.people.models.asked import Consent, CorrectionRequest, Erasure
from viecthat.people.models.body import Absence, Body, BodySession
from viecthat.people.models.card import MemberCard
from viecthat.people.models.course import (
    CadreCourse,
    CourseAttendance,
    CourseSession,
    SessionAbsence,
    TrainingFigure,
)
from viecthat.people.models.duplicate import NotSame, PersonMerge
from viecthat.people.models.fee import FeeMonth
from viecthat.people.models.fee_closing import FeeClosing, FeeClosingLine
from viecthat.people.models.intake import ColumnHabit, Intake, IntakeRow
from viecthat.people.models.membership import Admission, MemberEvent, Membership, Transfer
from viecthat.people.models.person import FileAccess, Person, SensitiveFacts, Sex
from viecthat.people.models.personnel import PersonnelCall, PersonnelLine, PersonnelReview
from viecthat.people.models.planning import Candidate, Placement
from viecthat.people.models.post import Post, PostMovement, Secondment
from viecthat.people.models.qualification import CadreRating, Qualification
from viecthat.people.models.receipt import FeeReceipt, FeeReceiptLine
from viecthat.people.models.training import MemberYear

__all__ = [
    "Absence",
    "Admission",
    "Body",
    "BodySession",
    "CadreCourse",
    "CadreRating",
    "Candidate",
    "ColumnHabit",
    "Consent",
    "CorrectionRequest",
    "CourseAttendance",
    "CourseSession",
    "Erasure",
    "FeeClosing",
    "FeeClosingLine",
    "FeeMonth",
    "FeeReceipt",
    "FeeReceiptLine",
    "FileAccess",
    "Intake",
    "IntakeRow",
    "Invitation",
    "MemberAccount",
    "MemberCard",
    "MemberEvent",
    "MemberYear",
    "Membership",
    "NotSame",
    "Person",
    "PersonMerge",
    "PersonnelCall",
    "PersonnelLine",
    "PersonnelReview",
    "Placement",
    "Post",
    "PostMovement",
    "Qualification",
    "Secondment",
    "SensitiveFacts",
    "SessionAbsence",
    "Sex",
    "TrainingFigure",
    "Transfer",
]
