"""Tables of the bank of ideas and the register of initiatives."""

from viecthat.ideas.models.following import Followed
from viecthat.ideas.models.idea import Backing, Idea, Review, Score, Step, Vote
from viecthat.ideas.models.initiative import Initiative

__all__ = ["Backing", "Followed", "Idea", "Initiative", "Review", "Score", "Step", "Vote"]
