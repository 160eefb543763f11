"""What decisions about units did to quizzes that go on, so that undoing one finds the way back."""

from django.db import models

from viecthat.learning.models.quiz import Quiz


class Followed(models.Model):
    """A quiz that followed its unit by a decision. unit: where it stood; new_unit: where it stands since.

    Owned by `commands.following`.
    """

    decision = models.ForeignKey("organisation.Reorganisation", models.PROTECT, related_name="+")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="followed")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    new_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "quiz"], name="quiz_follows_once")]
