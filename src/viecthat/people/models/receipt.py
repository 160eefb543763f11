"""Receipts of the members' fee."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.people.models.fee import FeeMonth
from viecthat.people.models.person import Person


class FeeReceipt(models.Model):
    """A receipt for what one member paid: numbered without gaps by unit and year, cancelled, never deleted.

    Its sum is that of its lines. Owned by `commands.receipt`.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("năm"))
    number = models.PositiveIntegerField(_("số biên lai"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="receipts")
    issued_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    cancelled_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.CharField(_("vì sao huỷ"), max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="receipt_by_person")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "number"], name="receipt_number_once"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancelled_reason=""),
                name="receipt_cancelled_says_why",
                violation_error_message=_("Ghi vì sao huỷ biên lai."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="receipt_never_deleted", operation=pgtrigger.Delete)]


class FeeReceiptLine(models.Model):
    """A month paid, as a receipt names it."""

    receipt = models.ForeignKey(FeeReceipt, models.PROTECT, related_name="lines")
    fee = models.ForeignKey(FeeMonth, models.PROTECT, related_name="receipt_lines")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["receipt", "fee"], name="receipt_line_once")]
        triggers = [
            pgtrigger.Protect(name="receipt_line_kept", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
