"""Activities and their postings.

What came of an activity are ledger entries and nothing else: no result is stored here.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.activities.choices import TAKEN_BACK, Challenge, Outcome, State, YouthGroup
from viecthat.activities.models.kind import ActivityKind
from viecthat.audit.tracking import tracked

# Viet Nam with its islands and seas.
SOUTH, NORTH, WEST, EAST = 6, 24, 102, 118


def place_known(lat: str, lon: str) -> Q:
    """Both numbers of a place within Viet Nam, or neither."""
    neither = Q(**{f"{lat}__isnull": True, f"{lon}__isnull": True})
    return neither | Q(**{f"{lat}__range": (SOUTH, NORTH), f"{lon}__range": (WEST, EAST)})


@tracked()
class Activity(models.Model):
    """A piece of real work, credited to its lead unit. Owned by `commands.activity`, `commands.correcting`.

    details: what was written in the boxes of its kind, by the code of the box; read by the version of the kind that
    holds on its day. part_of: the superior's activity that the unit took part in by this one.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.ForeignKey(ActivityKind, models.PROTECT, related_name="+")
    title = models.CharField(_("tên hoạt động"), max_length=200)
    folded_title = models.CharField(max_length=200, help_text="kernel.names.fold(title)")
    day = models.DateField(_("ngày làm"))
    last_day = models.DateField(_("đến ngày"), help_text="inclusive; the same as the day for a one-day activity")
    begins = models.TimeField(_("từ giờ"), null=True, blank=True)
    ends = models.TimeField(_("đến giờ"), null=True, blank=True)
    place = models.CharField(_("nơi làm"), max_length=200)
    lat = models.FloatField(_("vĩ độ"), null=True, blank=True)
    lon = models.FloatField(_("kinh độ"), null=True, blank=True)
    note = models.TextField(_("ghi chú"), max_length=2000, blank=True)
    details = models.JSONField(default=dict, blank=True)
    head_count = models.PositiveIntegerField(_("số người tham gia"), default=0, help_text="people there, named or not")
    task_served = models.CharField(_("nhiệm vụ chuyên môn phục vụ"), max_length=300, blank=True)
    need_served = models.CharField(_("nhu cầu của thanh niên"), max_length=300, blank=True)
    youth_groups = ArrayField(
        models.CharField(max_length=12, choices=YouthGroup.choices),
        default=list,
        blank=True,
        verbose_name=_("nhóm thanh niên hưởng lợi"),
    )
    challenge = models.CharField(_("việc khó, việc mới"), max_length=8, choices=Challenge.choices, blank=True)
    outcome = models.CharField(_("kết cục"), max_length=8, choices=Outcome.choices, blank=True)
    outcome_words = models.CharField(_("kết cục ra sao"), max_length=500, blank=True)
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    public = models.BooleanField(_("cho mọi người xem lịch"), default=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECORDED)
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0, help_text="grows with every correction")
    changed_at = models.DateTimeField(null=True, blank=True, help_text="of the last correction")
    key = models.CharField(max_length=80, null=True, blank=True, unique=True, help_text="sent twice, recorded once")

    class Meta:
        indexes = [
            models.Index(fields=["unit", "-day"], name="activity_by_unit_day"),
            models.Index(fields=["unit", "-day"], condition=~Q(challenge=""), name="activity_challenges"),
            models.Index(fields=["day"], condition=Q(public=True), name="activity_public_days"),
            models.Index(fields=["part_of"], condition=Q(part_of__isnull=False), name="activity_parts"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "day", "folded_title"],
                condition=~Q(state__in=list(TAKEN_BACK)),
                name="activity_once",
                violation_error_message=_(
                    "Hoạt động cùng tên, cùng ngày của đơn vị đã có trong sổ; mở lại thay vì ghi lần nữa."
                ),
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("day")),
                name="activity_ends_after_start",
                violation_error_message=_("Ngày kết thúc không được trước ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(begins__isnull=False, last_day__gt=F("day")) | Q(ends__gt=F("begins")),
                name="activity_hours_in_order",
                violation_error_message=_("Giờ kết thúc phải sau giờ bắt đầu."),
            ),
            models.CheckConstraint(
                condition=place_known("lat", "lon"),
                name="activity_stands_in_viet_nam",
                violation_error_message=_("Vị trí phải nằm ở Việt Nam và có cả vĩ độ lẫn kinh độ."),
            ),
            models.CheckConstraint(
                condition=~Q(challenge="") | Q(outcome="", outcome_words=""),
                name="outcome_of_a_challenge",
                violation_error_message=_("Kết cục chỉ ghi cho việc khó, việc mới, vấn đề bức xúc; chọn loại trước."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["done", "partly", "not"]) | ~Q(outcome_words=""),
                name="outcome_in_words",
                violation_error_message=_("Ghi kết cục ra sao: đã giải quyết được gì, còn gì."),
            ),
            models.CheckConstraint(condition=~Q(part_of=F("id")), name="activity_not_part_of_itself"),
        ]

    def __str__(self) -> str:
        return self.title


class ActivityPosting(models.Model):
    """Which postings an activity put into the ledger: its results, their reversal, their verification."""

    posting = models.OneToOneField("ledger.Posting", models.PROTECT, primary_key=True, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="postings")


@tracked()
class ActivityProgramme(models.Model):
    """A programme that the work serves, or one item of it, each by its first version; it is counted once all the same.

    Owned by `commands.activity`.
    """

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="serves")
    programme = models.ForeignKey("plans.Programme", models.PROTECT, related_name="+")
    item = models.ForeignKey("plans.ProgrammeItem", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "programme", "item"], nulls_distinct=False, name="activity_serves_once"
            )
        ]
