"""Recommendations of an inspection: to whom, by when, what was answered, until they are carried out."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.inspections.choices import RecommendationState
from viecthat.inspections.models.inspection import Finding, Inspection


@tracked()
class Recommendation(models.Model):
    """What a unit of the Union or another body is asked to do by a day. Owned by `commands.recommendation`."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="recommendations")
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, blank=True, related_name="recommendations")
    to_unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    to = models.CharField(_("gửi tới"), max_length=200)
    words = models.TextField(_("kiến nghị"), max_length=2000)
    folded = models.TextField(help_text="kernel.names.fold of to and words")
    due = models.DateField(_("hạn thực hiện"))
    state = models.CharField(max_length=12, choices=RecommendationState.choices, default=RecommendationState.OPEN)
    made_on = models.DateField(null=True, blank=True, help_text="of the conclusion; none: not told to anybody yet")
    done_on = models.DateField(_("ngày thực hiện xong"), null=True, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["to_unit", "due"], name="recommendation_by_unit_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RecommendationState.DONE) ^ Q(done_on__isnull=True),
                name="recommendation_done_on_a_day",
                violation_error_message=_("Đã thực hiện thì ghi ngày."),
            )
        ]

    def __str__(self) -> str:
        return self.words[:80]


@tracked()
class Step(models.Model):
    """What happened to a recommendation: answered, sent back, done, dropped. Owned by `commands.recommendation`."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=RecommendationState.choices)
    day = models.DateField(_("ngày"))
    words = models.TextField(_("nội dung"), max_length=3000)
    file = models.ForeignKey("files.KeptFile", models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
