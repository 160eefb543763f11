"""Clubs, their members and meetings; children referred for protection."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.courses.choices import ClubField, ClubState, Concern, ReferralState


@tracked()
class Club(models.Model):
    """A club of a unit. Owned by `commands.club`. `opened` and `closed` hold its line in the stock of clubs."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    name = models.CharField(_("tên câu lạc bộ"), max_length=200)
    folded_name = models.CharField(max_length=200, help_text="kernel.names.fold(name)")
    field = models.CharField(_("lĩnh vực"), max_length=16, choices=ClubField.choices)
    leader = models.CharField(_("chủ nhiệm"), max_length=120)
    leader_phone = models.CharField(_("số điện thoại chủ nhiệm"), max_length=20, blank=True)
    place = models.CharField(_("nơi sinh hoạt"), max_length=200, blank=True)
    founded_on = models.DateField(_("ngày thành lập"))
    decision = models.CharField(_("quyết định số"), max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=ClubState.choices, default=ClubState.ACTIVE)
    state_on = models.DateField(_("từ ngày"))
    state_why = models.CharField(_("lý do"), max_length=300, blank=True)
    opened = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    closed = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "folded_name"],
                condition=~Q(state="ended"),
                name="club_once",
                violation_error_message=_("Câu lạc bộ cùng tên của đơn vị đã có."),
            ),
            models.CheckConstraint(
                condition=Q(state_on__gte=F("founded_on")),
                name="club_state_after_founding",
                violation_error_message=_("Ngày không được trước ngày thành lập."),
            ),
            models.CheckConstraint(
                condition=Q(state="active") | ~Q(state_why=""),
                name="club_rest_says_why",
                violation_error_message=_("Ghi vì sao câu lạc bộ nghỉ hoặc giải thể."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class ClubMember(models.Model):
    """A member of a club: of the Union (`person`), or by name. Owned by `commands.club`."""

    club = models.ForeignKey(Club, models.PROTECT, related_name="members")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("họ và tên"), max_length=120, blank=True)
    sort_key = models.CharField(max_length=200)
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến trước ngày"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | (Q(person__isnull=True) & ~Q(name="")),
                name="club_member_named",
                violation_error_message=_("Chọn đoàn viên, hoặc ghi tên người ngoài; không ghi cả hai."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="club_member_leaves_after",
                violation_error_message=_("Ngày thôi phải sau ngày vào."),
            ),
            models.UniqueConstraint(
                fields=["club", "person"],
                condition=Q(until__isnull=True, person__isnull=False),
                name="club_member_once",
                violation_error_message=_("Người này đang là thành viên."),
            ),
            models.UniqueConstraint(
                fields=["club", "sort_key"],
                condition=Q(until__isnull=True, person__isnull=True),
                name="club_guest_once",
                violation_error_message=_("Người cùng tên đang là thành viên; ghi thêm chữ để phân biệt."),
            ),
        ]


@tracked()
class ClubMeeting(models.Model):
    """A meeting of a club, with how many came; posted as it is recorded. Owned by `commands.club`."""

    club = models.ForeignKey(Club, models.PROTECT, related_name="meetings")
    day = models.DateField(_("ngày"))
    topic = models.CharField(_("nội dung"), max_length=200)
    came = models.PositiveIntegerField(_("số người dự"))
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    undone_why = models.CharField(_("vì sao lấy lại"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["club", "day", "topic"],
                condition=Q(undone_why=""),
                name="club_meeting_once",
                violation_error_message=_("Buổi này đã ghi."),
            ),
            models.CheckConstraint(
                condition=Q(came__gt=0, came__lte=100_000),
                name="club_meeting_somebody",
                violation_error_message=_("Số người dự từ 1 đến 100.000."),
            ),
        ]


@tracked()
class Referral(models.Model):
    """A child that a unit or its advice club refers to those whose duty protection is. Owned by `commands.referral`.

    `child` is a sign the unit chose, never the name. Read by those who may see what is restricted; each look is kept.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    club = models.ForeignKey(Club, models.PROTECT, null=True, blank=True, related_name="referrals")
    day = models.DateField(_("ngày tiếp nhận"))
    child = models.CharField(_("ký hiệu của trẻ"), max_length=40)
    age = models.PositiveSmallIntegerField(_("tuổi"))
    concern = models.CharField(_("lo ngại"), max_length=12, choices=Concern.choices)
    words = models.TextField(_("sự việc"), max_length=4000)
    state = models.CharField(max_length=10, choices=ReferralState.choices, default=ReferralState.OPEN)
    referred_to = models.CharField(_("chuyển đến"), max_length=200, blank=True)
    referred_on = models.DateField(_("ngày chuyển"), null=True, blank=True)
    outcome = models.TextField(_("kết quả"), max_length=2000, blank=True)
    closed_on = models.DateField(_("ngày kết thúc"), null=True, blank=True)
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["unit", "state"], name="referral_by_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(age__lt=16),
                name="referral_of_child",
                violation_error_message=_("Trẻ em là người dưới 16 tuổi (Luật Trẻ em 2016)."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", referred_on__isnull=True)
                | (Q(referred_on__gte=F("day")) & ~Q(referred_to="")),
                name="referral_says_where",
                violation_error_message=_("Ghi nơi chuyển và ngày chuyển, không trước ngày tiếp nhận."),
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | (Q(closed_on__gte=F("referred_on")) & ~Q(outcome="")),
                name="referral_closed_says_how",
                violation_error_message=_("Ghi kết quả và ngày kết thúc, không trước ngày chuyển."),
            ),
        ]
