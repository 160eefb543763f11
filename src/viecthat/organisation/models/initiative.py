"""Base unions of "three initiatives": registered at the start of a year, recognised above at its end."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.organisation.choices import InitiativeState


@tracked()
class InitiativeYear(models.Model):
    """What a base union undertook for a year under the three criteria, and whether it was recognised.

    `plans` and `results` follow the order of `catalogue/initiatives.yaml`. Owned by `commands.initiative`.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("năm"))
    state = models.CharField(max_length=12, choices=InitiativeState.choices, default=InitiativeState.REGISTERED)
    plans = ArrayField(models.CharField(max_length=500))
    registered_on = models.DateField(_("ngày đăng ký"))
    registered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    registered_posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    met = ArrayField(models.BooleanField(), default=list, blank=True)
    reason = models.CharField(_("nhận xét"), max_length=500, blank=True)
    decided_on = models.DateField(_("ngày quyết định"), null=True, blank=True)
    decided_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.CharField(_("quyết định"), max_length=80, blank=True)
    recognised_posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                name="initiative_once_a_year",
                violation_error_message=_("Đơn vị đã đăng ký năm này."),
            ),
            models.CheckConstraint(
                condition=Q(state="registered") | (Q(decided_on__isnull=False) & ~Q(decision="")),
                name="initiative_decided_whole",
                violation_error_message=_("Công nhận hay chưa đều phải có ngày và số quyết định."),
            ),
            models.CheckConstraint(
                condition=~Q(state="not_yet") | ~Q(reason=""),
                name="initiative_refusal_says_why",
                violation_error_message=_("Ghi vì sao chưa công nhận."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(registered_by__isnull=True)
                | ~Q(decided_by=F("registered_by")),
                name="initiative_not_by_itself",
                violation_error_message=_("Không ai tự công nhận việc mình đăng ký; nhờ người khác của cấp trên."),
            ),
        ]
