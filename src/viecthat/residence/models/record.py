"""What is recorded of a member where they live: activities, the yearly remark, requests, commendations."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.residence.choices import RequestKind
from viecthat.residence.models.registration import Registration


class Recorded(models.Model):
    """Who wrote the row when; taken back, it stays readable."""

    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    undone_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.CharField(_("vì sao lấy lại"), max_length=500, blank=True)

    class Meta:
        abstract = True


@tracked()
class LogEntry(Recorded):
    """Somebody took part in something the branch has recorded no activity of. Owned by `commands.log`."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="log")
    day = models.DateField(_("ngày"))
    what = models.CharField(_("việc gì"), max_length=200)
    folded = models.CharField(max_length=200, help_text="kernel.names.fold(what)")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "day", "folded"],
                condition=Q(undone_at__isnull=True),
                name="residence_log_once",
                violation_error_message=_("Việc này của người này trong ngày ấy đã ghi."),
            )
        ]


@tracked()
class Remark(models.Model):
    """How a member took part in a year: the branch writes it, the commune confirms it. Owned by `commands.remark`.

    `level` is a code of `catalogue/residence_levels.yaml`. `returned`: why the commune sent it back. Only what is
    confirmed goes to the home unit and into the ledger.
    """

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="remarks")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("năm"))
    level = models.CharField(_("mức tham gia"), max_length=12)
    words = models.CharField(_("nhận xét"), max_length=500)
    given_on = models.DateField(_("ngày nhận xét"))
    given_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField()
    returned = models.CharField(_("vì sao trả lại"), max_length=300, blank=True)
    confirmed_on = models.DateField(_("ngày xác nhận"), null=True, blank=True)
    confirmed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["unit", "year"], name="residence_remark_by_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "year"],
                name="residence_remark_once",
                violation_error_message=_("Người này đã có nhận xét nơi cư trú của năm ấy."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True) | Q(confirmed_on__gte=F("given_on"), returned=""),
                name="residence_remark_confirmed_after",
                violation_error_message=_("Ngày xác nhận không được trước ngày nhận xét."),
            ),
            models.CheckConstraint(
                condition=~Q(words=""),
                name="residence_remark_has_words",
                violation_error_message=_("Ghi vài lời nhận xét."),
            ),
        ]


@tracked()
class ResidentRequest(Recorded):
    """What a member asks of the unit where they live. Owned by `commands.request`.

    `own`: the member wrote it themselves; else the branch or an officer did on their behalf. `due` comes from the
    setting of its day. `help_given` says what was done for them.
    """

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="requests")
    kind = models.CharField(_("nội dung"), max_length=12, choices=RequestKind.choices)
    words = models.TextField(_("phản ánh điều gì"), max_length=2000)
    day = models.DateField(_("ngày"))
    due = models.DateField(_("trả lời trước ngày"))
    own = models.BooleanField(default=False)
    answer = models.TextField(_("trả lời"), max_length=2000, blank=True)
    help_given = models.CharField(_("đã giúp đỡ"), max_length=300, blank=True)
    answered_on = models.DateField(_("ngày trả lời"), null=True, blank=True)
    answered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    answer_posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["answered_on", "due"], name="residence_request_by_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answer="") | (Q(answered_on__gte=F("day")) & ~Q(answer="")),
                name="residence_answer_after",
                violation_error_message=_("Trả lời thì ghi nội dung, ngày trả lời không trước ngày gửi."),
            ),
        ]


@tracked()
class Commendation(Recorded):
    """The branch or the commune where a member lives commends them. Owned by `commands.commendation`."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="commendations")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    day = models.DateField(_("ngày"))
    form = models.CharField(_("hình thức"), max_length=120)
    merit = models.CharField(_("thành tích"), max_length=300)
    decision = models.CharField(_("quyết định số"), max_length=120, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "day", "form"],
                condition=Q(undone_at__isnull=True),
                name="residence_commended_once",
                violation_error_message=_("Hình thức khen ngày này của người này đã ghi."),
            )
        ]
