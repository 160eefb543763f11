"""An inspection: what of which policy is looked at, where, by whom, what was found on which day."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.inspections.choices import FindingKind, InspectionKind, InspectionState, TeamRole


@tracked()
class Inspection(models.Model):
    """A look at how a policy or law for young people is carried out. Owned by `commands.inspection`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(_("hình thức"), max_length=12, choices=InspectionKind.choices)
    subject = models.CharField(_("nội dung"), max_length=300)
    policy = models.CharField(_("chính sách, văn bản pháp luật"), max_length=300)
    folded = models.CharField(max_length=900, help_text="kernel.names.fold of subject, policy and plan")
    plan = models.CharField(_("kế hoạch, quyết định số"), max_length=120, blank=True)
    start = models.DateField(_("từ ngày"))
    last_day = models.DateField(_("đến hết ngày"))
    state = models.CharField(max_length=12, choices=InspectionState.choices, default=InspectionState.PLANNED)
    concluded_on = models.DateField(_("ngày kết luận"), null=True, blank=True)
    conclusion = models.TextField(_("đánh giá chung"), max_length=5000, blank=True)
    called_off_why = models.CharField(_("vì sao không tiến hành"), max_length=300, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "-start"], name="inspection_by_unit_start")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("start")),
                name="inspection_ends_after_start",
                violation_error_message=_("Ngày kết thúc không được trước ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=~Q(state=InspectionState.CONCLUDED) | (Q(concluded_on__gte=F("start")) & ~Q(conclusion="")),
                name="inspection_concluded_in_words",
                violation_error_message=_("Kết luận thì ghi ngày, không trước ngày bắt đầu, và đánh giá chung."),
            ),
            models.CheckConstraint(
                condition=Q(state=InspectionState.CALLED_OFF) ^ Q(called_off_why=""),
                name="inspection_called_off_with_reason",
                violation_error_message=_("Không tiến hành thì ghi vì sao."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject


@tracked()
class Body(models.Model):
    """Where it is looked: a unit of the Union, or another body by its name. Owned by `commands.inspection`."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="bodies")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("nơi được kiểm tra, giám sát"), max_length=200)

    class Meta:
        verbose_name_plural = "bodies"
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "name"],
                name="inspected_body_once",
                violation_error_message=_("Nơi này đã có trong kế hoạch."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class TeamMember(models.Model):
    """Somebody of the team: of the register, or by name where another body sent them. Owned by `commands.team`."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="team")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("họ và tên"), max_length=120, blank=True)
    post = models.CharField(_("chức vụ, cơ quan"), max_length=200, blank=True)
    role = models.CharField(_("nhiệm vụ trong đoàn"), max_length=12, choices=TeamRole.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspection"],
                condition=Q(role=TeamRole.HEAD),
                name="inspection_has_one_head",
                violation_error_message=_("Đoàn đã có trưởng đoàn."),
            ),
            models.UniqueConstraint(
                fields=["inspection", "person"],
                condition=Q(person__isnull=False),
                name="inspection_team_member_once",
                violation_error_message=_("Người này đã có trong đoàn."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | (Q(person__isnull=True) & ~Q(name="")),
                name="inspection_team_member_is_somebody",
                violation_error_message=_("Chọn người trong sổ, hoặc ghi họ tên người ngoài sổ."),
            ),
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """The name, of the register's person or as typed."""
        return self.person.full_name if self.person is not None else self.name


@tracked()
class WorkingDay(models.Model):
    """A day on which the team worked with a body, with its minutes. Owned by `commands.inspection`."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="days")
    body = models.ForeignKey(Body, models.PROTECT, related_name="days")
    day = models.DateField(_("ngày làm việc"))
    present = models.CharField(_("thành phần"), max_length=500, blank=True)
    minutes = models.TextField(_("biên bản"), max_length=10_000)
    file = models.ForeignKey("files.KeptFile", models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)


@tracked()
class Finding(models.Model):
    """What was found at a body: good, lacking or against a rule, with what shows it. Owned by `commands.inspection`."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="findings")
    body = models.ForeignKey(Body, models.PROTECT, related_name="findings")
    kind = models.CharField(_("loại"), max_length=12, choices=FindingKind.choices)
    article = models.CharField(_("điều, khoản"), max_length=200, blank=True)
    words = models.TextField(_("phát hiện"), max_length=3000)
    evidence = models.CharField(_("căn cứ, minh chứng"), max_length=500)
    file = models.ForeignKey("files.KeptFile", models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=FindingKind.BREACH) | ~Q(article=""),
                name="finding_names_the_rule",
                violation_error_message=_("Chưa đúng quy định thì ghi điều, khoản nào."),
            )
        ]


@tracked()
class EarlierConclusion(models.Model):
    """A conclusion that was sent out and then taken up again: its words, findings and recommendations as they stood.

    The one in force stands in the inspection. Owned by `commands.reopening`.
    """

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="earlier")
    number = models.PositiveSmallIntegerField(_("lần thứ"))
    day = models.DateField(_("ngày kết luận"))
    words = models.TextField(_("đánh giá chung"), max_length=5000)
    findings = models.JSONField(default=list, blank=True, help_text="body, kind, article, words, evidence of each")
    recommendations = models.JSONField(default=list, blank=True, help_text="to, words, due of each")
    why = models.CharField(_("vì sao kết luận lại"), max_length=300)
    reopened_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    reopened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="earlier_conclusion_number_once"),
            models.CheckConstraint(
                condition=~Q(why=""),
                name="earlier_conclusion_says_why",
                violation_error_message=_("Ghi vì sao kết luận lại."),
            ),
        ]

    def __str__(self) -> str:
        return self.words[:80]


class Followed(models.Model):
    """An inspection that followed its unit by a decision.

    unit: where it stood; new_unit: where it stands since. Owned by `commands.following`.
    """

    decision = models.ForeignKey("organisation.Reorganisation", models.PROTECT, related_name="+")
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="followed")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    new_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "inspection"], name="inspection_follows_once")]
