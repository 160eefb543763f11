"""What decisions about units did to open ideas and initiatives, so that undoing one finds the way back."""

from django.db import models
from django.db.models import Q

from viecthat.ideas.models.idea import Idea
from viecthat.ideas.models.initiative import Initiative


class Followed(models.Model):
    """An idea or an initiative that followed its unit by a decision.

    unit: where it stood; new_unit: where it stands since. Owned by `commands.following`.
    """

    decision = models.ForeignKey("organisation.Reorganisation", models.PROTECT, related_name="+")
    idea = models.ForeignKey(Idea, models.PROTECT, null=True, blank=True, related_name="followed")
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, blank=True, related_name="followed")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    new_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "idea"], name="idea_follows_once"),
            models.UniqueConstraint(fields=["decision", "initiative"], name="initiative_follows_once"),
            models.CheckConstraint(
                condition=Q(idea__isnull=False, initiative__isnull=True)
                | Q(idea__isnull=True, initiative__isnull=False),
                name="ideas_follow_alone",
            ),
        ]
