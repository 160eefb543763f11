"""Tables of campaigns: what a programme of kind campaign has beside its own, teams, calls, sign-ups."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.campaigns.choices import OPEN_SIGN_UPS, CampaignKind, SignUpState


@tracked()
class Campaign(models.Model):
    """A programme of kind campaign that has teams and calls. Its name, days, unit and goal stand in the programme.

    `safety` is what each volunteer reads and acknowledges before the start. Owned by `commands.campaign`.
    """

    programme = models.OneToOneField("plans.Programme", models.PROTECT, related_name="+", help_text="its first version")
    kind = models.CharField(_("chiến dịch nào"), max_length=16, choices=CampaignKind.choices)
    safety = models.TextField(_("dặn dò an toàn"), max_length=4000)
    digital = models.BooleanField(_("tình nguyện số"), default=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()


@tracked()
class Team(models.Model):
    """A team of a campaign: whose, where, from when to when (inclusive). Owned by `commands.team`."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="teams")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    name = models.CharField(_("tên đội"), max_length=200)
    folded = models.CharField(max_length=200)
    topic = models.CharField(_("nội dung, chuyên đề"), max_length=300, blank=True)
    leader = models.CharField(_("đội trưởng"), max_length=120)
    place = models.CharField(_("nơi làm"), max_length=200)
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến hết ngày"))

    class Meta:
        indexes = [models.Index(fields=["unit"], name="team_by_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "folded"],
                name="team_once",
                violation_error_message=_("Đơn vị đã có đội cùng tên trong chiến dịch này."),
            ),
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="team_ends_after_start",
                violation_error_message=_("Ngày kết thúc không được trước ngày bắt đầu."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class TeamMember(models.Model):
    """Somebody in a team, from a day to a day (half-open). Owned by `commands.team`."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="members")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    joined_on = models.DateField(_("vào đội"))
    left_on = models.DateField(_("rời đội"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="team_member_by_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "person"],
                condition=Q(left_on__isnull=True),
                name="team_member_once",
                violation_error_message=_("Người này đã ở trong đội."),
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="team_member_leaves_after",
                violation_error_message=_("Ngày rời đội không được trước ngày vào đội."),
            ),
        ]


@tracked()
class TeamActivity(models.Model):
    """What a team did, recorded as an activity of its unit; an activity is one team's. Owned by `commands.team`."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="activities")
    activity = models.OneToOneField("activities.Activity", models.PROTECT, related_name="+")


@tracked()
class Call(models.Model):
    """A call for volunteers that every member may read. `team`: whom the chosen join. Owned by `commands.call`."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="calls")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="calls")
    title = models.CharField(_("cần người làm gì"), max_length=200)
    folded = models.CharField(max_length=420, help_text="title and place, for searching")
    what = models.TextField(_("việc cụ thể"), max_length=2000)
    place = models.CharField(_("ở đâu"), max_length=200)
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến hết ngày"))
    wanted = models.PositiveSmallIntegerField(_("cần bao nhiêu người"))
    conditions = models.CharField(_("điều kiện"), max_length=500, blank=True)
    deadline = models.DateField(_("hạn đăng ký"))
    minors = models.BooleanField(_("nhận người dưới 16 tuổi"), default=False)
    digital = models.BooleanField(_("tình nguyện số"), default=False)
    closed_on = models.DateField(_("đóng ngày"), null=True, blank=True)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    called_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["deadline"], name="call_by_deadline")]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="call_ends_after_start",
                violation_error_message=_("Ngày kết thúc không được trước ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(deadline__lte=F("start")),
                name="call_deadline_before_start",
                violation_error_message=_("Hạn đăng ký phải trước hoặc đúng ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(wanted__gte=1),
                name="call_wants_somebody",
                violation_error_message=_("Cần ít nhất một người."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked(exclude=["guardian"])
class SignUp(models.Model):
    """A member answers a call, from sign-up to selection; never deleted. Owned by `commands.sign_up`.

    `guardian`: of a child, who agreed; the unit that calls confirms having heard it (`guardian_on`). `safety_at`: when
    the volunteer acknowledged the safety notes.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="sign_ups")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=SignUpState.choices, default=SignUpState.APPLIED)
    note = models.CharField(_("lời nhắn"), max_length=300, blank=True)
    child = models.BooleanField(default=False)
    guardian = models.CharField(_("người giám hộ đồng ý"), max_length=120, blank=True)
    guardian_on = models.DateField(_("xác nhận người giám hộ"), null=True, blank=True)
    signed_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("trả lời"), max_length=300, blank=True)
    safety_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="sign_up_by_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "person"],
                condition=Q(state__in=[state.value for state in OPEN_SIGN_UPS]),
                name="sign_up_once",
                violation_error_message=_("Bạn đã đăng ký lời gọi này."),
            ),
            models.CheckConstraint(
                condition=~Q(state="selected") | Q(child=False) | Q(guardian_on__isnull=False),
                name="sign_up_child_needs_guardian",
                violation_error_message=_("Người dưới 16 tuổi chỉ được chọn khi đã xác nhận người giám hộ đồng ý."),
            ),
        ]


class Followed(models.Model):
    """A team or a call that followed its unit by a decision.

    unit: where it stood; new_unit: where it stands since. Owned by `commands.following`.
    """

    decision = models.ForeignKey("organisation.Reorganisation", models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="followed")
    call = models.ForeignKey(Call, models.PROTECT, null=True, blank=True, related_name="followed")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    new_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "team"], name="campaign_team_follows_once"),
            models.UniqueConstraint(fields=["decision", "call"], name="campaign_call_follows_once"),
            models.CheckConstraint(
                condition=Q(team__isnull=False, call__isnull=True) | Q(team__isnull=True, call__isnull=False),
                name="campaign_follows_alone",
            ),
        ]
