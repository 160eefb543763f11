"""A member's registration where they live, from the letter to the day it ends."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.dated import DateRange, ends_after_start
from viecthat.audit.tracking import tracked
from viecthat.residence.choices import EndReason, RegistrationState, ResidenceKind


@tracked()
class Registration(models.Model):
    """A member of `home` takes part at `commune`, in its branch `branch`, from `start` to `end` (half-open).

    `home` is the branch that sent the letter, or had the member when they came by themselves; the member's file stays
    there. `group` is a code of `catalogue/residence_groups.yaml`. `continues`: the same stay in another branch of the
    commune. Owned by `commands.registration`.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    home = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    commune = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    branch = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    group = models.CharField(_("đối tượng"), max_length=16)
    kind = models.CharField(_("cư trú"), max_length=12, choices=ResidenceKind.choices)
    address = models.CharField(_("địa chỉ nơi cư trú"), max_length=200, blank=True)
    until = models.DateField(_("tạm trú đến trước ngày"), null=True, blank=True)
    state = models.CharField(max_length=12, choices=RegistrationState.choices, default=RegistrationState.WAITING)
    introduced_on = models.DateField(_("ngày giới thiệu"), null=True, blank=True)
    letter = models.CharField(_("giấy giới thiệu số"), max_length=120, blank=True)
    start = models.DateField(_("sinh hoạt từ ngày"), null=True, blank=True)
    end = models.DateField(_("đến trước ngày"), null=True, blank=True)
    end_reason = models.CharField(_("vì sao thôi"), max_length=12, choices=EndReason.choices, blank=True)
    answer = models.CharField(_("lý do"), max_length=300, blank=True)
    continues = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="continued_by")
    opened_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    answered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    introduced_posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    received_posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    ended_posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["commune", "state"], name="residence_by_commune"),
            models.Index(fields=["branch", "state"], name="residence_by_branch"),
            models.Index(fields=["person", "start"], name="residence_by_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["waiting", "arrived"]),
                name="residence_one_open_letter",
                violation_error_message=_("Người này đang có một giấy giới thiệu nơi cư trú chờ trả lời."),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state="registered"),
                name="residence_one_open",
                violation_error_message=_("Người này đang sinh hoạt ở một nơi cư trú khác."),
            ),
            ExclusionConstraint(
                name="residence_one_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (DateRange("start", "end", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["registered", "ended"]),
                violation_error_message=_("Trong thời gian ấy người này sinh hoạt ở một nơi cư trú khác."),
            ),
            models.CheckConstraint(
                condition=ends_after_start(),
                name="residence_ends_after_start",
                violation_error_message=_("Ngày thôi phải sau ngày bắt đầu sinh hoạt ở nơi cư trú."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["arrived", "registered", "ended"])
                | Q(start__isnull=False, branch__isnull=False),
                name="residence_taken_in_has_branch",
                violation_error_message=_("Nhận đoàn viên thì ghi chi đoàn và ngày."),
            ),
            models.CheckConstraint(
                condition=(Q(state="ended") & Q(end__isnull=False) & ~Q(end_reason=""))
                | (~Q(state="ended") & Q(end__isnull=True, end_reason="")),
                name="residence_end_says_why",
                violation_error_message=_("Ghi vì sao thôi sinh hoạt ở nơi cư trú."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "withdrawn"]) | ~Q(answer=""),
                name="residence_refusal_says_why",
                violation_error_message=_("Ghi lý do để bên kia hiểu."),
            ),
            models.CheckConstraint(
                condition=Q(introduced_on__isnull=True) | ~Q(letter=""),
                name="residence_letter_has_number",
                violation_error_message=_("Ghi số giấy giới thiệu."),
            ),
            models.CheckConstraint(
                condition=Q(kind="temporary", until__isnull=False) | (~Q(kind="temporary") & Q(until__isnull=True)),
                name="residence_temporary_until",
                violation_error_message=_("Tạm trú thì ghi đến trước ngày nào; thường trú thì không ghi."),
            ),
        ]
