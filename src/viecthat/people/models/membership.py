"""Memberships of branches, what happened in them, applications and transfers."""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.dated import DateRange, ends_after_start
from viecthat.audit.tracking import tracked
from viecthat.people.choices.membership import (
    AdmissionStep,
    EventKind,
    IntroducerKind,
    StayReason,
    TransferState,
)
from viecthat.people.models.person import Person


@tracked()
class Membership(models.Model):
    """A person belongs to a branch from a day to a day (half-open). Owned by the commands of its events."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", db_index=False)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến trước ngày"), null=True, blank=True)
    ended_by = models.CharField(max_length=16, choices=EventKind.choices, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "start"], name="membership_by_unit"),
            # All that a list says of where somebody stands, without looking at the rows.
            models.Index(fields=["person", "start"], name="membership_by_person", include=["end", "ended_by"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=ends_after_start(),
                name="membership_ends_after_start",
                violation_error_message=_("Ngày thôi sinh hoạt phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True, ended_by="") | (Q(end__isnull=False) & ~Q(ended_by="")),
                name="membership_end_says_why",
                violation_error_message=_("Thôi sinh hoạt phải ghi vì sao."),
            ),
            ExclusionConstraint(
                name="membership_one_branch_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (DateRange("start", "end", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Trong cùng một ngày, một người chỉ là đoàn viên của một chi đoàn."),
            ),
        ]


class MemberEvent(models.Model):
    """What happened to a member: day, decision, and the posting it made. Taken back, it stays readable.

    `until` bounds what lasts (temporary activity, leave, staying on; exclusive). Ballots are of the branch's meeting.
    Owned by the commands in `commands/`, taken back by `commands.undo_event`.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="member_events")
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="member_events")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=EventKind.choices)
    day = models.DateField(_("ngày"))
    until = models.DateField(_("đến trước ngày"), null=True, blank=True)
    decision = models.CharField(_("quyết định số"), max_length=120, blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    other_unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    party_cell = models.CharField(_("chi bộ"), max_length=200, blank=True)
    stay_reason = models.CharField(_("vì sao ở lại"), max_length=12, choices=StayReason.choices, blank=True)
    present = models.PositiveSmallIntegerField(_("số có mặt"), null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("phiếu đồng ý"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("phiếu không đồng ý"), null=True, blank=True)
    votes_blank = models.PositiveSmallIntegerField(_("phiếu trắng"), null=True, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    undone_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.CharField(_("vì sao lấy lại"), max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "day"], name="member_event_by_person"),
            models.Index(fields=["unit", "kind", "day"], name="member_event_by_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("day")),
                name="member_event_ends_after_start",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(present__isnull=True)
                | Q(present__gte=F("votes_for") + F("votes_against") + F("votes_blank")),
                name="member_event_votes_within",
                violation_error_message=_("Số phiếu nhiều hơn số người có mặt; đếm lại phiếu."),
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | ~Q(undone_reason=""),
                name="member_event_undone_says_why",
                violation_error_message=_("Ghi vì sao lấy lại."),
            ),
        ]


@tracked()
class Admission(models.Model):
    """An application for membership on its way (charter, article 1). Owned by `commands.admission`."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="admissions")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    step = models.CharField(max_length=12, choices=AdmissionStep.choices, default=AdmissionStep.APPLIED)
    applied_on = models.DateField(_("ngày nộp đơn"))
    guardian_consent_on = models.DateField(_("người giám hộ đồng ý ngày"), null=True, blank=True)
    guardian = models.CharField(_("người giám hộ đồng ý"), max_length=120, blank=True)
    learned_on = models.DateField(_("ngày học xong Điều lệ"), null=True, blank=True)
    introduced_on = models.DateField(_("ngày giới thiệu"), null=True, blank=True)
    introducer_kind = models.CharField(_("ai giới thiệu"), max_length=20, choices=IntroducerKind.choices, blank=True)
    introducer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    introducer_name = models.CharField(_("tên người, tổ chức giới thiệu"), max_length=160, blank=True)
    voted_on = models.DateField(_("ngày họp"), null=True, blank=True)
    present = models.PositiveSmallIntegerField(_("số có mặt"), null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("phiếu đồng ý"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("phiếu không đồng ý"), null=True, blank=True)
    votes_blank = models.PositiveSmallIntegerField(_("phiếu trắng"), null=True, blank=True)
    voted_recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    approved_on = models.DateField(_("ngày chuẩn y"), null=True, blank=True)
    approved_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.CharField(_("quyết định chuẩn y số"), max_length=120, blank=True)
    event = models.OneToOneField(MemberEvent, models.PROTECT, null=True, blank=True, related_name="admission")
    closed_reason = models.CharField(_("vì sao dừng"), max_length=300, blank=True)
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "step"], name="admission_by_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=~Q(step__in=["admitted", "not_passed", "closed"]),
                name="admission_one_open",
                violation_error_message=_("Người này đang có một đơn xin vào Đoàn chưa xong."),
            ),
            models.CheckConstraint(
                condition=Q(present__isnull=True)
                | Q(present__gte=F("votes_for") + F("votes_against") + F("votes_blank")),
                name="admission_votes_within",
                violation_error_message=_("Số phiếu nhiều hơn số người có mặt; đếm lại phiếu."),
            ),
            models.CheckConstraint(
                condition=~Q(step="closed") | ~Q(closed_reason=""),
                name="admission_closed_says_why",
                violation_error_message=_("Ghi vì sao dừng."),
            ),
        ]


@tracked()
class Transfer(models.Model):
    """A member goes from one branch to another unit; both sides confirm. Owned by `commands.transfer`.

    Until it is received the member belongs to `origin`; from the day of reception to `branch`: never to two, never to
    none.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="transfers")
    origin = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    destination = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    branch = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=TransferState.choices, default=TransferState.OPEN)
    sent_on = models.DateField(_("ngày giới thiệu"))
    letter = models.CharField(_("giấy giới thiệu số"), max_length=120)
    remark = models.CharField(_("nhận xét của chi đoàn"), max_length=500)
    fee_paid_until = models.DateField(_("đoàn phí đã đóng đến hết tháng"), help_text="first day of the month after")
    reason = models.CharField(_("lý do chuyển"), max_length=200, blank=True)
    received_on = models.DateField(_("ngày nhận"), null=True, blank=True)
    answer = models.CharField(_("trả lời"), max_length=300, blank=True)
    opened_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    answered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    left = models.OneToOneField(MemberEvent, models.PROTECT, null=True, blank=True, related_name="transfer_left")
    joined = models.OneToOneField(MemberEvent, models.PROTECT, null=True, blank=True, related_name="transfer_joined")

    class Meta:
        indexes = [
            models.Index(fields=["destination", "state"], name="transfer_by_destination"),
            models.Index(fields=["origin", "state"], name="transfer_by_origin"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state="open"),
                name="transfer_one_open",
                violation_error_message=_("Người này đang có một giấy chuyển sinh hoạt chờ nơi đến nhận."),
            ),
            models.CheckConstraint(
                condition=~Q(origin=F("destination")),
                name="transfer_between_two",
                violation_error_message=_("Nơi đi và nơi đến là một; chọn đơn vị khác."),
            ),
        ]

    @property
    def last_month_paid(self) -> date:
        """The first day of the last month that the fee is paid for."""
        return (self.fee_paid_until - timedelta(days=1)).replace(day=1)
