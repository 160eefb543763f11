"""What superiors said of a review; once signed, it stands."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.reviews.models.review import Review


class AppraisalLine(models.TextChoices):
    """Which of the two lines above a unit the words come down."""

    UNION = "union", _("Đoàn cấp trên")
    PARTY = "party", _("cấp ủy, chính quyền cùng cấp")


class Appraisal(models.Model):
    """A superior's remarks on a review, signed. Owned by `commands.appraisal`.

    `unit`: the unit above for which they were written; for words of the Party or the authorities of the same level,
    the unit reviewed, which kept the paper they stand in. A correction is a new one that `corrects` it.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="appraisals")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    line = models.CharField(max_length=6, choices=AppraisalLine.choices, default=AppraisalLine.UNION)
    said_by = models.CharField(_("người nhận xét"), max_length=200)
    post = models.CharField(_("chức vụ"), max_length=200)
    day = models.DateField(_("ngày nhận xét"))
    words = models.TextField(_("đánh giá chung"))
    exceeded = models.TextField(_("nội dung vượt, đạt mục tiêu"), blank=True)
    notable = models.TextField(_("điểm nhấn"), blank=True)
    direction = models.TextField(_("định hướng lâu dài"), blank=True)
    paper = models.ForeignKey("files.KeptFile", models.PROTECT, null=True, blank=True, related_name="+")
    paper_name = models.CharField(max_length=200, blank=True)
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        error_messages={"unique": _("Nhận xét này đã có bản đính chính; đính chính bản mới nhất.")},
    )
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["review", "day"], name="appraisal_of_review")]
        constraints = [
            models.CheckConstraint(
                condition=Q(line="union") | Q(paper__isnull=False),
                name="appraisal_of_party_on_paper",
                violation_error_message=_("Ý kiến của cấp ủy, chính quyền phải kèm văn bản."),
            ),
            models.CheckConstraint(condition=~Q(corrects=F("id")), name="appraisal_corrects_another"),
        ]
        triggers = [pgtrigger.Protect(name="appraisal_kept", operation=pgtrigger.Update | pgtrigger.Delete)]
