"""A unit that two units found together: proposed by one, agreed to by the other, decided above."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.organisation.choices import ProposalState
from viecthat.organisation.models.reorganisation import Reorganisation


@tracked()
class FoundingProposal(models.Model):
    """A branch to be, proposed by `proposer`, to stand under `host` once that agrees. Owned by `commands.founding`."""

    proposer = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    host = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    name = models.CharField(_("tên đơn vị"), max_length=200)
    kind = models.CharField(_("loại đơn vị"), max_length=32)
    place = models.CharField(_("địa chỉ, toà nhà"), max_length=200)
    reason = models.CharField(_("vì sao thành lập"), max_length=500)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    proposed_on = models.DateField(_("ngày đề nghị"))
    proposed_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(_("trả lời"), max_length=500, blank=True)
    reorganisation = models.OneToOneField(
        Reorganisation, models.PROTECT, null=True, blank=True, related_name="proposal"
    )

    class Meta:
        indexes = [models.Index(fields=["host", "state"], name="proposal_by_host")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(proposer=F("host")),
                name="proposal_between_two",
                violation_error_message=_("Nơi đề nghị và nơi phối hợp phải là hai đơn vị; một đơn vị thì lập luôn."),
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""),
                name="proposal_declined_says_why",
                violation_error_message=_("Ghi vì sao không đồng ý."),
            ),
            models.UniqueConstraint(
                fields=["host", "name"],
                condition=Q(state__in=["proposed", "agreed"]),
                name="proposal_open_once",
                violation_error_message=_("Đề nghị thành lập đơn vị tên này đang chờ trả lời."),
            ),
        ]
