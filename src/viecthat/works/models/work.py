"""A youth work from its plan to what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.works.choices import LaterState, MoneySource, WorkSize, WorkState, WorkStepKind

PLANNED = tuple(f"planned_{source}" for source in MoneySource.values)
ACTUAL = tuple(f"actual_{source}" for source in MoneySource.values)


def _not_negative(names: tuple[str, ...]) -> Q:
    found = Q()
    for name in names:
        found &= Q(**{f"{name}__gte": 0})
    return found


@tracked()
class YouthWork(models.Model):
    """A work (công trình) or task (phần việc) that `unit` does; `guide` is the unit above that guides it, if any.

    It is counted once, at `unit`, whoever guides it. `level` is the kind of the guiding unit, or of the unit itself,
    on the day of registration. Money is in đồng, by source. `copies` is the model it follows and `origin` the first
    model of that line. Owned by `commands.work`, `commands.recognition`, `commands.later`.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    guide = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    level = models.CharField(_("cấp"), max_length=40)
    size = models.CharField(_("loại"), max_length=8, choices=WorkSize.choices)
    title = models.CharField(_("tên"), max_length=200)
    folded = models.CharField(max_length=200, help_text="kernel.names.fold(title)")
    content = models.TextField(_("nội dung"), max_length=3000)
    place = models.CharField(_("nơi làm"), max_length=200)
    start = models.DateField(_("khởi công"))
    due = models.DateField(_("dự kiến xong"))
    planned_state = models.BigIntegerField(_("dự kiến từ ngân sách"), default=0, help_text="in đồng, as all below")
    planned_social = models.BigIntegerField(_("dự kiến từ xã hội hoá"), default=0)
    planned_partners = models.BigIntegerField(_("dự kiến từ đối tác"), default=0)
    planned_own = models.BigIntegerField(_("dự kiến từ quỹ của đơn vị"), default=0)
    actual_state = models.BigIntegerField(_("đã dùng từ ngân sách"), default=0)
    actual_social = models.BigIntegerField(_("đã dùng từ xã hội hoá"), default=0)
    actual_partners = models.BigIntegerField(_("đã dùng từ đối tác"), default=0)
    actual_own = models.BigIntegerField(_("đã dùng từ quỹ của đơn vị"), default=0)
    state = models.CharField(max_length=12, choices=WorkState.choices, default=WorkState.PROPOSED)
    approved_on = models.DateField(_("duyệt ngày"), null=True, blank=True)
    handed_on = models.DateField(_("bàn giao ngày"), null=True, blank=True)
    handed_to = models.CharField(_("bàn giao cho"), max_length=200, blank=True)
    copies = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copied_by")
    origin = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="line")
    model_on = models.DateField(_("thành mô hình từ ngày"), null=True, blank=True)
    model_words = models.CharField(_("cách làm theo"), max_length=1000, blank=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    registered_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "-start"], name="work_by_unit_start"),
            models.Index(fields=["-start", "-id"], name="work_by_start"),
            models.Index(fields=["origin"], name="work_by_origin", condition=Q(origin__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "folded", "start"],
                condition=~Q(state="dropped"),
                name="work_once",
                violation_error_message=_("Đơn vị đã đăng ký công trình, phần việc cùng tên, cùng ngày khởi công."),
            ),
            models.CheckConstraint(
                condition=Q(due__gte=F("start")),
                name="work_due_after_start",
                violation_error_message=_("Ngày dự kiến xong không được trước ngày khởi công."),
            ),
            models.CheckConstraint(
                condition=_not_negative((*PLANNED, *ACTUAL)),
                name="work_money_not_negative",
                violation_error_message=_("Số tiền không thể âm."),
            ),
            models.CheckConstraint(
                condition=Q(handed_on__isnull=True) | (Q(handed_on__gte=F("start")) & ~Q(handed_to="")),
                name="work_handed_to_somebody",
                violation_error_message=_("Bàn giao thì ghi cho ai, ngày không trước ngày khởi công."),
            ),
            models.CheckConstraint(
                condition=Q(model_on__isnull=True) | ~Q(model_words=""),
                name="work_model_says_how",
                violation_error_message=_("Mô hình thì ghi nơi khác làm theo thế nào."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class WorkStep(models.Model):
    """What happened to a work, only ever added to. Owned by the commands that do it."""

    work = models.ForeignKey(YouthWork, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=WorkStepKind.choices)
    words = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["returned", "withdrawn", "dropped"]) | ~Q(words=""),
                name="work_returned_with_words",
                violation_error_message=_("Ghi vì sao, để đơn vị hiểu."),
            )
        ]


