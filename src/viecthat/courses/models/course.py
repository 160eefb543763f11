"""Courses of units and centres: what is taught, its fees, its sessions."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.courses.choices import CourseState


@tracked()
class Course(models.Model):
    """A course or class of `unit`, taught from `start` to `end` (inclusive). Owned by `commands.course`.

    `kind` is a code of `catalogue/course_kinds.yaml`. `capacity`: nobody more is enrolled, the rest wait; empty for as
    many as come. `pass_mark` in tenths, as marks are. `posting` holds its results while it is confirmed, and is owned
    by `commands.confirmation`; the day they count for is `end`.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(_("loại lớp"), max_length=24)
    title = models.CharField(_("tên lớp"), max_length=200)
    folded_title = models.CharField(max_length=200, help_text="kernel.names.fold(title)")
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến ngày"))
    place = models.CharField(_("địa điểm"), max_length=200)
    teacher = models.CharField(_("giáo viên, báo cáo viên"), max_length=200, blank=True)
    capacity = models.PositiveSmallIntegerField(_("số chỗ"), null=True, blank=True)
    sign_up_until = models.DateField(_("đăng ký đến hết ngày"), null=True, blank=True)
    open_to_members = models.BooleanField(_("đoàn viên tự đăng ký được"), default=True)
    pass_mark = models.PositiveSmallIntegerField(_("điểm đạt từ"), null=True, blank=True)
    safety = models.TextField(_("phương án an toàn"), max_length=2000, blank=True)
    state = models.CharField(max_length=12, choices=CourseState.choices, default=CourseState.OPEN)
    reason = models.CharField(_("lý do"), max_length=300, blank=True, help_text="of withdrawing or reopening")
    posting = models.OneToOneField("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "-end"], name="class_by_unit_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="class_ends_after_start",
                violation_error_message=_("Ngày kết thúc không được trước ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gt=0),
                name="class_has_places",
                violation_error_message=_("Số chỗ phải lớn hơn 0; không giới hạn thì để trống."),
            ),
            models.CheckConstraint(
                condition=Q(sign_up_until__isnull=True) | Q(sign_up_until__lte=F("end")),
                name="class_sign_up_before_end",
                violation_error_message=_("Hạn đăng ký không được sau ngày kết thúc."),
            ),
            models.CheckConstraint(
                condition=Q(pass_mark__isnull=True) | Q(pass_mark__lte=100),
                name="class_pass_mark_of_ten",
                violation_error_message=_("Điểm đạt từ 0 đến 10."),
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", confirmed_at__isnull=False)
                | (~Q(state="confirmed") & Q(posting__isnull=True)),
                name="class_posts_when_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(reason=""),
                name="class_withdrawn_says_why",
                violation_error_message=_("Ghi vì sao huỷ lớp."),
            ),
            models.UniqueConstraint(
                fields=["unit", "folded_title", "start"],
                condition=~Q(state="withdrawn"),
                name="class_once",
                violation_error_message=_("Lớp cùng tên, cùng ngày của đơn vị đã có; mở lớp cũ thay vì ghi lần nữa."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class CourseFee(models.Model):
    """What a course costs from a day on, in đồng; who signs up on a day owes the fee of that day.

    Owned by `commands.fee`.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="fees")
    start = models.DateField(_("áp dụng từ ngày"))
    amount = models.PositiveBigIntegerField(_("học phí"))
    decision = models.CharField(_("theo quyết định, thông báo"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course", "start"],
                name="class_fee_once_a_day",
                violation_error_message=_("Ngày này đã có mức học phí của lớp."),
            ),
            models.CheckConstraint(
                condition=Q(amount__lte=1_000_000_000),
                name="class_fee_not_wild",
                violation_error_message=_("Học phí lớn quá mức có thể; xem lại số chữ số 0."),
            ),
        ]


@tracked()
class Meeting(models.Model):
    """A session of a course that was held. Owned by `commands.session`."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="meetings")
    day = models.DateField(_("ngày học"))
    title = models.CharField(_("nội dung"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course", "day", "title"],
                name="class_meeting_once",
                violation_error_message=_("Buổi này đã ghi."),
            )
        ]
