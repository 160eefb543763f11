"""Groups of ministries and other bodies in which somebody of the unit takes part: working groups, steering boards."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked


@tracked()
class ExternalGroup(models.Model):
    """A seat of the unit in a group that another body leads, from a day to a day. Owned by `commands.group`.

    In it sits somebody of the register, or outside it `member` by name.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    name = models.CharField(_("tên tổ công tác, ban chỉ đạo"), max_length=300)
    body = models.CharField(_("cơ quan chủ trì"), max_length=200)
    folded = models.CharField(max_length=1200, help_text="kernel.names.fold of name, body and a member typed by name")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    member = models.CharField(_("người tham gia"), max_length=120, blank=True)
    post = models.CharField(_("chức vụ"), max_length=200, blank=True)
    decision = models.CharField(_("quyết định số"), max_length=120, blank=True)
    duties = models.CharField(_("nhiệm vụ được phân công"), max_length=1000, blank=True)
    start = models.DateField(_("từ ngày"))
    last_day = models.DateField(_("đến hết ngày"), null=True, blank=True)
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "-start"], name="external_group_by_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("start")),
                name="external_group_ends_after_start",
                violation_error_message=_("Ngày kết thúc không được trước ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, member="") | (Q(person__isnull=True) & ~Q(member="")),
                name="external_group_member_is_somebody",
                violation_error_message=_("Chọn người trong sổ, hoặc ghi họ tên người ngoài sổ."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """Who sits in it: the register's person, or the name as typed."""
        return self.person.full_name if self.person is not None else self.member


@tracked()
class GroupMeeting(models.Model):
    """A meeting of the group: what it was about and what came of it. Owned by `commands.group`."""

    group = models.ForeignKey(ExternalGroup, models.CASCADE, related_name="meetings")
    day = models.DateField(_("ngày họp"))
    words = models.CharField(_("nội dung"), max_length=1000)
    result = models.CharField(_("kết quả, ý kiến của Đoàn được ghi nhận"), max_length=1000, blank=True)
