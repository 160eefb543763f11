"""What a unit has settled for itself and everything below it, from a day to a day."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeBoundary, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from viecthat.audit.dated import DateRange, ends_after_start
from viecthat.audit.tracking import tracked


@tracked()
class UnitKindsUsed(models.Model):
    """Which kinds of units may be founded below `unit`: the levels and kinds that a province uses.

    The nearest unit above that has settled it decides; where nobody has, every kind of the catalogue may be used.
    Owned by `commands.setting`.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kinds = ArrayField(models.CharField(max_length=32), verbose_name=_("loại đơn vị được dùng"))
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến trước ngày"), null=True, blank=True)
    decision = models.CharField(_("quyết định"), max_length=80)
    set_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=ends_after_start(),
                name="kinds_used_end_after_start",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            ExclusionConstraint(
                name="kinds_used_one_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (DateRange("start", "end", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Trong thời gian ấy đơn vị đã có quy định khác; chọn ngày muộn hơn."),
            ),
        ]
