"""What is reported: forms as dated data, their lines of figures and their headings."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import get_language, gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.ledger.choices import WorkArea
from viecthat.reporting.choices import Breakdown, FormCadence


class _Days(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


@tracked()
class ReportForm(models.Model):
    """One version of a form: who reports what, how often, by when. Owned by `commands.form`.

    `unit` keeps it and may call for it below itself; the forms of the whole organisation, from the catalogue, have
    none. Versions of one code follow each other in time: a call keeps the version it was opened with.
    """

    code = models.CharField(_("mã"), max_length=64)
    name = models.CharField(_("tên mẫu"), max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    start = models.DateField(_("dùng từ ngày"))
    end = models.DateField(_("đến hết ngày trước"), null=True, blank=True)
    cadence = models.CharField(_("bao lâu một lần"), max_length=12, choices=FormCadence.choices)
    kinds: ClassVar = ArrayField(models.CharField(max_length=32), verbose_name=_("loại đơn vị phải gửi"))
    due_days = models.SmallIntegerField(
        _("hạn gửi"), default=5, help_text=_("số ngày sau khi hết kỳ; số âm là trước khi hết kỳ")
    )
    due_earlier = models.PositiveSmallIntegerField(
        _("mỗi cấp dưới sớm hơn"), default=2, help_text=_("số ngày, để cấp trên kịp tổng hợp")
    )
    opens_before = models.PositiveSmallIntegerField(
        _("tự mở đợt trước khi hết kỳ"),
        null=True,
        blank=True,
        help_text=_("số ngày; bỏ trống: chỉ mở đợt bằng tay"),
    )
    checked_first = models.BooleanField(_("văn phòng kiểm tra trước khi ký"), default=False)
    signing = models.CharField(_("thể thức ký"), max_length=60, default="TM. BAN THƯỜNG VỤ")
    directive = models.ForeignKey("plans.Directive", models.PROTECT, null=True, blank=True, related_name="+")
    programme = models.ForeignKey("plans.Programme", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    written_at = models.DateTimeField(null=True, blank=True, help_text="none: as the catalogue has it")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gt=F("start")),
                name="form_ends_after_start",
                violation_error_message=_("Ngày thôi dùng mẫu phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=~Q(kinds=[]),
                name="form_has_kinds",
                violation_error_message=_("Chọn ít nhất một loại đơn vị phải gửi báo cáo này."),
            ),
            models.CheckConstraint(
                condition=Q(due_days__gte=-60, due_days__lte=120, due_earlier__lte=30),
                name="form_due_is_near",
                violation_error_message=_("Hạn gửi từ 60 ngày trước đến 120 ngày sau khi hết kỳ."),
            ),
            ExclusionConstraint(
                name="form_one_version_a_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (_Days("start", "end", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Mã này đã có một bản dùng trong những ngày đó; kết thúc bản cũ trước."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name


@tracked()
class FormLine(models.Model):
    """A figure the form asks for. Owned by `commands.form`."""

    form = models.ForeignKey(ReportForm, models.CASCADE, related_name="lines")
    place = models.PositiveSmallIntegerField()
    indicator = models.ForeignKey("ledger.Indicator", models.PROTECT, related_name="+")
    breakdown = models.CharField(_("chia theo"), max_length=12, choices=Breakdown.choices, blank=True)
    required = models.BooleanField(_("phải có"), default=False, help_text=_("không có thì ghi 0 hoặc giải trình"))
    hint = models.CharField(_("hướng dẫn"), max_length=300, blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["form", "place"], name="form_line_place_once"),
            models.UniqueConstraint(
                fields=["form", "indicator"],
                name="form_line_indicator_once",
                violation_error_message=_("Mẫu đã có chỉ số này."),
            ),
        ]


@tracked()
class FormSection(models.Model):
    """A heading under which the unit writes. Owned by `commands.form`.

    `area`: the block of figures it is about; its sentences are suggested there.
    """

    form = models.ForeignKey(ReportForm, models.CASCADE, related_name="sections")
    place = models.PositiveSmallIntegerField()
    number = models.CharField(_("số mục"), max_length=12, blank=True)
    heading = models.CharField(_("đề mục"), max_length=200)
    level = models.PositiveSmallIntegerField(default=1)
    written = models.BooleanField(_("có phần viết"), default=True, help_text=_("bỏ chọn: chỉ là đề mục lớn"))
    required = models.BooleanField(_("phải viết"), default=False)
    area = models.PositiveSmallIntegerField(_("khối số liệu"), choices=WorkArea.choices, null=True, blank=True)
    hint = models.CharField(_("hướng dẫn"), max_length=500, blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["form", "place"], name="form_section_place_once"),
            models.CheckConstraint(condition=Q(level__in=[1, 2, 3]), name="form_section_level"),
        ]
