"""Who came: roll calls, who was present, groups without names, apologies, and certificates of having taken part."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.activities.choices import AgeGroup, GroupRole, PresenceWay
from viecthat.activities.models.activity import Activity
from viecthat.activities.models.kind import ActivityKind
from viecthat.audit.tracking import tracked


@tracked(exclude=["key"])
class RollCall(models.Model):
    """The roll called at one meeting of a piece of work: a span of hours at a place. Owned by `commands.presence`.

    `serial` stands in the codes and tells nothing; `key` makes them, and is given only to those who hold the meeting.
    `activity`: the work it belongs to, empty until that is recorded. `guardians`: asked of this meeting, also where its
    kind of work does not ask.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.ForeignKey(ActivityKind, models.PROTECT, related_name="+")
    title = models.CharField(_("tên buổi"), max_length=200)
    place = models.CharField(_("nơi điểm danh"), max_length=200)
    starts_at = models.DateTimeField(_("bắt đầu"))
    ends_at = models.DateTimeField(_("kết thúc"))
    serial = models.PositiveBigIntegerField(unique=True, help_text="40 bits of chance")
    key = models.CharField(max_length=64)
    opened_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    guardians = models.BooleanField(_("người dưới 18 tuổi phải có cha mẹ đồng ý"), default=False)
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="roll_calls")

    class Meta:
        indexes = [models.Index(fields=["unit", "-starts_at"], name="roll_call_by_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="roll_call_ends_after_start",
                violation_error_message=_("Giờ kết thúc phải sau giờ bắt đầu."),
            )
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Presence(models.Model):
    """A named person was there. Owned by `commands.presence`.

    unit: the person's own on that day. late: told so long after the moment claimed that somebody must have seen them.
    witness: who saw them there; never the person themselves.
    """

    roll_call = models.ForeignKey(RollCall, models.PROTECT, related_name="presences")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    way = models.CharField(_("cách điểm danh"), max_length=8, choices=PresenceWay.choices)
    came_at = models.DateTimeField(_("đến lúc"))
    left_at = models.DateTimeField(_("về lúc"), null=True, blank=True)
    late = models.BooleanField(_("gửi sau"), default=False)
    told_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    witness = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    witnessed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-came_at"], name="presence_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["roll_call", "person"],
                name="presence_once",
                violation_error_message=_("Người này đã điểm danh buổi này."),
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("came_at")),
                name="presence_leaves_after_coming",
                violation_error_message=_("Giờ về không được trước giờ đến."),
            ),
            models.CheckConstraint(
                condition=Q(witness=None, witnessed_at=None) | Q(witness__isnull=False, witnessed_at__isnull=False),
                name="presence_witnessed_by_somebody",
            ),
        ]


@tracked()
class PresentGroup(models.Model):
    """People who were there and stay without names. Owned by `commands.presence`."""

    roll_call = models.ForeignKey(RollCall, models.PROTECT, related_name="groups")
    role = models.CharField(_("họ là ai"), max_length=12, choices=GroupRole.choices)
    name = models.CharField(_("nhóm nào"), max_length=200, blank=True)
    count = models.PositiveIntegerField(_("số người"))
    age_group = models.CharField(_("lứa tuổi"), max_length=8, choices=AgeGroup.choices, blank=True)
    told_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roll_call", "role", "name", "age_group"],
                name="present_group_once",
                violation_error_message=_("Nhóm này đã ghi; bỏ dòng cũ rồi ghi số mới."),
            ),
            models.CheckConstraint(
                condition=Q(count__gte=1, count__lte=1_000_000),
                name="present_group_of_somebody",
                violation_error_message=_("Số người từ 1 đến 1.000.000."),
            ),
        ]


@tracked()
class Apology(models.Model):
    """Somebody expected told that they could not come. Owned by `commands.presence`."""

    roll_call = models.ForeignKey(RollCall, models.PROTECT, related_name="apologies")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    reason = models.CharField(_("lý do vắng"), max_length=300)
    told_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roll_call", "person"],
                name="apology_once",
                violation_error_message=_("Người này đã xin vắng buổi này."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="apology_says_why",
                violation_error_message=_("Ghi lý do vắng."),
            ),
        ]


@tracked(exclude=["key"])
class TookPart(models.Model):
    """A certificate that somebody took part, whose QR can be verified. Owned by `commands.took_part`.

    Whether it holds is worked out: not revoked, and the work not taken back. `minutes`: as it was printed.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="certificates")
    serial = models.PositiveBigIntegerField(unique=True, help_text="40 bits of chance")
    key = models.CharField(max_length=64)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    issued_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "activity"],
                name="took_part_once",
                violation_error_message=_("Người này đã có giấy chứng nhận của việc này."),
            )
        ]
