"""Guardians' consent: minors take part in some work only when a parent or guardian has said yes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.activities.choices import GuardianWay
from viecthat.activities.models.activity import Activity
from viecthat.activities.models.presence import RollCall
from viecthat.audit.tracking import tracked


@tracked(exclude=["guardian"])
class GuardianConsent(models.Model):
    """A guardian agreed that a minor takes part in one piece of work. Owned by `commands.guardian`.

    It is noted at the work, or at the roll call of work that is not recorded yet; one of a roll call holds for the work
    that it becomes. told_by: who in the unit heard it or holds the paper.
    """

    roll_call = models.ForeignKey(RollCall, models.PROTECT, null=True, blank=True, related_name="guardian_consents")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="guardian_consents")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    guardian = models.CharField(_("cha, mẹ, người giám hộ"), max_length=120)
    way = models.CharField(_("đồng ý bằng cách nào"), max_length=12, choices=GuardianWay.choices)
    file = models.ForeignKey("files.KeptFile", models.PROTECT, null=True, blank=True, related_name="+")
    given_on = models.DateField(_("đồng ý ngày"))
    told_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(roll_call__isnull=True, activity__isnull=False)
                | Q(roll_call__isnull=False, activity__isnull=True),
                name="guardian_consent_to_one",
            ),
            models.UniqueConstraint(
                fields=["roll_call", "person"],
                name="guardian_consent_once_a_call",
                violation_error_message=_("Ý kiến của cha mẹ người này đã ghi."),
            ),
            models.UniqueConstraint(
                fields=["activity", "person"],
                name="guardian_consent_once_a_work",
                violation_error_message=_("Ý kiến của cha mẹ người này đã ghi."),
            ),
            models.CheckConstraint(
                condition=~Q(guardian=""),
                name="guardian_consent_by_somebody",
                violation_error_message=_("Ghi ai đồng ý: tên cha, mẹ hoặc người giám hộ."),
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=True) | Q(way="paper"),
                name="guardian_consent_file_is_paper",
                violation_error_message=_("Tệp kèm theo là giấy đồng ý; chọn “giấy có chữ ký”."),
            ),
        ]
