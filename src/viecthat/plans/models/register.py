"""Registers of the work between units and bodies: advice, coordination, visits to the base."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from viecthat.audit.dated import ends_after_start
from viecthat.audit.tracking import tracked
from viecthat.plans.choices import AdviceOutcome
from viecthat.plans.models.directive import Directive
from viecthat.plans.models.programme import Programme


@tracked()
class Advice(models.Model):
    """A paper by which a unit advised the Party committee or an authority, and what came of it.

    Owned by `commands.register`.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    topic = models.CharField(_("nội dung tham mưu"), max_length=500)
    addressee = models.CharField(_("nơi nhận"), max_length=200)
    paper = models.ForeignKey(
        Directive, models.PROTECT, null=True, blank=True, related_name="+", help_text="the paper itself"
    )
    number = models.CharField(_("số văn bản"), max_length=100, blank=True)
    sent_on = models.DateField(_("ngày gửi"))
    serves = models.ForeignKey(
        Directive, models.PROTECT, null=True, blank=True, related_name="advised_on", help_text="what it carries out"
    )
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(_("kết quả"), max_length=8, choices=AdviceOutcome.choices, default=AdviceOutcome.WAITING)
    outcome_on = models.DateField(_("ngày có kết quả"), null=True, blank=True)
    outcome_note = models.CharField(_("chi tiết kết quả"), max_length=500, blank=True)
    folded = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome=AdviceOutcome.WAITING) | models.Q(outcome_on__isnull=False),
                name="advice_outcome_has_day",
                violation_error_message=_("Có kết quả thì ghi ngày có kết quả."),
            ),
            models.CheckConstraint(
                condition=models.Q(outcome_on=None) | models.Q(outcome_on__gte=models.F("sent_on")),
                name="advice_outcome_after_sending",
                violation_error_message=_("Ngày có kết quả không thể trước ngày gửi."),
            ),
        ]


@tracked()
class Coordination(models.Model):
    """What a unit agreed to do together with a department or body. Owned by `commands.register`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    partner = models.CharField(_("đơn vị phối hợp"), max_length=200)
    title = models.CharField(_("tên chương trình, quy chế"), max_length=300)
    content = models.TextField(_("nội dung"), blank=True)
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến trước ngày"), null=True, blank=True)
    directive = models.ForeignKey(Directive, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField(_("số văn bản"), max_length=100, blank=True)
    folded = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=ends_after_start(),
                name="coordination_ends_after_start",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            )
        ]


@tracked()
class CoordinationResult(models.Model):
    """What came of working together by a day. Owned by `commands.register`."""

    coordination = models.ForeignKey(Coordination, models.CASCADE, related_name="results")
    day = models.DateField(_("ngày"))
    text = models.TextField(_("kết quả"))


@tracked()
class BaseVisit(models.Model):
    """Somebody of a unit went to see a unit below. Owned by `commands.register`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    department = models.CharField(_("ban, bộ phận"), max_length=120)
    visited = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    day = models.DateField(_("ngày"))
    people = models.CharField(_("người đi"), max_length=300)
    purpose = models.CharField(_("nội dung"), max_length=300)
    found = models.TextField(_("nắm được gì, tháo gỡ gì"), blank=True)
