"""Tables of congresses, by matter."""

from viecthat.congress.models.ballot import Ballot, Candidate
from viecthat.congress.models.congress import AgendaItem, Congress, CongressPaper, Followed, Stage, Step
from viecthat.congress.models.delegate import ALPHABET, Delegate, Quota
from viecthat.congress.models.publicity import Celebration, PublicityItem

__all__ = [
    "ALPHABET",
    "AgendaItem",
    "Ballot",
    "Candidate",
    "Celebration",
    "Congress",
    "CongressPaper",
    "Delegate",
    "Followed",
    "PublicityItem",
    "Quota",
    "Stage",
    "Step",
]
