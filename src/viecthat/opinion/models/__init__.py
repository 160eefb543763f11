"""Tables of consultations and surveys, split by concept."""

from viecthat.opinion.models.consultation import Clause, Comment, Draft, Followed, Opinion
from viecthat.opinion.models.survey import Code, Invited, Question, Sheet, Stratum, Survey

__all__ = [
    "Clause",
    "Code",
    "Comment",
    "Draft",
    "Followed",
    "Invited",
    "Opinion",
    "Question",
    "Sheet",
    "Stratum",
    "Survey",
]
