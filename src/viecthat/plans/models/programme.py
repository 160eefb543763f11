"""Programmes: movements, action and yearly programmes, campaigns, schemes, and what stands in them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.dated import ends_after_start
from viecthat.audit.tracking import tracked
from viecthat.plans.choices import AlignmentState, ItemKind, ProgrammeKind, ProjectStage, ResourceSource, TermLine
from viecthat.plans.models.directive import Directive
from viecthat.plans.models.target import Target


@tracked()
class YearTheme(models.Model):
    """The theme of a year at a level: the Union's there, or that of the Party beside it. Owned by `commands.theme`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("năm"))
    line = models.CharField(_("của"), max_length=12, choices=TermLine.choices, default=TermLine.UNION)
    text = models.CharField(_("chủ đề"), max_length=300)
    directive = models.ForeignKey(Directive, models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(_("nguồn"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "line"],
                name="year_theme_once",
                violation_error_message=_("Cấp này đã có chủ đề của năm đó; sửa chủ đề cũ."),
            )
        ]


@tracked()
class Programme(models.Model):
    """One version of a programme of a unit; one of the Party is kept by the unit beside it, with its body named.

    A later version, made because circumstances changed, is a row of its own with the same `first`; what is linked to
    a programme holds on to the first. Owned by `commands.programme`.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(_("loại"), max_length=12, choices=ProgrammeKind.choices)
    title = models.CharField(_("tên"), max_length=300)
    goal = models.TextField(_("mục tiêu"), blank=True)
    body = models.CharField(_("cơ quan"), max_length=200, blank=True, help_text="whose it is, where not the unit's own")
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến trước ngày"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", help_text="the first version of the whole"
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    lead = models.CharField(_("chủ trì"), max_length=200, blank=True)
    budget = models.BigIntegerField(_("kinh phí dự kiến"), null=True, blank=True, help_text="in đồng")
    breakthrough = models.BooleanField(_("khâu đột phá"), default=False)
    directive = models.ForeignKey(
        Directive, models.PROTECT, null=True, blank=True, related_name="programmes", help_text="what issues it"
    )
    first = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later", help_text="empty in the first version"
    )
    version = models.PositiveSmallIntegerField(_("lần"), default=1)
    reason = models.CharField(_("lý do điều chỉnh"), max_length=500, blank=True)
    adopted_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    superseded_on = models.DateField(null=True, blank=True, help_text="the day the next version took its place")
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    folded = models.TextField(blank=True, help_text="title and goal for searching, without marks")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "version"], name="programme_version_once"),
            models.CheckConstraint(
                condition=ends_after_start(),
                name="programme_ends_after_start",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gte=0),
                name="programme_budget_not_negative",
                violation_error_message=_("Kinh phí không thể âm."),
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "title", "start"],
                condition=Q(superseded_on=None),
                name="programme_once",
                violation_error_message=_("Đơn vị đã có chương trình này từ ngày đó."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def root(self) -> int:
        """The id of the first version."""
        return self.first_id or self.pk


@tracked()
class ProgrammeItem(models.Model):
    """A group of tasks, a task, a piece of work, or a group of targets in a version of a programme.

    `first` is the same item in the first version it stood in. Owned by `commands.item`.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="items")
    kind = models.CharField(_("loại"), max_length=8, choices=ItemKind.choices)
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="below")
    number = models.PositiveSmallIntegerField(_("số thứ tự"))
    title = models.CharField(_("tên"), max_length=500)
    content = models.TextField(_("nội dung"), blank=True)
    area = models.PositiveSmallIntegerField(_("mặt công tác"), null=True, blank=True)
    lead = models.CharField(_("chủ trì"), max_length=200, blank=True)
    partners = models.CharField(_("phối hợp"), max_length=300, blank=True)
    start = models.DateField(_("từ ngày"), null=True, blank=True)
    due = models.DateField(_("hạn"), null=True, blank=True)
    breakthrough = models.BooleanField(_("đột phá"), default=False)
    done_on = models.DateField(_("xong ngày"), null=True, blank=True)
    result = models.CharField(_("kết quả"), max_length=500, blank=True)
    task = models.ForeignKey("plans.Task", models.PROTECT, null=True, blank=True, related_name="programme_items")
    first = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="later")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | Q(kind__in=[ItemKind.TASK, ItemKind.WORK]),
                name="programme_item_stands_right",
                violation_error_message=_("Nhóm đứng ở hàng đầu; chỉ nhiệm vụ và hoạt động nằm trong mục khác."),
            ),
            models.CheckConstraint(
                condition=Q(start=None) | Q(due=None) | Q(due__gte=F("start")),
                name="programme_item_due_after_start",
                violation_error_message=_("Hạn phải sau ngày bắt đầu."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def root(self) -> int:
        """The id of the item in the first version it stood in."""
        return self.first_id or self.pk


@tracked()
class ItemTarget(models.Model):
    """A target that a group of targets or a task answers for, by its first version. Owned by `commands.item`."""

    item = models.ForeignKey(ProgrammeItem, models.CASCADE, related_name="targets")
    target = models.ForeignKey(Target, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "target"], name="item_target_once")]


