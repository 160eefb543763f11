"""Calls for reports, and reports: what a unit says for a form and a period, step by step."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.kernel.periods import Period
from viecthat.reporting.choices import ReportState, Step
from viecthat.reporting.models.form import FormLine, FormSection, ReportForm


@tracked()
class ReportCall(models.Model):
    """A unit calls for a form over a period, from itself and all below it of the form's kinds. Owned by
    `commands.call`.

    `due` is the day of the unit that calls; those below send earlier, as the form says.
    """

    form = models.ForeignKey(ReportForm, models.PROTECT, related_name="calls")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến trước ngày"))
    due = models.DateField(_("hạn gửi"))
    words = models.TextField(_("lời dặn"), blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "-end"], name="call_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "unit", "start", "end"],
                name="call_once",
                violation_error_message=_("Đợt báo cáo này đã mở."),
            ),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="call_has_days",
                violation_error_message=_("Kỳ báo cáo phải có ít nhất một ngày."),
            ),
        ]

    @property
    def period(self) -> Period:
        """The days reported on."""
        return Period(self.start, self.end)


@tracked()
class Report(models.Model):
    """A unit's report for a call. Owned by `commands.report` and `commands.steps`.

    It comes to be when someone of the unit opens it; who is missing is asked of the tree. `accepted` is the edition
    that counts above; while a correction is written, signed and sent up, it stays.
    """

    call = models.ForeignKey(ReportCall, models.PROTECT, related_name="reports")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    accepted = models.ForeignKey("reporting.Edition", models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True, help_text="when the first edition was sent up")

    class Meta:
        indexes = [
            models.Index(fields=["call", "state"], name="report_by_state"),
            models.Index(fields=["unit", "-id"], name="report_of_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "unit"],
                name="report_once",
                violation_error_message=_("Đơn vị đã có báo cáo của đợt này."),
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted__isnull=False),
                name="report_accepted_has_edition",
                violation_error_message=_("Báo cáo được nhận phải có bản đã ký."),
            ),
        ]


@tracked()
class ReportFigure(models.Model):
    """What the unit says of one line of the form. Owned by `commands.report`.

    `typed` (and `typed_of`, for a ratio) is what nobody recorded as work and is declared besides, in the indicator's
    smallest unit, with `reason`; it enters the ledger on signing, by `posting`. `returned` are the superior's words on
    this figure, `answer` the unit's; `revision` lets two people at once notice each other.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="figures")
    line = models.ForeignKey(FormLine, models.PROTECT, related_name="+")
    typed = models.BigIntegerField(_("kê khai thêm"), null=True, blank=True)
    typed_of = models.BigIntegerField(null=True, blank=True)
    reason = models.CharField(_("lý do kê khai"), max_length=300, blank=True)
    explanation = models.CharField(_("giải trình"), max_length=1000, blank=True)
    returned = models.CharField(_("ý kiến trả lại"), max_length=1000, blank=True)
    answer = models.CharField(_("trả lời"), max_length=1000, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "line"], name="report_figure_once"),
            models.CheckConstraint(
                condition=Q(typed__isnull=True) | (Q(typed__gte=0) & ~Q(reason="")),
                name="report_typed_with_reason",
                violation_error_message=_("Số kê khai thêm không âm và phải có lý do."),
            ),
            models.CheckConstraint(
                condition=Q(typed_of__isnull=True) | Q(typed_of__gte=F("typed"), typed_of__gt=0),
                name="report_typed_share",
                violation_error_message=_("Số đạt không thể lớn hơn tổng số."),
            ),
        ]


@tracked()
class ReportText(models.Model):
    """What the unit writes under one heading; figures stand in it as fields. Owned by `commands.report`."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="texts")
    section = models.ForeignKey(FormSection, models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    returned = models.CharField(_("ý kiến trả lại"), max_length=1000, blank=True)
    answer = models.CharField(_("trả lời"), max_length=1000, blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "section"], name="report_text_once")]


class ReportStep(models.Model):
    """What happened to a report, in order; nothing of it is changed. Owned by `commands.steps`.

    `lines` and `sections` hold what was said of single figures and headings when it was returned: {pk: words}.
    `for_whom`: in whose place the actor signed.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=12, choices=Step.choices)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    for_whom = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    edition = models.ForeignKey("reporting.Edition", models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)
    lines = models.JSONField(default=dict)
    sections = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["report", "id"], name="step_of_report")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(step__in=["returned", "withdrawn", "reopened"]) | ~Q(words=""),
                name="step_says_why",
                violation_error_message=_("Ghi vì sao."),
            )
        ]


@tracked()
class SigningDelegation(models.Model):
    """While away, `signer` lets `deputy` sign and send the reports of `unit`. Owned by `commands.delegation`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến hết ngày trước"))
    words = models.CharField(_("vì sao"), max_length=300)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="delegation_has_days",
                violation_error_message=_("Ngày cuối phải sau ngày đầu."),
            ),
            models.CheckConstraint(
                condition=~Q(signer=F("deputy")),
                name="delegation_to_another",
                violation_error_message=_("Chọn người khác ký thay."),
            ),
        ]
