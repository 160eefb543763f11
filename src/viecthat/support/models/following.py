"""What decisions about units did to what they keep open, so that undoing one finds the way back."""

from django.db import models
from django.db.models import Q

from viecthat.support.models.career import Partner, Placement
from viecthat.support.models.loan import Loan, LoanGroup


class Followed(models.Model):
    """A loan group, a loan, a partner or a placement that followed its unit by a decision.

    unit: where it stood; new_unit: where it stands since. Owned by `commands.following`.
    """

    decision = models.ForeignKey("organisation.Reorganisation", models.PROTECT, related_name="+")
    group = models.ForeignKey(LoanGroup, models.PROTECT, null=True, blank=True, related_name="followed")
    loan = models.ForeignKey(Loan, models.PROTECT, null=True, blank=True, related_name="followed")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="followed")
    placement = models.ForeignKey(Placement, models.PROTECT, null=True, blank=True, related_name="followed")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    new_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "group"], name="support_group_follows_once"),
            models.UniqueConstraint(fields=["decision", "loan"], name="support_loan_follows_once"),
            models.UniqueConstraint(fields=["decision", "partner"], name="support_partner_follows_once"),
            models.UniqueConstraint(fields=["decision", "placement"], name="support_placement_follows_once"),
            models.CheckConstraint(
                condition=Q(group__isnull=False, loan__isnull=True, partner__isnull=True, placement__isnull=True)
                | Q(group__isnull=True, loan__isnull=False, partner__isnull=True, placement__isnull=True)
                | Q(group__isnull=True, loan__isnull=True, partner__isnull=False, placement__isnull=True)
                | Q(group__isnull=True, loan__isnull=True, partner__isnull=True, placement__isnull=False),
                name="support_follows_alone",
            ),
        ]
