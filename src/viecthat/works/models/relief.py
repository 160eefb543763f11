"""Relief drives: what is needed, what came in, what was handed out. Nothing is handed out that has not come in."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.works.choices import MoneySource, MoveKind


@tracked()
class ReliefDrive(models.Model):
    """A unit collects and delivers help after a disaster. Owned by `commands.relief`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    title = models.CharField(_("tên đợt"), max_length=200)
    folded = models.CharField(max_length=200)
    disaster = models.CharField(_("thiên tai, sự cố"), max_length=300)
    start = models.DateField(_("từ ngày"))
    closed_on = models.DateField(_("kết thúc"), null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "-start"], name="drive_by_unit_start")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "folded", "start"],
                name="drive_once",
                violation_error_message=_("Đơn vị đã mở đợt cứu trợ cùng tên từ ngày ấy."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("start")),
                name="drive_closed_after_start",
                violation_error_message=_("Ngày kết thúc không được trước ngày bắt đầu."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class ReliefItem(models.Model):
    """One thing that a drive receives and hands out: money, rice, blankets. Owned by `commands.relief`."""

    drive = models.ForeignKey(ReliefDrive, models.CASCADE, related_name="items")
    name = models.CharField(_("mặt hàng"), max_length=120)
    folded = models.CharField(max_length=120)
    measure = models.CharField(_("đơn vị tính"), max_length=40)
    money = models.BooleanField(_("là tiền"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["drive", "folded"],
                name="relief_item_once",
                violation_error_message=_("Đợt này đã có mặt hàng ấy."),
            ),
            models.CheckConstraint(condition=Q(money=False) | Q(measure="đồng"), name="relief_money_is_dong"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class ReliefNeed(models.Model):
    """What a place needs, as somebody reported it. Owned by `commands.relief`."""

    drive = models.ForeignKey(ReliefDrive, models.CASCADE, related_name="needs")
    item = models.ForeignKey(ReliefItem, models.PROTECT, related_name="needs")
    commune = models.CharField(_("xã, phường"), max_length=120)
    quantity = models.BigIntegerField(_("cần"))
    households = models.PositiveIntegerField(_("số hộ"), default=0)
    day = models.DateField(_("ngày nắm được"))
    source = models.CharField(_("ai báo"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="relief_need_above_zero",
                violation_error_message=_("Số cần phải lớn hơn 0."),
            )
        ]


class ReliefMove(models.Model):
    """Goods or money came in (quantity > 0) or went out (< 0). Never changed or deleted: a mistake is undone by its
    opposite. A trigger keeps the sum of an item's moves from falling below zero. Owned by `commands.relief`.
    """

    item = models.ForeignKey(ReliefItem, models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=10, choices=MoveKind.choices)
    quantity = models.BigIntegerField(_("số lượng"))
    day = models.DateField(_("ngày"))
    source = models.CharField(_("nguồn"), max_length=8, choices=MoneySource.choices, blank=True)
    party = models.CharField(_("từ ai, cho ai"), max_length=200, help_text="who gave, or who received for the place")
    commune = models.CharField(_("xã, phường"), max_length=120, blank=True)
    folded_commune = models.CharField(max_length=120, blank=True)
    households = models.PositiveIntegerField(_("số hộ"), default=0)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["item", "-day"], name="relief_move_by_item")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="received", quantity__gt=0, undoes=None)
                | (Q(kind="delivered", quantity__lt=0, undoes=None) & ~Q(commune=""))
                | (Q(kind="undone", undoes__isnull=False) & ~Q(quantity=0)),
                name="relief_move_goes_one_way",
                violation_error_message=_("Nhận thì số dương, trao thì ghi xã, phường nhận."),
            ),
            models.CheckConstraint(
                condition=~Q(party=""),
                name="relief_move_names_party",
                violation_error_message=_("Ghi nhận của ai, hoặc ai ký nhận."),
            ),
        ]
