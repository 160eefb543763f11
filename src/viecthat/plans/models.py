"""Directives, terms and targets."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.dated import ends_after_start
from viecthat.audit.tracking import tracked
from viecthat.kernel.numbers import roman


@tracked()
class Directive(models.Model):
    """A numbered document: resolution, conclusion, guidance, plan … Owned by `commands.register_directive`.

    Its number is kept in parts (kernel.document_numbers), so that three spellings are one document.
    """

    sequence = models.PositiveIntegerField(_("số"), null=True, help_text="empty: the source gives no number")
    suffix = models.CharField(max_length=4, blank=True)
    type = models.CharField(_("loại văn bản"), max_length=8)
    issuer_code = models.CharField(_("ký hiệu cơ quan"), max_length=32, blank=True)
    department = models.CharField(_("ký hiệu bộ phận"), max_length=32, blank=True)
    number = models.CharField(_("số, ký hiệu"), max_length=64, blank=True, help_text="as it is written rightly")
    written_as = models.CharField(_("số như trong nguồn"), max_length=64, blank=True)
    issuer = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    term = models.ForeignKey("plans.Term", models.PROTECT, null=True, blank=True, related_name="directives")
    subject = models.CharField(_("trích yếu"), max_length=500)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    start = models.DateField(_("có hiệu lực từ"), null=True, blank=True)
    end = models.DateField(_("hết hiệu lực trước"), null=True, blank=True)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sequence", "suffix", "type", "issuer_code", "term"],
                condition=Q(sequence__isnull=False),
                nulls_distinct=False,
                name="directive_number_once",
                violation_error_message=_("Văn bản số này đã có trong sổ của nhiệm kỳ; mở văn bản cũ thay vì ghi lại."),
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | ends_after_start(),
                name="directive_force_ends_after_start",
                violation_error_message=_("Ngày hết hiệu lực phải sau ngày có hiệu lực."),
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.subject


@tracked()
class Term(models.Model):
    """A unit's congress term. Owned by `commands.open_term`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    ordinal = models.PositiveSmallIntegerField(_("đại hội lần thứ"))
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến trước ngày"))
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "ordinal"], name="term_once"),
            models.CheckConstraint(
                condition=ends_after_start(),
                name="term_ends_after_start",
                violation_error_message=_("Nhiệm kỳ phải kết thúc sau khi bắt đầu."),
            ),
        ]

    @property
    def roman(self) -> str:
        """The congress's number as it is written: XV."""
        return roman(self.ordinal)


class Cadence(models.TextChoices):
    """How a target is judged: once over its whole period, or anew each year."""

    WHOLE = "whole", _("cả giai đoạn")
    YEARLY = "yearly", _("từng năm")


class Direction(models.TextChoices):
    AT_LEAST = "at_least", _("ít nhất")
    AT_MOST = "at_most", _("nhiều nhất")


@tracked()
class Target(models.Model):
    """An indicator, a unit, a period, a goal. Owned by `commands.adopt_target`.

    `goal` is in the indicator's smallest unit; for a ratio it is `goal` of `goal_of` (80 of 100 = 80 %).
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    indicator = models.ForeignKey("ledger.Indicator", models.PROTECT, related_name="+")
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến trước ngày"))
    goal = models.BigIntegerField(_("mức đề ra"))
    goal_of = models.BigIntegerField(_("trên"), null=True, blank=True)
    cadence = models.CharField(_("cách xét"), max_length=8, choices=Cadence.choices, default=Cadence.WHOLE)
    direction = models.CharField(_("chiều"), max_length=8, choices=Direction.choices, default=Direction.AT_LEAST)
    directive = models.ForeignKey(Directive, models.PROTECT, null=True, blank=True, related_name="targets")
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads_to",
        help_text="the first stage of a nested target",
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    illustrative = models.BooleanField(
        _("mức minh hoạ"), default=False, help_text="the source gives a result and no goal: this goal is an example"
    )
    source = models.CharField(_("nguồn"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "indicator", "start", "end"],
                name="target_once",
                violation_error_message=_("Đơn vị đã có chỉ tiêu này trong giai đoạn đó."),
            ),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="target_ends_after_start",
                violation_error_message=_("Giai đoạn của chỉ tiêu phải kết thúc sau khi bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(goal__gt=0) & (Q(goal_of__isnull=True) | Q(goal_of__gt=0)),
                name="target_goal_positive",
                violation_error_message=_("Mức đề ra phải lớn hơn 0."),
            ),
        ]
