"""The council of emulation and commendation: who sat in it, how it voted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.commendations.models.dossier import Nominee


@tracked()
class CouncilMeeting(models.Model):
    """A meeting of the council of a unit; its ballots are secret and entered as counts. Owned by `commands.council`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    day = models.DateField(_("ngày họp"))
    place = models.CharField(_("nơi họp"), max_length=200)
    minutes = models.CharField(_("biên bản số"), max_length=120, blank=True)
    closed_at = models.DateTimeField(_("chốt biên bản lúc"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "-day"], name="council_by_unit")]


@tracked()
class CouncilSeat(models.Model):
    """A member of the council on the day of a meeting. Owned by `commands.council`."""

    meeting = models.ForeignKey(CouncilMeeting, models.CASCADE, related_name="seats")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("họ tên"), max_length=120)
    post = models.CharField(_("chức vụ trong hội đồng"), max_length=120, blank=True)
    present = models.BooleanField(_("có mặt"), default=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="council_seat_once")]


@tracked()
class Ballot(models.Model):
    """The count of the secret ballots on one nominee. Owned by `commands.council`."""

    meeting = models.ForeignKey(CouncilMeeting, models.PROTECT, related_name="ballots")
    nominee = models.ForeignKey(Nominee, models.PROTECT, related_name="ballots")
    votes_for = models.PositiveSmallIntegerField(_("phiếu đồng ý"))
    votes_against = models.PositiveSmallIntegerField(_("phiếu không đồng ý"), default=0)
    votes_blank = models.PositiveSmallIntegerField(_("phiếu trắng, không hợp lệ"), default=0)
    passed = models.BooleanField(help_text="by the majority its form asks for, on the day of the meeting")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "nominee"], name="ballot_once"),
            models.CheckConstraint(
                condition=Q(passed=False) | Q(votes_for__gt=0),
                name="ballot_passed_with_votes",
            ),
        ]
