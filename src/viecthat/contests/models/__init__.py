"""Tables of contests."""

from viecthat.contests.models.contest import Category, Contest, Criterion, Prize, Round
from viecthat.contests.models.judging import Juror, Minutes, MinutesLine, Recusal, Score, Vote, VoteCode
from viecthat.contests.models.result import Award, Followed, Promotion
from viecthat.contests.models.submission import Attachment, Entrant, Submission

__all__ = [
    "Attachment",
    "Award",
    "Category",
    "Contest",
    "Criterion",
    "Entrant",
    "Followed",
    "Juror",
    "Minutes",
    "MinutesLine",
    "Prize",
    "Promotion",
    "Recusal",
    "Round",
    "Score",
    "Submission",
    "Vote",
    "VoteCode",
]
