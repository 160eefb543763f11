"""Support that one union gave another, across the tree or to a partner outside it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.organisation.choices import SupportKind, SupportState


@tracked()
class UnionSupport(models.Model):
    """What `giver` gave `receiver`, or the `partner` outside the tree, from `start` to `end` (its last day).

    `value` is money in đồng, `people` heads. A receiver of the tree confirms it; a partner's paper is `proof`.
    Owned by `commands.support`.
    """

    giver = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    receiver = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.CharField(_("đối tác ngoài hệ thống"), max_length=200, blank=True)
    kind = models.CharField(_("hình thức"), max_length=12, choices=SupportKind.choices)
    what = models.CharField(_("nội dung hỗ trợ"), max_length=300)
    value = models.BigIntegerField(_("trị giá (đồng)"), default=0)
    people = models.PositiveIntegerField(_("số người"), default=0)
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến ngày"))
    proof = models.CharField(_("văn bản, biên nhận"), max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=SupportState.choices, default=SupportState.GIVEN)
    answer = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    answered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["giver", "end"], name="support_by_giver"),
            models.Index(fields=["receiver", "end"], name="support_by_receiver"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(receiver__isnull=False, partner="") | (Q(receiver__isnull=True) & ~Q(partner="")),
                name="support_to_one",
                violation_error_message=_("Ghi đơn vị nhận, hoặc đối tác ngoài hệ thống; chỉ một trong hai."),
            ),
            models.CheckConstraint(
                condition=Q(receiver__isnull=True) | ~Q(receiver=F("giver")),
                name="support_between_two",
                violation_error_message=_("Đơn vị nhận phải khác đơn vị hỗ trợ."),
            ),
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="support_ends_after_start",
                violation_error_message=_("Ngày kết thúc không được trước ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "withdrawn"]) | ~Q(answer=""),
                name="support_refusal_says_why",
                violation_error_message=_("Ghi lý do để bên kia hiểu."),
            ),
        ]
