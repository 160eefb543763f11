"""Conferences on reviews, a file for each matter."""

from viecthat.conferences.models.award import Award
from viecthat.conferences.models.conclusion import Conclusion
from viecthat.conferences.models.conference import AgendaItem, Conference, ReviewedThere
from viecthat.conferences.models.invitee import Invitee
from viecthat.conferences.models.speech import Paper, Question

__all__ = ["AgendaItem", "Award", "Conclusion", "Conference", "Invitee", "Paper", "Question", "ReviewedThere"]
