"""Care for young workers: what was done, for how many, worth how much. Nobody is named."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.support.choices import CareKind
from viecthat.support.models.career import Partner


@tracked()
class Care(models.Model):
    """Something done for young workers. Owned by `commands.care`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(_("loại"), max_length=12, choices=CareKind.choices)
    title = models.CharField(_("tên việc chăm lo"), max_length=200)
    day = models.DateField(_("ngày"))
    place = models.CharField(_("doanh nghiệp, khu trọ, địa điểm"), max_length=200)
    people = models.PositiveIntegerField(_("số công nhân được chăm lo"))
    gifts = models.PositiveIntegerField(_("số suất quà"), default=0)
    value = models.PositiveBigIntegerField(_("trị giá (đồng)"), default=0)
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    undone_why = models.CharField(_("vì sao lấy lại"), max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "-day"], name="care_by_unit_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(people__gt=0, people__lte=1_000_000),
                name="care_for_somebody",
                violation_error_message=_("Số công nhân từ 1 đến 1.000.000."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="gift") | Q(gifts__gte=F("people")),
                name="care_gifts_for_all",
                violation_error_message=_("Tặng quà thì số suất không ít hơn số người nhận."),
            ),
            models.UniqueConstraint(
                fields=["unit", "day", "title"],
                condition=Q(undone_why=""),
                name="care_once",
                violation_error_message=_("Việc này đã ghi."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