@tracked()
class WorkMilestone(models.Model):
    """A step on the way, with the day it was due and reached. Owned by `commands.work`."""

    work = models.ForeignKey(YouthWork, models.CASCADE, related_name="milestones")
    title = models.CharField(_("mốc"), max_length=200)
    due = models.DateField(_("hạn"))
    done_on = models.DateField(_("xong ngày"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    def __str__(self) -> str:
        return self.title


@tracked()
class WorkPhoto(models.Model):
    """A photo of the work, perhaps of one of its milestones. Owned by `commands.work`."""

    work = models.ForeignKey(YouthWork, models.CASCADE, related_name="photos")
    milestone = models.ForeignKey(WorkMilestone, models.CASCADE, null=True, blank=True, related_name="photos")
    file = models.ForeignKey("files.KeptFile", models.PROTECT, related_name="+")
    caption = models.CharField(_("chú thích"), max_length=200, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["work", "file"],
                name="work_photo_once",
                violation_error_message=_("Ảnh này đã có trong công trình."),
            )
        ]


@tracked()
class WorkInspection(models.Model):
    """Somebody else went to see: what they found, whether it is as it should be. Owned by `commands.recognition`."""

    work = models.ForeignKey(YouthWork, models.CASCADE, related_name="inspections")
    day = models.DateField(_("ngày kiểm tra"))
    finding = models.CharField(_("đã thấy"), max_length=1000)
    passed = models.BooleanField(_("đạt"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(finding=""),
                name="work_inspection_says_what",
                violation_error_message=_("Ghi đã thấy gì tại chỗ."),
            )
        ]


@tracked()
class Recognition(models.Model):
    """The decision by which a work counts; withdrawn with words, its posting reversed. Owned by `commands.recognition`.

    `unit` decides: the superior, for a task the unit itself.
    """

    work = models.ForeignKey(YouthWork, models.PROTECT, related_name="recognitions")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    day = models.DateField(_("ngày quyết định"))
    number = models.CharField(_("quyết định số"), max_length=120)
    outstanding = models.BooleanField(_("tiêu biểu"), default=False)
    document = models.ForeignKey("files.KeptFile", models.PROTECT, null=True, blank=True, related_name="+")
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_on = models.DateField(_("rút ngày"), null=True, blank=True)
    withdrawn_why = models.CharField(_("vì sao rút"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["work"],
                condition=Q(withdrawn_on__isnull=True),
                name="work_recognised_once",
                violation_error_message=_("Công trình này đã được công nhận."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_why="")
                | (Q(withdrawn_on__gte=F("day")) & ~Q(withdrawn_why="")),
                name="work_withdrawn_with_words",
                violation_error_message=_("Rút công nhận thì ghi vì sao."),
            ),
        ]


@tracked()
class LaterCheck(models.Model):
    """How the work stood on a later day. Owned by `commands.later`."""

    work = models.ForeignKey(YouthWork, models.CASCADE, related_name="checks")
    day = models.DateField(_("ngày xem"))
    state = models.CharField(_("hiện trạng"), max_length=8, choices=LaterState.choices)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")


@tracked()
class WorkActivity(models.Model):
    """A day's work on it, recorded as an activity; an activity belongs to one work. Owned by `commands.work`."""

    work = models.ForeignKey(YouthWork, models.CASCADE, related_name="activities")
    activity = models.OneToOneField("activities.Activity", models.PROTECT, related_name="+")
