"""The register of channels: pages and groups on the network, and how many follow them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.media.choices import ChannelKind


@tracked()
class Channel(models.Model):
    """A page, group or programme that a unit keeps, from a day to a day. Owned by `commands.channel`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(_("loại kênh"), max_length=12, choices=ChannelKind.choices)
    name = models.CharField(_("tên kênh"), max_length=200)
    folded_name = models.CharField(max_length=200, help_text="kernel.names.fold(name)")
    url = models.URLField(_("địa chỉ"), max_length=300, blank=True)
    about = models.CharField(_("dùng để làm gì"), max_length=300, blank=True)
    opened_on = models.DateField(_("mở từ ngày"))
    closed_on = models.DateField(_("đóng ngày"), null=True, blank=True)
    closed_why = models.CharField(_("vì sao đóng"), max_length=300, blank=True)
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "folded_name"], name="channel_by_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["url"],
                condition=Q(closed_on__isnull=True) & ~Q(url=""),
                name="channel_address_once",
                violation_error_message=_("Địa chỉ này đã có trong sổ kênh; một kênh do một đơn vị giữ."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_why="")
                | (Q(closed_on__gte=F("opened_on")) & ~Q(closed_why="")),
                name="channel_closed_with_reason",
                violation_error_message=_("Đóng kênh thì ghi ngày, không trước ngày mở, và vì sao."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class ChannelCount(models.Model):
    """How many followed a channel on a day; the ledger holds how the number changed. Owned by `commands.channel`."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="counts")
    day = models.DateField(_("ngày đếm"))
    followers = models.PositiveIntegerField(_("người theo dõi, thành viên"))
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "day"],
                name="channel_counted_once_a_day",
                violation_error_message=_("Ngày này đã đếm."),
            ),
            models.CheckConstraint(
                condition=Q(followers__lte=100_000_000),
                name="channel_followers_possible",
                violation_error_message=_("Số này lớn quá mức có thể; xem lại số chữ số 0."),
            ),
        ]
