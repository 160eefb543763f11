"""Editorial series: what a unit set itself to publish, how often, and what it and those below it published."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.media.choices import Rhythm, SeriesKind
from viecthat.media.models.channel import Channel


@tracked()
class Series(models.Model):
    """What is to be published from a day on, by the unit and those below it. Owned by `commands.series`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(_("loại"), max_length=12, choices=SeriesKind.choices)
    title = models.CharField(_("tên tuyến bài"), max_length=200)
    folded_title = models.CharField(max_length=200, help_text="kernel.names.fold(title)")
    asks = models.CharField(_("định hướng nội dung"), max_length=1000, blank=True)
    rhythm = models.CharField(_("nhịp"), max_length=8, choices=Rhythm.choices)
    start = models.DateField(_("từ ngày"))
    last_day = models.DateField(_("đến hết ngày"), null=True, blank=True)
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("start")),
                name="series_ends_after_start",
                violation_error_message=_("Ngày kết thúc không được trước ngày bắt đầu."),
            ),
            models.UniqueConstraint(
                fields=["unit", "folded_title", "start"],
                name="series_once",
                violation_error_message=_("Tuyến bài này đã có."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Item(models.Model):
    """A piece of news or a story that a unit published. Owned by `commands.series`.

    `reusable`: the unit lets it be shown elsewhere, on a portal for one. Taken back, it stays readable.
    """

    series = models.ForeignKey(Series, models.PROTECT, related_name="items")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    day = models.DateField(_("ngày đăng"))
    title = models.CharField(_("đầu đề"), max_length=200)
    folded_title = models.CharField(max_length=200, help_text="kernel.names.fold(title)")
    words = models.TextField(_("nội dung"), max_length=4000, blank=True)
    url = models.URLField(_("đường dẫn bài đăng"), max_length=300, blank=True)
    channel = models.ForeignKey(Channel, models.PROTECT, null=True, blank=True, related_name="+")
    reusable = models.BooleanField(_("cho dùng lại"), default=False)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    undone_why = models.CharField(_("vì sao lấy lại"), max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "-day"], name="item_by_unit_day"),
            models.Index(fields=["series", "day"], name="item_by_series_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "unit", "folded_title"],
                condition=Q(undone_why=""),
                name="item_once",
                violation_error_message=_("Bài này đơn vị đã ghi trong tuyến bài."),
            ),
            models.CheckConstraint(
                condition=~Q(words="") | ~Q(url=""),
                name="item_is_readable",
                violation_error_message=_("Ghi nội dung, hoặc đường dẫn tới bài đã đăng."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
