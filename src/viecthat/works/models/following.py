"""What decisions about units did to works, houses and relief under way, so that undoing one finds the way back."""

from django.db import models
from django.db.models import Q

from viecthat.works.models.house import CharityHouse
from viecthat.works.models.relief import ReliefDrive
from viecthat.works.models.work import YouthWork


class Followed(models.Model):
    """A work, a house or a relief drive that followed its unit by a decision.

    unit: where it stood; new_unit: where it stands since. Owned by `commands.following`.
    """

    decision = models.ForeignKey("organisation.Reorganisation", models.PROTECT, related_name="+")
    work = models.ForeignKey(YouthWork, models.PROTECT, null=True, blank=True, related_name="followed")
    house = models.ForeignKey(CharityHouse, models.PROTECT, null=True, blank=True, related_name="followed")
    drive = models.ForeignKey(ReliefDrive, models.PROTECT, null=True, blank=True, related_name="followed")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    new_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "work"], name="work_follows_once"),
            models.UniqueConstraint(fields=["decision", "house"], name="house_follows_once"),
            models.UniqueConstraint(fields=["decision", "drive"], name="drive_follows_once"),
            models.CheckConstraint(
                condition=Q(work__isnull=False, house__isnull=True, drive__isnull=True)
                | Q(work__isnull=True, house__isnull=False, drive__isnull=True)
                | Q(work__isnull=True, house__isnull=True, drive__isnull=False),
                name="works_follow_alone",
            ),
        ]
