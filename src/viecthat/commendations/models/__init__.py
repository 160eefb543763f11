"""Tables of emulation and commendation."""

from viecthat.commendations.models.council import Ballot, CouncilMeeting, CouncilSeat
from viecthat.commendations.models.decision import Commendation, CommendationDecision
from viecthat.commendations.models.dossier import Dossier, DossierStep, Nominee, NomineeFile, Opinion
from viecthat.commendations.models.drive import Criterion, Drive, DriveForm, DriveTarget, HandScore

__all__ = [
    "Ballot",
    "Commendation",
    "CommendationDecision",
    "CouncilMeeting",
    "CouncilSeat",
    "Criterion",
    "Dossier",
    "DossierStep",
    "Drive",
    "DriveForm",
    "DriveTarget",
    "HandScore",
    "Nominee",
    "NomineeFile",
    "Opinion",
]
