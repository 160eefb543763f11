"""Reviews that were held or are being prepared."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked


class ReviewKind(models.TextChoices):
    HALF_YEAR = "half_year", _("Sơ kết 6 tháng")
    YEAR = "year", _("Tổng kết năm")
    SCHOOL_YEAR = "school_year", _("Tổng kết năm học")
    MID_TERM = "mid_term", _("Sơ kết giữa nhiệm kỳ")
    TERM = "term", _("Tổng kết nhiệm kỳ")
    THEMATIC = "thematic", _("Sơ kết chuyên đề")
    CAMPAIGN = "campaign", _("Tổng kết chiến dịch")
    WORKING = "working", _("Buổi làm việc với đơn vị")


@tracked(exclude=["folded"])
class Review(models.Model):
    """A review a unit holds: its name, span and conference. Its figures are asked for, never stored.

    Owned by `commands.review` and `commands.opening`.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=12, choices=ReviewKind.choices)
    title = models.CharField(_("tên"), max_length=200)
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến trước ngày"))
    conference_on = models.DateField(_("ngày hội nghị"), null=True, blank=True)
    directives = models.ManyToManyField("plans.Directive", related_name="+", blank=True)
    # Of an emulation bloc: held by the unit that leads it, over all its members.
    bloc = models.ForeignKey("units.Bloc", models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    folded = models.CharField(max_length=200, blank=True, help_text="the name for searching, without marks")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "slug"],
                name="review_once",
                violation_error_message=_("Đơn vị đã mở cuộc sơ kết, tổng kết này."),
            ),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="review_ends_after_start",
                violation_error_message=_("Kỳ phải kết thúc sau khi bắt đầu."),
            ),
            models.UniqueConstraint(
                fields=["bloc", "start", "end"],
                name="review_of_bloc_once",
                violation_error_message=_("Khối, cụm đã có cuộc sơ kết, tổng kết kỳ này."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def last_day(self) -> date:
        """The last day of the review's period."""
        return self.end - timedelta(days=1)
