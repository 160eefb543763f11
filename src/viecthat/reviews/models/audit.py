"""Rounds in which units go through their targets."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked


class AuditState(models.TextChoices):
    """How far a unit is with going through its targets."""

    OPEN = "open", _("đang rà soát")
    SIGNED = "signed", _("đã ký, chờ cấp trên")
    RETURNED = "returned", _("bị trả lại")
    ACCEPTED = "accepted", _("cấp trên đã nhận")


class ProposedChange(models.TextChoices):
    """What a unit proposes for a target."""

    KEEP = "keep", _("giữ nguyên")
    REVISE = "revise", _("điều chỉnh mức")
    DROP = "drop", _("thôi thực hiện")


@tracked()
class AuditRound(models.Model):
    """A unit has itself and units below go through their targets as of a day. Owned by `commands.audit`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    title = models.CharField(_("tên đợt"), max_length=200)
    as_of = models.DateField(_("số liệu đến hết ngày"))
    due = models.DateField(_("hạn"))
    directive = models.ForeignKey("plans.Directive", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title"],
                name="audit_round_once",
                violation_error_message=_("Đơn vị đã mở đợt rà soát tên này."),
            )
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class TargetAudit(models.Model):
    """One unit's part of a round. Owned by `commands.audit`."""

    round = models.ForeignKey(AuditRound, models.CASCADE, related_name="audits")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=AuditState.choices, default=AuditState.OPEN)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    remark = models.CharField(_("ý kiến cấp trên"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="audit_of_unit_once"),
            models.CheckConstraint(
                condition=~Q(state=AuditState.RETURNED) | ~Q(remark=""),
                name="audit_returned_with_words",
                violation_error_message=_("Trả lại thì ghi vì sao."),
            ),
        ]


@tracked()
class AuditLine(models.Model):
    """What a unit says of one target. Value and verdict are those it signed; until then they are asked for.

    Owned by `commands.audit`.
    """

    audit = models.ForeignKey(TargetAudit, models.CASCADE, related_name="lines")
    target = models.ForeignKey("plans.Target", models.PROTECT, related_name="+")
    explanation = models.TextField(_("giải trình"), blank=True)
    proposal = models.CharField(_("đề nghị"), max_length=8, choices=ProposedChange.choices, default=ProposedChange.KEEP)
    proposed_goal = models.BigIntegerField(_("mức đề nghị"), null=True, blank=True)
    value = models.BigIntegerField(null=True, blank=True, help_text="n where the indicator is a ratio")
    of = models.BigIntegerField(null=True, blank=True)
    reached = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True, help_text="p, 1 = the goal")
    verdict = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit", "target"], name="audit_line_once"),
            models.CheckConstraint(
                condition=~Q(proposal=ProposedChange.REVISE) | Q(proposed_goal__gt=0),
                name="audit_revision_has_goal",
                violation_error_message=_("Đề nghị điều chỉnh thì ghi mức mới."),
            ),
        ]
