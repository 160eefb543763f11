"""Start-up projects of young people: founders, stages, what they were given."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.support.choices import ProjectField, Stage, SupportKind
from viecthat.support.models.loan import Loan


@tracked()
class Project(models.Model):
    """A start-up project a unit supports. Owned by `commands.project`. Its stage is the last row of its history."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    name = models.CharField(_("tên dự án"), max_length=200)
    folded_name = models.CharField(max_length=200, help_text="kernel.names.fold(name)")
    field = models.CharField(_("lĩnh vực"), max_length=12, choices=ProjectField.choices)
    summary = models.TextField(_("tóm tắt"), max_length=2000, blank=True)
    begun_on = models.DateField(_("ngày vào sổ"))
    loan = models.ForeignKey(Loan, models.PROTECT, null=True, blank=True, related_name="projects")
    jobs = models.PositiveIntegerField(_("việc làm tạo ra"), default=0)
    revenue = models.PositiveBigIntegerField(_("doanh thu năm gần nhất"), default=0)
    outcome = models.TextField(_("kết quả"), max_length=2000, blank=True)
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "folded_name"],
                name="project_once",
                violation_error_message=_("Dự án cùng tên của đơn vị đã có."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Founder(models.Model):
    """Whose project it is: a member of the Union, or somebody by name. Owned by `commands.project`."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="founders")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("họ và tên"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | (Q(person__isnull=True) & ~Q(name="")),
                name="founder_named",
                violation_error_message=_("Chọn đoàn viên, hoặc ghi tên người ngoài; không ghi cả hai."),
            ),
            models.UniqueConstraint(
                fields=["project", "person", "name"],
                nulls_distinct=False,
                name="founder_once",
                violation_error_message=_("Người này đã là chủ dự án."),
            ),
        ]

    @property
    def who(self) -> str:
        """The founder's name."""
        return self.person.full_name if self.person is not None else self.name


@tracked()
class StageStep(models.Model):
    """A project came to a stage. Owned by `commands.project`."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="stages")
    stage = models.CharField(_("giai đoạn"), max_length=8, choices=Stage.choices)
    day = models.DateField(_("từ ngày"))
    words = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "day"],
                name="stage_once_a_day",
                violation_error_message=_("Ngày này dự án đã có một giai đoạn."),
            ),
            models.CheckConstraint(
                condition=~Q(stage="stopped") | ~Q(words=""),
                name="stage_stopped_says_why",
                violation_error_message=_("Ghi vì sao dừng."),
            ),
        ]


@tracked()
class ProjectSupport(models.Model):
    """What a project was given; the first one posts it as supported. Owned by `commands.project`."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="supports")
    kind = models.CharField(_("hỗ trợ"), max_length=12, choices=SupportKind.choices)
    day = models.DateField(_("ngày"))
    words = models.CharField(_("nội dung"), max_length=300)
    value = models.PositiveBigIntegerField(_("trị giá (đồng)"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(words=""),
                name="project_support_said",
                violation_error_message=_("Ghi đã hỗ trợ gì."),
            )
        ]
