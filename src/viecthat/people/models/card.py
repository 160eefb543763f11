"""The digital membership card."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.people.models.person import Person


@tracked(exclude=["key"])
class MemberCard(models.Model):
    """A card whose QR can be verified. Whether it holds is worked out: not revoked, and its bearer still a member.

    `serial` stands in the QR and tells nothing, `key` signs it and never leaves. Owned by `commands.card`.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="cards")
    serial = models.PositiveBigIntegerField(unique=True, help_text="40 bits of chance")
    key = models.CharField(max_length=64)
    issued_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField()
    handed_over_on = models.DateField(_("ngày trao thẻ"), null=True, blank=True)
    handed_over_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    revoked_reason = models.CharField(_("vì sao thu hồi"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(revoked_at__isnull=True),
                name="card_one_in_force",
                violation_error_message=_("Người này đang có một thẻ còn hiệu lực; thu hồi thẻ cũ trước."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_reason=""),
                name="card_revoked_says_why",
                violation_error_message=_("Ghi vì sao thu hồi thẻ."),
            ),
        ]
