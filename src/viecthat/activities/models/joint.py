"""Those who did it together with the lead unit."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.activities.choices import LinkKind, PartnerState
from viecthat.activities.models.activity import Activity
from viecthat.audit.tracking import tracked


@tracked()
class ActivityPartner(models.Model):
    """A unit that did it together with the lead unit; results stay the lead's. Owned by `commands.joint`.

    share: its agreed part of the credit in a hundred, for scoring only; the lead unit keeps the rest.
    """

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="partners")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    link = models.CharField(_("liên kết"), max_length=8, choices=LinkKind.choices, blank=True)
    state = models.CharField(max_length=10, choices=PartnerState.choices, default=PartnerState.ASKED)
    share = models.PositiveSmallIntegerField(_("phần công (%)"), null=True, blank=True)
    words = models.CharField(_("ý kiến"), max_length=300, blank=True)
    answered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit"], condition=Q(state="asked"), name="partner_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["activity", "unit"], name="partner_once"),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__range=(1, 99)),
                name="partner_share_in_a_hundred",
                violation_error_message=_("Phần công của mỗi đơn vị từ 1 đến 99 phần trăm."),
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | (~Q(words="") & Q(share=None)),
                name="partner_declines_in_words",
                violation_error_message=_("Ghi vì sao đơn vị không tham gia việc này."),
            ),
        ]


@tracked()
class OutsidePartner(models.Model):
    """Somebody outside the organisation who did it too or gave to it. Owned by `commands.joint`."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="outside")
    name = models.CharField(_("tên đối tác"), max_length=200)
    gave = models.CharField(_("đóng góp gì"), max_length=300, blank=True)
    link = models.CharField(_("liên kết"), max_length=8, choices=LinkKind.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "name"],
                name="outside_partner_once",
                violation_error_message=_("Đối tác này đã có trong hoạt động."),
            )
        ]

    def __str__(self) -> str:
        return self.name
