"""Congresses: whose, which, for which term; the plan of those below, the steps towards it, agenda and papers."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.congress.choices import CONSENTS, CongressForm, CongressLine, PaperKind, StepKind, Verdict
from viecthat.kernel.numbers import roman


@tracked()
class Congress(models.Model):
    """A congress of a unit, or of the association it keeps beside itself. Owned by `commands.congress`.

    `within` is the congress of the level above that it leads up to. `called` and `present` are typed where all members
    meet; of a congress of delegates the rows tell. Held, it has a posting in the ledger; its resolution and its term
    stand in the registers of plans.

    What the presidium set where the charter's article could not be checked: `quorum_…` of those called must be there,
    `elected_…` of the valid ballots must be exceeded, which consents are not asked; `rules_words` says by what.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    line = models.CharField(_("đại hội của"), max_length=12, choices=CongressLine.choices, default=CongressLine.UNION)
    form = models.CharField(_("hình thức"), max_length=12, choices=CongressForm.choices, default=CongressForm.DELEGATES)
    name = models.CharField(_("tên đại hội"), max_length=300)
    folded = models.CharField(max_length=300, help_text="kernel.names.fold(name)")
    ordinal = models.PositiveSmallIntegerField(_("lần thứ"))
    first_year = models.PositiveSmallIntegerField(_("nhiệm kỳ từ năm"))
    last_year = models.PositiveSmallIntegerField(_("đến năm"))
    within = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below")
    planned_on = models.DateField(_("ngày họp dự kiến"))
    place = models.CharField(_("nơi họp"), max_length=200, blank=True)
    theme = models.CharField(_("chủ đề đại hội"), max_length=300, blank=True)
    matters = models.TextField(_("vấn đề của thanh niên cần giải quyết"), max_length=2000, blank=True)
    seats = models.PositiveSmallIntegerField(_("số đại biểu triệu tập"), null=True, blank=True)
    held_on = models.DateField(_("khai mạc ngày"), null=True, blank=True)
    last_day = models.DateField(_("bế mạc ngày"), null=True, blank=True)
    called = models.PositiveIntegerField(_("số được triệu tập"), null=True, blank=True)
    present = models.PositiveIntegerField(_("số có mặt"), null=True, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    quorum_n = models.PositiveSmallIntegerField(_("có mặt ít nhất: tử số"), null=True, blank=True)
    quorum_of = models.PositiveSmallIntegerField(_("có mặt ít nhất: mẫu số"), null=True, blank=True)
    elected_n = models.PositiveSmallIntegerField(_("trúng cử khi quá: tử số"), null=True, blank=True)
    elected_of = models.PositiveSmallIntegerField(_("trúng cử khi quá: mẫu số"), null=True, blank=True)
    no_party_consent = models.BooleanField(_("không cần cấp ủy cùng cấp đồng ý"), default=False)
    no_superior_consent = models.BooleanField(_("không cần cấp trên trực tiếp duyệt"), default=False)
    rules_words = models.CharField(_("căn cứ"), max_length=300, blank=True)
    resolution = models.ForeignKey("plans.Directive", models.PROTECT, null=True, blank=True, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "line", "planned_on"], name="congress_by_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "line", "first_year", "folded"],
                name="congress_once_a_term",
                violation_error_message=_("Đơn vị đã có đại hội của nhiệm kỳ này trong sổ."),
            ),
            models.CheckConstraint(
                condition=Q(last_year__gt=F("first_year")),
                name="congress_term_ends_later",
                violation_error_message=_("Năm cuối nhiệm kỳ phải sau năm đầu."),
            ),
            models.CheckConstraint(
                condition=Q(ordinal__gte=1),
                name="congress_has_ordinal",
                violation_error_message=_("Ghi đại hội lần thứ mấy, từ 1."),
            ),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True, last_day__isnull=True) | Q(last_day__gte=F("held_on")),
                name="congress_closes_after_opening",
                violation_error_message=_("Ngày bế mạc không được trước ngày khai mạc."),
            ),
            models.CheckConstraint(
                condition=Q(present__isnull=True) | Q(present__lte=F("called")),
                name="congress_present_were_called",
                violation_error_message=_("Số có mặt nhiều hơn số được triệu tập; đếm lại."),
            ),
            models.CheckConstraint(
                condition=Q(quorum_n__isnull=True, quorum_of__isnull=True)
                | Q(quorum_n__isnull=False, quorum_of__isnull=False, quorum_n__gte=1, quorum_of__gte=F("quorum_n")),
                name="congress_quorum_is_a_share",
                violation_error_message=_("Tỷ lệ có mặt ghi đủ hai số, ví dụ 2 trên 3, không quá 1."),
            ),
            models.CheckConstraint(
                condition=Q(elected_n__isnull=True, elected_of__isnull=True)
                | Q(elected_n__isnull=False, elected_of__isnull=False, elected_n__gte=1, elected_of__gt=F("elected_n")),
                name="congress_elected_is_a_share",
                violation_error_message=_("Tỷ lệ trúng cử ghi đủ hai số, ví dụ quá 1 trên 2, nhỏ hơn 1."),
            ),
            models.CheckConstraint(
                condition=~Q(rules_words="")
                | Q(quorum_n__isnull=True, elected_n__isnull=True, no_party_consent=False, no_superior_consent=False),
                name="congress_own_rules_say_by_what",
                violation_error_message=_("Ghi căn cứ: điều nào của Điều lệ, hướng dẫn, hay biên bản nào."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def roman(self) -> str:
        """Its number as it is written: XV."""
        return roman(self.ordinal)

    @property
    def term(self) -> str:
        """Its term as it is written: 2024 - 2029."""
        return f"{self.first_year} - {self.last_year}"


@tracked()
class Stage(models.Model):
    """Units of a kind below hold their congresses between two days (inclusive). Owned by `commands.congress`."""

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="stages")
    kind = models.CharField(_("loại đơn vị"), max_length=32, help_text="a code of units.UnitKind")
    start = models.DateField(_("từ ngày"))
    due = models.DateField(_("xong trước hết ngày"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["congress", "kind"],
                name="congress_stage_once",
                violation_error_message=_("Loại đơn vị này đã có thời hạn; xoá thời hạn cũ rồi đặt lại."),
            ),
            models.CheckConstraint(
                condition=Q(due__gte=F("start")),
                name="congress_stage_ends_later",
                violation_error_message=_("Hạn xong không được trước ngày bắt đầu."),
            ),
        ]


@tracked()
class Step(models.Model):
    """A step done for a congress; a consent has its paper. Owned by `commands.congress.record_step`."""

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=StepKind.choices)
    day = models.DateField(_("ngày"))
    body = models.CharField(_("cơ quan"), max_length=200, blank=True)
    number = models.CharField(_("văn bản số"), max_length=80, blank=True)
    verdict = models.CharField(_("ý kiến"), max_length=12, choices=Verdict.choices, blank=True)
    words = models.CharField(_("nội dung"), max_length=1000, blank=True)
    file = models.ForeignKey("files.KeptFile", models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["congress", "kind"], name="congress_step_once"),
            models.CheckConstraint(
                condition=~Q(kind__in=[kind.value for kind in CONSENTS])
                | (Q(file__isnull=False) & ~Q(body="") & ~Q(verdict="")),
                name="congress_consent_has_its_paper",
                violation_error_message=_("Ghi cơ quan cho ý kiến, ý kiến, và kèm tệp văn bản."),
            ),
        ]


@tracked()
class AgendaItem(models.Model):
    """What is gone through, in order. Owned by `commands.record`."""

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(_("nội dung"), max_length=300)
    speaker = models.CharField(_("người trình bày, điều hành"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("số phút"), default=0)

    class Meta:
        ordering = ["position"]


@tracked()
class CongressPaper(models.Model):
    """A paper of the congress with its file. Owned by `commands.record`."""

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="papers")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("loại"), max_length=12, choices=PaperKind.choices)
    title = models.CharField(_("tên"), max_length=300)
    author = models.CharField(_("đơn vị, người trình bày"), max_length=200, blank=True)
    file = models.ForeignKey("files.KeptFile", models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position"]


class Followed(models.Model):
    """A congress yet to be held that followed its unit by a decision. Owned by `commands.following`."""

    decision = models.ForeignKey("organisation.Reorganisation", models.PROTECT, related_name="+")
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="followed")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    new_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "congress"], name="congress_follows_once")]
