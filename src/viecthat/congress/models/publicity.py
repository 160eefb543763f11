"""What goes round a congress or a great day: items by channel, who does them by when, what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.congress.choices import Channel
from viecthat.congress.models.congress import Congress


@tracked()
class Celebration(models.Model):
    """A unit marks an anniversary in a year. Owned by `commands.publicity`.

    `key` names a great day of the catalogue (`national_days`, its month and day), empty for a day of the unit's own.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    key = models.CharField(max_length=8, blank=True, help_text="MM-DD of catalogue/national_days.yaml")
    name = models.CharField(_("kỷ niệm"), max_length=200)
    folded = models.CharField(max_length=200)
    day = models.DateField(_("ngày kỷ niệm"))
    since = models.PositiveSmallIntegerField(_("tính từ năm"))
    goal = models.CharField(_("mục đích, yêu cầu"), max_length=1000, blank=True)
    result = models.TextField(_("đánh giá chung"), max_length=2000, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "folded", "day"],
                name="celebration_once",
                violation_error_message=_("Đơn vị đã có kế hoạch cho ngày kỷ niệm này."),
            ),
            models.CheckConstraint(
                condition=Q(day__year__gt=F("since")),
                name="celebration_after_since",
                violation_error_message=_("Năm được kỷ niệm phải trước năm tổ chức."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def years(self) -> int:
        """Which anniversary it is."""
        return int(self.day.year - self.since)


@tracked()
class PublicityItem(models.Model):
    """One item of a congress's publicity or of the plan for a great day. Owned by `commands.publicity`."""

    congress = models.ForeignKey(Congress, models.PROTECT, null=True, blank=True, related_name="publicity")
    celebration = models.ForeignKey(Celebration, models.PROTECT, null=True, blank=True, related_name="items")
    channel = models.CharField(_("kênh, hình thức"), max_length=12, choices=Channel.choices)
    words = models.CharField(_("nội dung"), max_length=300)
    who = models.CharField(_("ai làm"), max_length=200)
    start = models.DateField(_("từ ngày"))
    due = models.DateField(_("xong trước hết ngày"))
    done_on = models.DateField(_("xong ngày"), null=True, blank=True)
    result = models.CharField(_("kết quả"), max_length=500, blank=True)
    reach = models.PositiveIntegerField(_("số người xem, dự"), null=True, blank=True)
    url = models.URLField(_("đường dẫn"), max_length=300, blank=True)
    activity = models.ForeignKey("activities.Activity", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(congress__isnull=False, celebration__isnull=True)
                | Q(congress__isnull=True, celebration__isnull=False),
                name="publicity_of_one",
            ),
            models.CheckConstraint(
                condition=Q(due__gte=F("start")),
                name="publicity_ends_later",
                violation_error_message=_("Hạn xong không được trước ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | ~Q(result=""),
                name="publicity_done_says_what",
                violation_error_message=_("Ghi xong thì nói kết quả."),
            ),
        ]
