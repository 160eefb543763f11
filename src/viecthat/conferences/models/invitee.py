"""Who is asked to a conference, what they answer, who came."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.conferences.choices import Answer, CheckInWay, InviteePart
from viecthat.conferences.models.conference import Conference


@tracked(exclude=["code"])
class Invitee(models.Model):
    """Somebody asked to come: a person in a post, a unit that sends somebody, a body outside the units.

    `code` stands in the address of the letter. `stand_in`: who comes in their place. Owned by `commands.invitation`.
    """

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="invitees")
    part = models.CharField(_("thành phần"), max_length=8, choices=InviteePart.choices, default=InviteePart.DELEGATE)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("họ tên"), max_length=200, blank=True)
    post = models.CharField(_("chức vụ"), max_length=200, blank=True)
    body = models.CharField(_("cơ quan ngoài hệ thống đơn vị"), max_length=200, blank=True)
    contact = models.CharField(_("liên hệ"), max_length=200, blank=True)
    code = models.CharField(max_length=24, unique=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=12, choices=Answer.choices, default=Answer.NONE, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    stand_in = models.CharField(_("người dự thay"), max_length=200, blank=True)
    came_at = models.DateTimeField(null=True, blank=True)
    came_by = models.CharField(max_length=8, choices=CheckInWay.choices, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    folded = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["conference", "part"], name="invitee_of_conference")]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "person"],
                condition=Q(person__isnull=False),
                name="invitee_person_once",
                violation_error_message=_("Người này đã có trong danh sách mời."),
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | ~Q(body="") | ~Q(name=""),
                name="invitee_is_somebody",
                violation_error_message=_("Ghi người được mời, đơn vị hoặc cơ quan."),
            ),
            models.CheckConstraint(
                condition=Q(came_at=None, came_by="") | (Q(came_at__isnull=False) & ~Q(came_by="")),
                name="invitee_came_in_a_way",
            ),
            models.CheckConstraint(
                condition=Q(stand_in="") | Q(answer=Answer.DECLINED),
                name="invitee_stand_in_for_declined",
                violation_error_message=_("Chỉ ghi người dự thay khi người được mời không dự được."),
            ),
        ]
