"""Tables of activities, split by concept."""

from viecthat.activities.models.activity import Activity, ActivityPosting, ActivityProgramme
from viecthat.activities.models.checking import Check, CheckRound, Verification
from viecthat.activities.models.guardian import GuardianConsent
from viecthat.activities.models.joint import ActivityPartner, OutsidePartner
from viecthat.activities.models.kind import ActivityKind, KindVersion
from viecthat.activities.models.presence import Apology, Presence, PresentGroup, RollCall, TookPart
from viecthat.activities.models.proof import Evidence, Participation

__all__ = [
    "Activity",
    "ActivityKind",
    "ActivityPartner",
    "ActivityPosting",
    "ActivityProgramme",
    "Apology",
    "Check",
    "CheckRound",
    "Evidence",
    "GuardianConsent",
    "KindVersion",
    "OutsidePartner",
    "Participation",
    "Presence",
    "PresentGroup",
    "RollCall",
    "TookPart",
    "Verification",
]
