"""An emulation drive: what it is for, what units undertake in it, what it is scored by, what may be given."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.commendations.choices import DriveKind, NomineeKind, ScoreBy


@tracked()
class Drive(models.Model):
    """A drive that `unit` calls, from `start` to `end` inclusive; dossiers are taken until `due`.

    `event` is what it is tied to ("Đại hội XIII của Đảng"); a yearly call has none. `summary` are the words of its
    sơ kết, whose figures are read from the ledger. Owned by `commands.drive`.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(_("loại"), max_length=8, choices=DriveKind.choices)
    title = models.CharField(_("tên"), max_length=200)
    folded = models.CharField(max_length=420, help_text="title and event, for searching")
    event = models.CharField(_("chào mừng"), max_length=200, blank=True)
    words = models.TextField(_("mục đích, yêu cầu"), max_length=3000, blank=True)
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến hết ngày"))
    due = models.DateField(_("hạn gửi hồ sơ"))
    programme = models.ForeignKey(
        "plans.Programme", models.PROTECT, null=True, blank=True, related_name="+", help_text="its first version"
    )
    summary = models.TextField(_("lời sơ kết, tổng kết"), max_length=6000, blank=True)
    closed_on = models.DateField(_("khép lại ngày"), null=True, blank=True)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    called_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "-start"], name="emulation_drive_by_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "folded", "start"],
                name="emulation_drive_once",
                violation_error_message=_("Đơn vị đã phát động đợt cùng tên, cùng ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="drive_ends_after_start",
                violation_error_message=_("Ngày kết thúc không được trước ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(due__gte=F("start")),
                name="drive_due_after_start",
                violation_error_message=_("Hạn gửi hồ sơ không được trước ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="event") | ~Q(event=""),
                name="drive_event_named",
                violation_error_message=_("Ghi chào mừng sự kiện nào, ví dụ “Đại hội XIII của Đảng”."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class DriveForm(models.Model):
    """A form that may be given in the drive, and its quotas: `most` in all, `unit_most` and `share` for each proposer.

    `share`: so many of a hundred of the units below a proposer (collectives) or of its members (individuals).
    Owned by `commands.drive`.
    """

    drive = models.ForeignKey(Drive, models.CASCADE, related_name="forms")
    form = models.CharField(_("hình thức, danh hiệu"), max_length=40)
    to = models.CharField(_("cho"), max_length=12, choices=NomineeKind.choices)
    most = models.PositiveIntegerField(_("cả đợt nhiều nhất"), null=True, blank=True)
    unit_most = models.PositiveIntegerField(_("mỗi đơn vị đề nghị nhiều nhất"), null=True, blank=True)
    share = models.DecimalField(_("tỷ lệ nhiều nhất (%)"), max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["drive", "form", "to"],
                name="drive_form_once",
                violation_error_message=_("Hình thức này đã có trong đợt."),
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=100),
                name="drive_form_share",
                violation_error_message=_("Tỷ lệ từ trên 0 đến 100 %."),
            ),
        ]


@tracked()
class DriveTarget(models.Model):
    """What each unit, or the whole, is to reach in the days of the drive. Owned by `commands.drive`.

    `goal` and `each` are in the indicator's smallest unit; each: of every unit directly below, if set.
    """

    drive = models.ForeignKey(Drive, models.CASCADE, related_name="targets")
    indicator = models.ForeignKey("ledger.Indicator", models.PROTECT, related_name="+")
    goal = models.BigIntegerField(_("cả đợt"))
    each = models.BigIntegerField(_("mỗi đơn vị trực thuộc"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["drive", "indicator"],
                name="drive_target_once",
                violation_error_message=_("Đợt thi đua đã có chỉ tiêu này."),
            ),
            models.CheckConstraint(
                condition=Q(goal__gt=0) & (Q(each__isnull=True) | Q(each__gt=0)),
                name="drive_target_above_nothing",
                violation_error_message=_("Chỉ tiêu phải lớn hơn 0."),
            ),
        ]


@tracked()
class Criterion(models.Model):
    """What units are scored by in a drive, with its points. Owned by `commands.criteria`.

    by figure: all points at `bar`, in proportion below it; by rank: all points for the best, none beyond place `bar`;
    by rating: all points for a class at least as good as `rating`; by hand: what somebody gives, with evidence.
    """

    drive = models.ForeignKey(Drive, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(_("tiêu chí"), max_length=300)
    by = models.CharField(_("chấm theo"), max_length=8, choices=ScoreBy.choices)
    points = models.DecimalField(_("điểm tối đa"), max_digits=5, decimal_places=1)
    indicator = models.ForeignKey("ledger.Indicator", models.PROTECT, null=True, blank=True, related_name="+")
    bar = models.BigIntegerField(_("mức"), null=True, blank=True, help_text="in its smallest unit, or a place")
    rating = models.CharField(_("xếp loại từ"), max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(_("năm xếp loại"), null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["drive", "position"], name="criterion_position_once"),
            models.CheckConstraint(
                condition=Q(points__gt=0),
                name="criterion_has_points",
                violation_error_message=_("Điểm tối đa của tiêu chí phải lớn hơn 0."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(by__in=["figure", "rank"], indicator__isnull=False, bar__gt=0, rating="", year__isnull=True)
                    | Q(by="rating", indicator__isnull=True, bar__isnull=True, year__isnull=False) & ~Q(rating="")
                    | Q(by="hand", indicator__isnull=True, bar__isnull=True, rating="", year__isnull=True)
                ),
                name="criterion_knows_its_source",
                violation_error_message=_(
                    "Chấm theo số liệu thì chọn chỉ số và mức; theo xếp loại thì chọn loại và năm."
                ),
            ),
        ]


@tracked()
class HandScore(models.Model):
    """Points somebody gave a unit, with what shows it. Owned by `commands.criteria`."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="scores")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    points = models.DecimalField(_("điểm"), max_digits=5, decimal_places=1)
    evidence = models.CharField(_("minh chứng"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["criterion", "unit"], name="hand_score_once"),
            models.CheckConstraint(
                condition=Q(points__gte=0) & ~Q(evidence=""),
                name="hand_score_with_evidence",
                violation_error_message=_("Ghi điểm từ 0 và minh chứng."),
            ),
        ]
