"""Working sessions and what they leave behind: conclusions, instructions, obstacles with their decisions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.plans.choices import PointKind


@tracked()
class WorkingSession(models.Model):
    """A body works with a unit: who, when, on what. `unit` keeps the record. Owned by `commands.session`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    title = models.CharField(_("nội dung buổi làm việc"), max_length=300)
    held_on = models.DateField(_("ngày"))
    begins = models.TimeField(_("giờ"), null=True, blank=True)
    place = models.CharField(_("nơi họp"), max_length=200, blank=True)
    chairs = models.CharField(_("chủ trì"), max_length=300)
    guests = models.CharField(_("thành phần ngoài các đơn vị"), max_length=500, blank=True)
    agenda = models.TextField(_("chương trình"), blank=True)
    revision = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "-held_on"], name="session_of_unit")]

    def __str__(self) -> str:
        return self.title


@tracked()
class SessionParty(models.Model):
    """A unit that takes part. Owned by `commands.session`."""

    session = models.ForeignKey(WorkingSession, models.CASCADE, related_name="parties")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "unit"], name="session_party_once")]


class SessionFile(models.Model):
    """A paper of the session. Owned by `commands.session`."""

    session = models.ForeignKey(WorkingSession, models.CASCADE, related_name="papers")
    file = models.ForeignKey("files.KeptFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "file"], name="session_file_once")]


@tracked()
class SessionPoint(models.Model):
    """A conclusion, a leader's instruction, or an obstacle that `unit` met; tasks are made of it.

    Without a session it was said, or raised, outside of one. Owned by `commands.session`.
    """

    session = models.ForeignKey(WorkingSession, models.PROTECT, null=True, blank=True, related_name="points")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=PointKind.choices)
    day = models.DateField(_("ngày"))
    words = models.TextField(_("nội dung"))
    said_by = models.CharField(_("người nói"), max_length=200, blank=True)
    decision = models.TextField(_("cách tháo gỡ"), blank=True)
    decided_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "kind", "-day"], name="point_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_on=None) | (~Q(decision="") & Q(decided_on__isnull=False)),
                name="point_decided_with_day",
                violation_error_message=_("Cách tháo gỡ phải có ngày quyết định."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="instruction") | ~Q(said_by=""),
                name="instruction_has_a_speaker",
                violation_error_message=_("Ghi ai đã chỉ đạo."),
            ),
        ]
