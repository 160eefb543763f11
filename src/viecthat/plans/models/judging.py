"""Where the lines between the classes of a target are drawn, by day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked


@tracked()
class JudgingRule(models.Model):
    """From `start` on, targets are judged by these lines instead of the catalogue's. Owned by `commands.judging`."""

    start = models.DateField(
        _("áp dụng từ ngày"), unique=True, error_messages={"unique": _("Đã có cách xét từ ngày này.")}
    )
    met = models.PositiveSmallIntegerField(_("“Đạt” từ, phần trăm chỉ tiêu"))
    promising = models.PositiveSmallIntegerField(_("“Có triển vọng” từ, phần trăm thời gian đã qua"))
    far_too_low = models.PositiveSmallIntegerField(_("Mức đề ra quá thấp khi kết quả vượt, phần trăm chỉ tiêu"))
    note = models.CharField(_("theo văn bản"), max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(met__gte=50, met__lte=100),
                name="judging_met_within",
                violation_error_message=_("“Đạt” từ 50 đến 100 phần trăm chỉ tiêu."),
            ),
            models.CheckConstraint(
                condition=Q(promising__gte=1, promising__lte=100),
                name="judging_promising_within",
                violation_error_message=_("“Có triển vọng” từ 1 đến 100 phần trăm thời gian đã qua."),
            ),
            models.CheckConstraint(
                condition=Q(far_too_low__gt=100, far_too_low__lte=10000),
                name="judging_far_too_low_within",
                violation_error_message=_("Mức quá thấp là từ 101 đến 10.000 phần trăm chỉ tiêu."),
            ),
        ]
