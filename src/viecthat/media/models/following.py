"""What decisions about units did to channels and series that go on, so that undoing one finds the way back."""

from django.db import models
from django.db.models import Q

from viecthat.media.models.channel import Channel
from viecthat.media.models.series import Series


class Followed(models.Model):
    """A channel or a series that followed its unit by a decision.

    unit: where it stood; new_unit: where it stands since. Owned by `commands.following`.
    """

    decision = models.ForeignKey("organisation.Reorganisation", models.PROTECT, related_name="+")
    channel = models.ForeignKey(Channel, models.PROTECT, null=True, blank=True, related_name="followed")
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="followed")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    new_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "channel"], name="channel_follows_once"),
            models.UniqueConstraint(fields=["decision", "series"], name="series_follows_once"),
            models.CheckConstraint(
                condition=Q(channel__isnull=False, series__isnull=True) | Q(channel__isnull=True, series__isnull=False),
                name="media_follow_alone",
            ),
        ]
