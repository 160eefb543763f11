"""Advice on careers, partners, placements in jobs and trades."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.support.choices import PartnerKind, PlacementKind, PlacementState, Still, Topic
from viecthat.support.models.shared import Somebody


@tracked()
class AdviceCase(Somebody):
    """One person advised by themselves, on one day. Owned by `commands.advice`.

    Advice on going abroad is free: `free` can't be false for it.
    """

    topic = models.CharField(_("nội dung"), max_length=16, choices=Topic.choices)
    day = models.DateField(_("ngày"))
    words = models.TextField(_("tư vấn điều gì"), max_length=2000, blank=True)
    free = models.BooleanField(_("miễn phí"), default=True)
    follow_on = models.DateField(_("hẹn lại ngày"), null=True, blank=True)
    followed = models.TextField(_("kết quả sau tư vấn"), max_length=1000, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    undone_why = models.CharField(_("vì sao lấy lại"), max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "-day"], name="advice_by_unit_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(free=True) | ~Q(topic__in=["study_abroad", "labour_export"]),
                name="advice_abroad_is_free",
                violation_error_message=_("Tư vấn du học, đi làm việc ở nước ngoài của Đoàn là miễn phí."),
            ),
            models.CheckConstraint(
                condition=Q(follow_on__isnull=True) | Q(follow_on__gte=F("day")),
                name="advice_follow_after",
                violation_error_message=_("Ngày hẹn không được trước ngày tư vấn."),
            ),
        ]


@tracked()
class AdviceSession(models.Model):
    """Many advised together: how many different people, how many turns. Owned by `commands.advice`.

    People and turns are two figures and never one: somebody who came to two sittings is one person and two turns.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    topic = models.CharField(_("nội dung"), max_length=16, choices=Topic.choices)
    day = models.DateField(_("ngày"))
    title = models.CharField(_("tên buổi tư vấn, ngày hội"), max_length=200)
    place = models.CharField(_("địa điểm"), max_length=200)
    people = models.PositiveIntegerField(_("số người"))
    turns = models.PositiveIntegerField(_("số lượt"))
    free = models.BooleanField(_("miễn phí"), default=True)
    partner = models.ForeignKey("support.Partner", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    undone_why = models.CharField(_("vì sao lấy lại"), max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "-day"], name="advising_by_unit_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(people__gt=0, people__lte=F("turns"), turns__lte=1_000_000),
                name="advising_people_within_turns",
                violation_error_message=_("Số người lớn hơn 0 và không nhiều hơn số lượt."),
            ),
            models.CheckConstraint(
                condition=Q(free=True) | ~Q(topic__in=["study_abroad", "labour_export"]),
                name="advising_abroad_is_free",
                violation_error_message=_("Tư vấn du học, đi làm việc ở nước ngoài của Đoàn là miễn phí."),
            ),
            models.UniqueConstraint(
                fields=["unit", "day", "title"],
                condition=Q(undone_why=""),
                name="advising_once",
                violation_error_message=_("Buổi này đã ghi."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Partner(models.Model):
    """A centre, school, firm or bank that a unit works with. Owned by `commands.partner`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    name = models.CharField(_("tên đối tác"), max_length=200)
    folded_name = models.CharField(max_length=200, help_text="kernel.names.fold(name)")
    kind = models.CharField(_("loại"), max_length=12, choices=PartnerKind.choices)
    licence = models.CharField(_("giấy phép, mã số"), max_length=120, blank=True)
    contact = models.CharField(_("đầu mối liên hệ"), max_length=200, blank=True)
    since = models.DateField(_("phối hợp từ ngày"))
    until = models.DateField(_("đến trước ngày"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "folded_name"],
                name="support_partner_once",
                violation_error_message=_("Đối tác này đã có trong sổ của đơn vị."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="support_partner_ends_after",
                violation_error_message=_("Ngày thôi phải sau ngày bắt đầu phối hợp."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="export") | ~Q(licence=""),
                name="support_export_has_licence",
                violation_error_message=_(
                    "Doanh nghiệp đưa lao động đi nước ngoài phải có giấy phép; ghi số giấy phép (Luật 69/2020/QH14)."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Placement(Somebody):
    """Somebody referred to a job or a trade, what came of it, and whether it lasts. Owned by `commands.placement`."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="placements")
    kind = models.CharField(_("giới thiệu"), max_length=12, choices=PlacementKind.choices)
    what = models.CharField(_("công việc, nghề"), max_length=200)
    day = models.DateField(_("ngày giới thiệu"))
    state = models.CharField(max_length=10, choices=PlacementState.choices, default=PlacementState.REFERRED)
    placed_on = models.DateField(_("ngày nhận việc, nhập học"), null=True, blank=True)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    after_3 = models.CharField(_("sau 3 tháng"), max_length=8, choices=Still.choices, blank=True)
    after_3_on = models.DateField(null=True, blank=True)
    after_6 = models.CharField(_("sau 6 tháng"), max_length=8, choices=Still.choices, blank=True)
    after_6_on = models.DateField(null=True, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    kept_posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["unit", "state", "placed_on"], name="placement_by_unit")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="placed") & Q(placed_on__gte=F("day")))
                | (~Q(state="placed") & Q(placed_on__isnull=True, after_3="", after_6="")),
                name="placement_placed_on",
                violation_error_message=_("Ghi ngày nhận việc, không trước ngày giới thiệu."),
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(reason=""),
                name="placement_failed_says_why",
                violation_error_message=_("Ghi vì sao không nhận."),
            ),
            models.CheckConstraint(
                condition=Q(after_3="", after_3_on__isnull=True) | (~Q(after_3="") & Q(after_3_on__isnull=False)),
                name="placement_asked_after_3",
            ),
            models.CheckConstraint(
                condition=Q(after_6="", after_6_on__isnull=True) | (~Q(after_6="") & Q(after_6_on__isnull=False)),
                name="placement_asked_after_6",
            ),
        ]
