"""What people ask for and say of reviews, a file for each matter."""

from viecthat.reviews.forms.audit import AnswerForm, LinesForm, RoundForm
from viecthat.reviews.forms.view import MAPS, OpenForm, ViewForm

__all__ = ["MAPS", "AnswerForm", "LinesForm", "OpenForm", "RoundForm", "ViewForm"]
