"""A member's own sign-in: the invitation that opens it, and which account is whose."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.people.models.person import Person


class Invitation(models.Model):
    """A code, good once and for some days, with which a member opens a sign-in of their own.

    Only its digest is kept. Owned by `commands.own_account`.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    guardian = models.CharField(_("người giám hộ đồng ý"), max_length=120, blank=True)
    guardian_agreed_on = models.DateField(_("người giám hộ đồng ý ngày"), null=True, blank=True)
    issued_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_one_open",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="invitation_expires_after"),
        ]


@tracked()
class MemberAccount(models.Model):
    """This account is this person's own. It gives no authority: only the way to one's own file.

    Owned by `commands.own_account`. `ended_at` None: in force.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="accounts")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    since = models.DateTimeField()
    opened_here = models.BooleanField(default=False, help_text="the account was opened by the invitation, for this")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    ended_reason = models.CharField(_("vì sao gỡ"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_at__isnull=True),
                name="member_account_one_a_person",
                violation_error_message=_("Người này đã có tài khoản của mình."),
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(ended_at__isnull=True),
                name="member_account_one_an_account",
                violation_error_message=_("Tài khoản này đã gắn với hồ sơ của một người khác."),
            ),
        ]
