"""The monthly fee of a member, paid or exempted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.people.models.person import Person


class FeeMonth(models.Model):
    """A member's fee of one month: paid, or exempted with amount 0. Taken back, it stays readable.

    Owned by `commands.fee`.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="fees")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    month = models.DateField(_("tháng"), help_text="its first day")
    amount = models.PositiveIntegerField(_("số tiền"), help_text="đồng")
    exempt = models.BooleanField(_("được miễn"), default=False)
    paid_on = models.DateField(_("ngày đóng"))
    decision = models.CharField(_("quyết định miễn"), max_length=120, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    undone_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.CharField(_("vì sao lấy lại"), max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "month"], name="fee_by_unit_month")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "month"],
                condition=Q(undone_at__isnull=True),
                name="fee_once_a_month",
                violation_error_message=_("Đoàn phí tháng này của người này đã được ghi."),
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="fee_month_is_its_first_day"),
            models.CheckConstraint(
                condition=Q(exempt=True, amount=0) | Q(exempt=False, amount__gt=0), name="fee_exempt_is_nothing"
            ),
        ]
