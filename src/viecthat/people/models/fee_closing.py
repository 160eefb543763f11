"""The fee book closed for a period, and what was handed to the superior."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.people.models.fee import FeeMonth


class FeeClosing(models.Model):
    """A unit closed its fee book up to a day and handed its superior the share; confirmed by the superior.

    `total` and `passed` are what was counted and handed over that day, as signed: like an edition they stay when a
    payment is taken back later, which then stands in the next closing as a counter-entry. Undone before it was
    confirmed (by the unit, or returned by the superior), it stays readable and its lines are open again. Owned by
    `commands.fee_closing`.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    superior = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến trước ngày"))
    total = models.PositiveBigIntegerField(_("đã thu"), help_text="đồng")
    passed = models.PositiveBigIntegerField(_("nộp cấp trên"), help_text="đồng")
    closed_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    received_on = models.DateField(_("ngày nhận"), null=True, blank=True)
    confirmed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    undone_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.CharField(_("vì sao mở lại"), max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["superior", "confirmed_at"], name="fee_closing_by_superior")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "end"],
                condition=Q(undone_at__isnull=True),
                name="fee_closing_once",
                violation_error_message=_("Kỳ này đã khoá sổ."),
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="fee_closing_ends_after_start"),
            models.CheckConstraint(condition=Q(passed__lte=F("total")), name="fee_closing_passes_a_part"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | (~Q(undone_reason="") & Q(confirmed_at__isnull=True)),
                name="fee_closing_undone_says_why",
                violation_error_message=_("Ghi vì sao mở lại sổ."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="fee_closing_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="fee_closing_sums_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__total__df=pgtrigger.F("new__total"))
                | pgtrigger.Q(old__passed__df=pgtrigger.F("new__passed")),
            ),
        ]


class FeeClosingLine(models.Model):
    """What a closing counted: a payment, the taking back of one that an earlier closing had counted, or what a unit
    below handed over.
    """

    closing = models.ForeignKey(FeeClosing, models.PROTECT, related_name="lines")
    fee = models.ForeignKey(FeeMonth, models.PROTECT, null=True, related_name="closing_lines")
    below = models.ForeignKey(FeeClosing, models.PROTECT, null=True, related_name="counted_in")
    back = models.BooleanField(default=False, help_text="a counter-entry: what is taken off again")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["closing", "fee", "back"], name="fee_closing_line_once"),
            models.UniqueConstraint(fields=["closing", "below"], name="fee_closing_below_once"),
            models.CheckConstraint(
                condition=Q(fee__isnull=False, below__isnull=True)
                | Q(fee__isnull=True, below__isnull=False, back=False),
                name="fee_closing_line_of_one",
            ),
        ]
        triggers = [pgtrigger.Protect(name="fee_closing_line_kept", operation=pgtrigger.Update | pgtrigger.Delete)]
