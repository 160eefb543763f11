"""Awards handed over on the stage."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.conferences.choices import AwardTo
from viecthat.conferences.models.conference import Conference


@tracked()
class Award(models.Model):
    """One handed over, in the order of the stage. Owned by `commands.award`."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="awards")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("hình thức khen"), max_length=200)
    to = models.CharField(_("tặng cho"), max_length=12, choices=AwardTo.choices, default=AwardTo.COLLECTIVE)
    name = models.CharField(_("tập thể, cá nhân"), max_length=200)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.CharField(_("số quyết định"), max_length=100, blank=True)
    handed_by = models.CharField(_("người trao"), max_length=200, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "position"], name="award_position_once", deferrable=models.Deferrable.DEFERRED
            )
        ]
