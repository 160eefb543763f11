"""What a conference concludes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.conferences.models.conference import Conference


@tracked()
class Conclusion(models.Model):
    """A numbered conclusion; once the conference is concluded it is a task, and what became of it is asked of that.

    Owned by `commands.conclusion`.
    """

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="conclusions")
    number = models.PositiveSmallIntegerField()
    words = models.CharField(_("kết luận"), max_length=500)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    due = models.DateField(_("hạn"))
    evidence = models.CharField(_("minh chứng cần có"), max_length=300, blank=True)
    task = models.OneToOneField("plans.Task", models.PROTECT, null=True, blank=True, related_name="concluded")

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "number"], name="conclusion_number_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="conclusion_numbered_from_one"),
        ]
