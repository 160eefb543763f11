"""A contest by edition, and what its rules say: categories, rounds, criteria, prizes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.contests.choices import ContestState, EntrantKind, RoundKind

MOST_TOGETHER = 8


@tracked()
class Contest(models.Model):
    """One edition of a contest. Owned by `commands.contest`.

    `rules` is what every entrant reads (thể lệ), `rights` what they agree to about the use of their works. `most`: how
    many people send a work together. `outside`: also people without an account may enter. `activity`: the same contest
    as it was recorded among the activities; one of both counts (`commands.joining`).
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    title = models.CharField(_("tên cuộc thi"), max_length=200)
    folded = models.CharField(max_length=420, help_text="title, organisers and partner, for searching")
    edition = models.PositiveSmallIntegerField(_("lần thứ"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("năm"))
    organisers = models.CharField(_("ban tổ chức"), max_length=200)
    partner = models.CharField(_("phối hợp với"), max_length=200, blank=True)
    rules = models.TextField(_("thể lệ"), max_length=20_000)
    rules_file = models.ForeignKey("files.KeptFile", models.PROTECT, null=True, blank=True, related_name="+")
    rights = models.TextField(_("quyền sử dụng tác phẩm"), max_length=2000)
    entrants = models.CharField(_("dự thi theo"), max_length=8, choices=EntrantKind.choices)
    most = models.PositiveSmallIntegerField(_("nhiều nhất mấy người một bài"), default=1)
    outside = models.BooleanField(_("nhận cả người ngoài tổ chức"), default=True)
    anonymous = models.BooleanField(_("chấm ẩn danh"), default=True)
    state = models.CharField(max_length=10, choices=ContestState.choices, default=ContestState.DRAFT)
    cancelled_why = models.CharField(_("vì sao huỷ"), max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    activity = models.OneToOneField("activities.Activity", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit"], name="contest_by_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title", "year", "edition"],
                nulls_distinct=False,
                name="contest_edition_once",
                violation_error_message=_("Đơn vị đã có cuộc thi cùng tên, cùng lần, cùng năm."),
            ),
            models.CheckConstraint(
                condition=Q(entrants="single", most=1)
                | Q(entrants="pair", most=2)
                | Q(entrants="team", most__range=(2, MOST_TOGETHER)),
                name="contest_most_fits_entrants",
                violation_error_message=_("Cá nhân là 1 người, cặp đôi là 2, nhóm từ 2 đến 8 người."),
            ),
            models.CheckConstraint(
                condition=(Q(state="cancelled") & ~Q(cancelled_why="")) | (~Q(state="cancelled") & Q(cancelled_why="")),
                name="contest_cancelled_says_why",
                violation_error_message=_("Ghi vì sao huỷ."),
            ),
            models.CheckConstraint(
                condition=Q(state="ended", published_at__isnull=False)
                | (~Q(state="ended") & Q(published_at__isnull=True)),
                name="contest_ended_is_published",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Category(models.Model):
    """A group (bảng) that is ranked by itself; ages inclusive, on the last day of registration."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="categories")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("tên bảng"), max_length=120)
    youngest = models.PositiveSmallIntegerField(_("từ tuổi"), null=True, blank=True)
    oldest = models.PositiveSmallIntegerField(_("đến hết tuổi"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "position"], name="contest_category_place_once"),
            models.CheckConstraint(
                condition=Q(youngest__isnull=True) | Q(oldest__isnull=True) | Q(oldest__gte=F("youngest")),
                name="contest_category_ages_in_order",
                violation_error_message=_("Tuổi sau không được nhỏ hơn tuổi trước."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Round(models.Model):
    """A round, both days inclusive. Owned by `commands.contest`, closed by minutes (`commands.closing`).

    Rounds of one `stage` run side by side; the next stage takes whoever passed one of them. `sent_from`, `sent_until`:
    only works sent in these days, as for the vote of a month. `quiz`: marked by a quiz of the floor of learning.
    """

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="rounds")
    kind = models.CharField(_("loại vòng"), max_length=12, choices=RoundKind.choices)
    name = models.CharField(_("tên vòng"), max_length=120)
    stage = models.PositiveSmallIntegerField(_("giai đoạn"))
    start = models.DateField(_("từ ngày"))
    last_day = models.DateField(_("đến hết ngày"))
    passing = models.PositiveSmallIntegerField(_("chọn bao nhiêu bài"), null=True, blank=True)
    sent_from = models.DateField(_("bài gửi từ ngày"), null=True, blank=True)
    sent_until = models.DateField(_("bài gửi đến hết ngày"), null=True, blank=True)
    quiz = models.ForeignKey("learning.Quiz", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("start")),
                name="contest_round_ends_after_start",
                violation_error_message=_("Ngày kết thúc không được trước ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(sent_from__isnull=True, sent_until__isnull=True) | Q(sent_until__gte=F("sent_from")),
                name="contest_round_sent_days_in_order",
                violation_error_message=_("Ghi cả hai ngày gửi bài, ngày sau không trước ngày đầu."),
            ),
            models.CheckConstraint(
                condition=Q(quiz__isnull=True) | Q(kind="preliminary"),
                name="contest_round_quiz_is_preliminary",
                violation_error_message=_("Bài trắc nghiệm chỉ dùng cho vòng loại."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Criterion(models.Model):
    """What jurors mark from 0 to 10, and how much it weighs."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("tiêu chí"), max_length=200)
    weight = models.PositiveSmallIntegerField(_("trọng số"))

    class Meta:
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(fields=["contest", "position"], name="contest_criterion_place_once"),
            models.CheckConstraint(
                condition=Q(weight__range=(1, 100)),
                name="contest_criterion_weighs",
                violation_error_message=_("Trọng số từ 1 đến 100."),
            ),
        ]


@tracked()
class Prize(models.Model):
    """A prize the rules promise: how many of it, how much each in đồng (0: none said)."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="prizes")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("tên giải"), max_length=120)
    count = models.PositiveSmallIntegerField(_("số giải"))
    amount = models.PositiveBigIntegerField(_("trị giá mỗi giải"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "position"], name="contest_prize_place_once"),
            models.CheckConstraint(
                condition=Q(count__range=(1, 500)) & Q(amount__lte=100_000_000_000),
                name="contest_prize_is_some",
                violation_error_message=_("Số giải từ 1 đến 500."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
