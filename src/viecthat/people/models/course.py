"""Courses for cadres: what was held, who came, which posting holds a unit's ratio of the year."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.people.choices.course import CourseSubject


@tracked()
class CadreCourse(models.Model):
    """A course that cadres attended, kept by `unit`; `end` is its last day, and the year it counts for.

    Owned by `commands.register_course`, `correct_course`, `withdraw_course`.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    title = models.CharField(_("tên lớp"), max_length=200)
    subject = models.CharField(_("nội dung"), max_length=12, choices=CourseSubject.choices)
    organiser = models.CharField(_("đơn vị tổ chức"), max_length=200)
    place = models.CharField(_("địa điểm"), max_length=200)
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến ngày"))
    hours = models.PositiveSmallIntegerField(_("số giờ"))
    decision = models.CharField(_("quyết định, kế hoạch"), max_length=80, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "end"], name="course_by_unit_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="course_ends_after_start",
                violation_error_message=_("Ngày kết thúc không được trước ngày bắt đầu."),
            ),
            models.UniqueConstraint(
                fields=["unit", "title", "start"],
                condition=Q(withdrawn_why=""),
                name="course_once",
                violation_error_message=_("Lớp này đã có trong sổ; mở lớp cũ để thêm người."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class CourseAttendance(models.Model):
    """Somebody in post who attended a course; `unit` is where they held their highest post then.

    Owned by `commands.add_attendees`, `withdraw_attendance`, `give_certificates`.
    """

    course = models.ForeignKey(CadreCourse, models.PROTECT, related_name="attendances")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    certificate = models.CharField(_("số chứng chỉ, giấy chứng nhận"), max_length=80, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="course_by_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person"],
                condition=Q(withdrawn_why=""),
                name="attends_course_once",
                violation_error_message=_("Người này đã có trong danh sách lớp."),
            )
        ]


@tracked()
class CourseSession(models.Model):
    """A session of a course. Owned by `commands.record_course_session`."""

    course = models.ForeignKey(CadreCourse, models.PROTECT, related_name="sessions")
    day = models.DateField(_("ngày học"))
    title = models.CharField(_("chuyên đề"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course", "day", "title"],
                name="course_session_once",
                violation_error_message=_("Buổi này đã ghi."),
            )
        ]


@tracked()
class SessionAbsence(models.Model):
    """Somebody of the course who was not at a session."""

    session = models.ForeignKey(CourseSession, models.CASCADE, related_name="absences")
    attendance = models.ForeignKey(CourseAttendance, models.CASCADE, related_name="absences")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "attendance"], name="course_absence_once")]


class TrainingFigure(models.Model):
    """Which posting holds the ratio of cadres trained of a unit in a year. Owned by `commands.settle_training`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    day = models.DateField(help_text="the day on which those in post were counted")
    posting = models.OneToOneField("ledger.Posting", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="training_figure_once_a_year")]