@tracked()
class Served(models.Model):
    """A resolution that a programme, an item or a target serves, each by its first version.

    Owned by `commands.serving`.
    """

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="served_by")
    programme = models.ForeignKey(Programme, models.CASCADE, null=True, blank=True, related_name="serves")
    item = models.ForeignKey(ProgrammeItem, models.CASCADE, null=True, blank=True, related_name="serves")
    target = models.ForeignKey(Target, models.CASCADE, null=True, blank=True, related_name="serves")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "programme", "item", "target"], nulls_distinct=False, name="served_once"
            ),
            models.CheckConstraint(
                condition=Q(programme__isnull=False, item=None, target=None)
                | Q(programme=None, item__isnull=False, target=None)
                | Q(programme=None, item=None, target__isnull=False),
                name="served_by_one",
            ),
        ]


@tracked()
class ProgrammeLink(models.Model):
    """An own programme or scheme carries out one of the Party's; both by their first version.

    Owned by `commands.serving`.
    """

    source = models.ForeignKey(Programme, models.CASCADE, related_name="carries_out")
    target = models.ForeignKey(Programme, models.CASCADE, related_name="carried_out_by")
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target"],
                name="programme_link_once",
                violation_error_message=_("Hai chương trình này đã được nối."),
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="programme_links_another"),
        ]


@tracked()
class ProgrammeMilestone(models.Model):
    """A step by which a programme or a breakthrough task is measured. Owned by `commands.milestone`."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="milestones")
    item = models.ForeignKey(ProgrammeItem, models.CASCADE, null=True, blank=True, related_name="milestones")
    title = models.CharField(_("mốc"), max_length=300)
    due = models.DateField(_("hạn"))
    done_on = models.DateField(_("đạt ngày"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)


class ProgressNote(models.Model):
    """How far a programme has come, in words and perhaps a percent. Never changed; owned by `commands.milestone`."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="progress", help_text="the first version")
    day = models.DateField(_("tính đến ngày"))
    percent = models.PositiveSmallIntegerField(_("phần đã làm, %"), null=True, blank=True)
    text = models.TextField(_("tiến độ"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__lte=100),
                name="progress_percent_at_most_100",
                violation_error_message=_("Phần đã làm là từ 0 đến 100 phần trăm."),
            )
        ]


@tracked()
class ProgrammeStage(models.Model):
    """A scheme or project came to a stage on a day; the latest holds. Owned by `commands.stage`."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="stages", help_text="the first version")
    stage = models.CharField(_("giai đoạn"), max_length=12, choices=ProjectStage.choices)
    day = models.DateField(_("từ ngày"))
    words = models.CharField(_("theo văn bản nào, vì sao"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "day"],
                name="project_one_stage_a_day",
                violation_error_message=_("Ngày này đã đổi giai đoạn; chọn ngày sau."),
            ),
            models.CheckConstraint(
                condition=~Q(stage="stopped") | ~Q(words=""),
                name="project_stopped_with_reason",
                violation_error_message=_("Dừng thì ghi vì sao."),
            ),
        ]


@tracked()
class Alignment(models.Model):
    """An item of a unit that carries out an item of its superior: why it can be done, and what the superior says.

    Both by their first version. Owned by `commands.alignment`.
    """

    item = models.OneToOneField(ProgrammeItem, models.CASCADE, related_name="alignment")
    superior_item = models.ForeignKey(ProgrammeItem, models.PROTECT, related_name="aligned")
    feasibility = models.CharField(_("tính khả thi"), max_length=1000)
    state = models.CharField(max_length=8, choices=AlignmentState.choices, default=AlignmentState.WAITING)
    answer = models.CharField(_("ý kiến"), max_length=500, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=AlignmentState.RETURNED) | ~Q(answer=""),
                name="alignment_returned_with_words",
                violation_error_message=_("Trả lại thì ghi vì sao."),
            )
        ]


@tracked()
class Resource(models.Model):
    """Means that came in for a programme, in đồng, with the posting that holds them in the ledger.

    Owned by `figures.commands.record_resource`, which posts, and `commands.resource`.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="resources", help_text="the first version")
    source = models.CharField(_("nguồn"), max_length=8, choices=ResourceSource.choices)
    amount = models.BigIntegerField(_("số tiền"), help_text="in đồng")
    day = models.DateField(_("ngày"))
    giver = models.CharField(_("từ đâu"), max_length=200, blank=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="resource_above_zero",
                violation_error_message=_("Số tiền phải lớn hơn 0."),
            )
        ]
