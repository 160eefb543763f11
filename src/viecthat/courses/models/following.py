"""What decisions about units did to open courses and clubs, so that undoing one finds the way back."""

from django.db import models
from django.db.models import Q

from viecthat.courses.models.club import Club
from viecthat.courses.models.course import Course


class Followed(models.Model):
    """A course or a club that followed its unit by a decision.

    unit: where it stood; new_unit: where it stands since. Owned by `commands.following`.
    """

    decision = models.ForeignKey("organisation.Reorganisation", models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, models.PROTECT, null=True, blank=True, related_name="followed")
    club = models.ForeignKey(Club, models.PROTECT, null=True, blank=True, related_name="followed")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    new_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "course"], name="course_course_follows_once"),
            models.UniqueConstraint(fields=["decision", "club"], name="course_club_follows_once"),
            models.CheckConstraint(
                condition=Q(course__isnull=False, club__isnull=True) | Q(course__isnull=True, club__isnull=False),
                name="course_follows_alone",
            ),
        ]
