"""What a unit says to a doubt about its report."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked


@tracked()
class DoubtAnswer(models.Model):
    """The unit's answer to one question; `key` is the doubt's, the same when it is asked again. Owned by
    `commands.doubt`.

    The question itself is worked out anew each time and kept only in an edition.
    """

    report = models.ForeignKey("reporting.Report", models.CASCADE, related_name="doubt_answers")
    key = models.CharField(max_length=300)
    answer = models.CharField(_("trả lời"), max_length=1000)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="doubt_answered_once"),
            models.CheckConstraint(
                condition=~Q(answer=""),
                name="doubt_answer_says_something",
                violation_error_message=_("Ghi câu trả lời."),
            ),
        ]
