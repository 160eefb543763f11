"""Tables of the library and of quizzes, split by concept."""

from viecthat.learning.models.following import Followed
from viecthat.learning.models.library import Commitment, ConductCheck, Material
from viecthat.learning.models.quiz import Attempt, Question, Quiz

__all__ = ["Attempt", "Commitment", "ConductCheck", "Followed", "Material", "Question", "Quiz"]
