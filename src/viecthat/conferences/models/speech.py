"""What is said at a conference: papers, and questions with their answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.conferences.choices import PaperState
from viecthat.conferences.models.conference import Conference


@tracked()
class Paper(models.Model):
    """A paper (tham luận), delivered or handed in. Owned by `commands.speech`."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="papers")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("tên tham luận"), max_length=300)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    speaker = models.CharField(_("người trình bày"), max_length=200, blank=True)
    state = models.CharField(_("tình trạng"), max_length=12, choices=PaperState.choices, default=PaperState.REGISTERED)
    file = models.ForeignKey("files.KeptFile", models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "position"], name="paper_position_once", deferrable=models.Deferrable.DEFERRED
            )
        ]


@tracked()
class Question(models.Model):
    """What somebody said or asked in the discussion, and the answer. Owned by `commands.speech`."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="questions")
    speaker = models.CharField(_("người phát biểu"), max_length=200)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField(_("ý kiến, câu hỏi"))
    answered_by = models.CharField(_("người trả lời"), max_length=200, blank=True)
    answer = models.TextField(_("trả lời, tiếp thu"), blank=True)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
