"""Activities, their participants, evidence and verifications.

What came of an activity are ledger entries and nothing else: no result is stored here.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext_lazy as _

from viecthat.activities.choices import EvidenceKind, State
from viecthat.audit.tracking import tracked


class ActivityKind(models.Model):
    """A kind of work, from the catalogue: which results it yields. Owned by `commands.load_activity_kinds`."""

    code = models.CharField(max_length=48, primary_key=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    icon = models.CharField(max_length=24, default="leaf")
    position = models.PositiveSmallIntegerField(default=0)
    indicators = ArrayField(
        models.CharField(max_length=64), default=list, help_text="codes of the results it may yield"
    )

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name


@tracked()
class Activity(models.Model):
    """A piece of real work, credited to its lead unit. Owned by `commands.record_activity`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.ForeignKey(ActivityKind, models.PROTECT, related_name="+")
    title = models.CharField(_("tên hoạt động"), max_length=200)
    folded_title = models.CharField(max_length=200, help_text="kernel.names.fold(title)")
    day = models.DateField(_("ngày làm"))
    last_day = models.DateField(_("đến ngày"), help_text="inclusive; the same as the day for a one-day activity")
    place = models.CharField(_("nơi làm"), max_length=200)
    note = models.TextField(_("ghi chú"), max_length=2000, blank=True)
    head_count = models.PositiveIntegerField(_("số người tham gia"), default=0, help_text="people there, named or not")
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECORDED)
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    key = models.CharField(max_length=80, null=True, blank=True, unique=True, help_text="sent twice, recorded once")

    class Meta:
        indexes = [models.Index(fields=["unit", "-day"], name="activity_by_unit_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "day", "folded_title"],
                condition=~Q(state="cancelled"),
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
        ]

    def __str__(self) -> str:
        return self.title


class ActivityPosting(models.Model):
    """Which postings an activity put into the ledger: its results, their reversal, their verification."""

    posting = models.OneToOneField("ledger.Posting", models.PROTECT, primary_key=True, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="postings")


@tracked()
class ActivityPartner(models.Model):
    """A unit that did it together with the lead unit; it is shown, never credited."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="partners")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "unit"], name="partner_once")]


@tracked()
class Participation(models.Model):
    """A named person who was there."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="participations")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "person"],
                name="participation_once",
                violation_error_message=_("Người này đã có trong danh sách tham gia."),
            )
        ]


@tracked()
class Evidence(models.Model):
    """A photo or paper that shows the work."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="evidence")
    file = models.ForeignKey("files.KeptFile", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=EvidenceKind.choices, default=EvidenceKind.PHOTO)
    caption = models.CharField(_("chú thích"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "file"],
                name="evidence_once",
                violation_error_message=_("Ảnh này đã có trong hoạt động."),
            )
        ]


@tracked()
class Verification(models.Model):
    """Somebody else checked it: who, when, how, and what they found."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="verifications")
    actor = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=120, help_text="who checked, also where they had no account")
    checked_at = models.DateTimeField()
    finding = models.CharField(_("đã kiểm tra thế nào"), max_length=500)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(finding=""),
                name="verification_says_how",
                violation_error_message=_("Ghi đã kiểm tra thế nào: đếm tại chỗ, gọi lại, xem biên bản …"),
            )
        ]
