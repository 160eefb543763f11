"""Limits a unit found in its work, what is done about each, and the proofs that it was mended."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.ledger.choices import WorkArea
from viecthat.reviews.models.review import Review


class LimitState(models.TextChoices):
    """How far a limit has come."""

    OPEN = "open", _("chưa khắc phục")
    MENDING = "mending", _("đang khắc phục")
    MENDED = "mended", _("đã khắc phục")
    DROPPED = "dropped", _("thôi theo dõi")


STILL_THERE = (LimitState.OPEN, LimitState.MENDING)


class CauseKind(models.TextChoices):
    """Whether the unit could have helped it."""

    UNKNOWN = "", _("chưa xác định")
    OBJECTIVE = "objective", _("khách quan")
    SUBJECTIVE = "subjective", _("chủ quan")
    BOTH = "both", _("cả khách quan và chủ quan")


class LimitStepKind(models.TextChoices):
    """What happened to a limit; its steps are only ever added to."""

    OPENED = "opened", _("nêu hạn chế")
    CORRECTED = "corrected", _("sửa nội dung")
    MENDING = "mending", _("bắt đầu khắc phục")
    STILL = "still", _("còn tồn tại")
    MENDED = "mended", _("đã khắc phục")
    DROPPED = "dropped", _("thôi theo dõi")
    REOPENED = "reopened", _("nêu lại")


@tracked(exclude=["folded"])
class Limit(models.Model):
    """Something that did not go well, found in `review` of a unit. Owned by `commands.limit`.

    `unit` answers for it; should that be merged, whoever carries it on. `suggested` keeps a suggestion out of the data
    from being taken twice. `closed_on`: the day on which it was mended or dropped.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, models.PROTECT, related_name="limits")
    words = models.TextField(_("hạn chế"))
    area = models.PositiveSmallIntegerField(_("mặt công tác"), choices=WorkArea.choices, null=True, blank=True)
    indicator = models.ForeignKey("ledger.Indicator", models.PROTECT, null=True, blank=True, related_name="+")
    cause = models.TextField(_("nguyên nhân"), blank=True)
    cause_kind = models.CharField(max_length=10, choices=CauseKind.choices, default=CauseKind.UNKNOWN, blank=True)
    lesson = models.TextField(_("bài học"), blank=True)
    action = models.TextField(_("biện pháp khắc phục"), blank=True)
    owner = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    due = models.DateField(_("hạn khắc phục"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=LimitState.choices, default=LimitState.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    suggested = models.CharField(max_length=100, blank=True)
    folded = models.TextField(blank=True, help_text="its words, for searching without marks")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "state", "due"], name="limit_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "suggested"],
                condition=~Q(suggested=""),
                name="limit_suggestion_once",
                violation_error_message=_("Gợi ý này đã được ghi thành hạn chế."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "mending"], closed_on=None)
                | Q(state__in=["mended", "dropped"], closed_on__isnull=False),
                name="limit_closed_with_day",
                violation_error_message=_("Hạn chế đã khép lại phải có ngày khép lại."),
            ),
        ]

    def __str__(self) -> str:
        return self.words[:80]


class LimitStep(models.Model):
    """Something that was said of a limit, by whom, when; never changed. Owned by `commands.limit`.

    `review`: the review in which it was said. `day`: the day it holds for, the review's last one if said afterwards.
    `proof`: a document, an activity, an address that shows it.
    """

    limit = models.ForeignKey(Limit, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=LimitStepKind.choices)
    review = models.ForeignKey(Review, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField(blank=True)
    proof = models.CharField(_("minh chứng"), max_length=300, blank=True)
    day = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["limit", "-at"], name="limit_step_last")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["mended", "dropped", "still", "reopened"]) | ~Q(words=""),
                name="limit_step_with_words",
                violation_error_message=_("Ghi rõ bằng lời."),
            )
        ]


class LimitFile(models.Model):
    """What shows that a limit was mended. Owned by `commands.limit`."""

    step = models.ForeignKey(LimitStep, models.CASCADE, related_name="files")
    file = models.ForeignKey("files.KeptFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "file"], name="limit_file_once")]
