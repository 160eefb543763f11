"""Savings-and-loan groups of the policy bank that the Union keeps: groups, loans, repayments."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.support.models.shared import Somebody


@tracked()
class LoanGroup(models.Model):
    """A group of borrowers of one place, kept by a unit. Owned by `commands.loan`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    name = models.CharField(_("tên tổ"), max_length=200)
    folded_name = models.CharField(max_length=200, help_text="kernel.names.fold(name)")
    leader = models.CharField(_("tổ trưởng"), max_length=120)
    bank = models.CharField(_("ngân hàng, quỹ cho vay"), max_length=200)
    founded_on = models.DateField(_("ngày thành lập"))
    ended_on = models.DateField(_("ngày giải thể"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "folded_name"],
                condition=Q(ended_on__isnull=True),
                name="loan_group_once",
                violation_error_message=_("Tổ cùng tên của đơn vị đã có."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("founded_on")),
                name="loan_group_ends_after",
                violation_error_message=_("Ngày giải thể không được trước ngày thành lập."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Loan(Somebody):
    """A loan paid out to a member of a group. Owned by `commands.loan`.

    What is still owed is the principal less the repayments: nowhere stored, and a line in the stock of the ledger.
    """

    loan_group = models.ForeignKey(LoanGroup, models.PROTECT, related_name="loans")
    purpose = models.CharField(_("mục đích vay"), max_length=200)
    principal = models.PositiveBigIntegerField(_("số tiền vay"))
    day = models.DateField(_("ngày giải ngân"))
    due = models.DateField(_("hạn trả"))
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    undone_why = models.CharField(_("vì sao lấy lại"), max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["loan_group", "due"], name="loan_by_group_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(principal__gt=0, principal__lte=2_000_000_000),
                name="loan_of_some_money",
                violation_error_message=_("Số tiền vay lớn hơn 0 và không quá hai tỷ đồng."),
            ),
            models.CheckConstraint(
                condition=Q(due__gt=F("day")),
                name="loan_due_after",
                violation_error_message=_("Hạn trả phải sau ngày giải ngân."),
            ),
        ]


@tracked()
class Repayment(models.Model):
    """A part of a loan paid back. Owned by `commands.loan`. Debt never falls below nothing: trigger
    `repayment_within_loan`."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="repayments")
    day = models.DateField(_("ngày trả"))
    amount = models.PositiveBigIntegerField(_("số tiền trả"))
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    undone_why = models.CharField(_("vì sao lấy lại"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="repayment_of_some_money",
                violation_error_message=_("Số tiền trả phải lớn hơn 0."),
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="repayment_within_loan",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF (SELECT coalesce(sum(amount), 0) FROM support_repayment
                        WHERE loan_id = NEW.loan_id AND undone_why = '')
                       > (SELECT principal FROM support_loan WHERE id = NEW.loan_id) THEN
                        RAISE EXCEPTION 'more paid back than was lent' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            )
        ]
