"""Checks by others: drawn by lot, done, answered."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.activities.choices import CheckState, CheckWay
from viecthat.activities.models.activity import Activity
from viecthat.audit.tracking import tracked


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


@tracked()
class CheckRound(models.Model):
    """A draw: which recorded work below a unit is to be checked. Owned by `commands.checking`.

    The same seed over the same work draws the same list: whoever doubts the draw can repeat it.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    title = models.CharField(_("đợt kiểm tra"), max_length=200)
    start = models.DateField(_("việc làm từ ngày"))
    end = models.DateField(help_text="the day after the last")
    size = models.PositiveSmallIntegerField(_("số việc rút"))
    seed = models.CharField(_("số gieo"), max_length=40)
    pool = models.PositiveIntegerField(help_text="how many the lot was drawn from")
    due = models.DateField(_("xong trước ngày"), null=True, blank=True)
    drawn_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="check_round_period",
                violation_error_message=_("Ngày cuối không được trước ngày đầu."),
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1),
                name="check_round_size",
                violation_error_message=_("Rút ít nhất một việc."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Check(models.Model):
    """A piece of work on the list of a draw, what was found, and what the unit answered."""

    round = models.ForeignKey(CheckRound, models.PROTECT, related_name="checks")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="checks")
    position = models.PositiveSmallIntegerField()
    weight = models.PositiveSmallIntegerField(help_text="1, and more for each doubt")
    doubts = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    way = models.CharField(_("cách kiểm tra"), max_length=8, choices=CheckWay.choices)
    state = models.CharField(max_length=10, choices=CheckState.choices, default=CheckState.OPEN)
    words = models.CharField(_("đã thấy gì"), max_length=500, blank=True)
    done_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("đơn vị trả lời"), max_length=500, blank=True)
    answered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "activity"], name="check_once_a_round"),
            models.CheckConstraint(
                condition=Q(state="open", words="", done_at=None) | ~Q(state="open") & ~Q(words=""),
                name="check_ends_in_words",
                violation_error_message=_("Ghi đã thấy gì: đếm được bao nhiêu, gặp ai, giấy tờ nào."),
            ),
        ]
