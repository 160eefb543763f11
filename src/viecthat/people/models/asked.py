"""What a member asks for and allows: corrections, consents, erasure."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.people.choices.own import ErasureState, RequestState
from viecthat.people.models.person import Person


class CorrectionRequest(models.Model):
    """A member says that their file is wrong, and what would be right; the branch or the unit above answers.

    `facts` are the proposed values by field, dates as ISO 8601. Its past is not kept by triggers: what is erased on
    request must be gone. Owned by `commands.correction`.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="corrections")
    facts = models.JSONField(_("đề nghị sửa"))
    reason = models.CharField(_("lý do"), max_length=500)
    proof = models.ForeignKey("files.KeptFile", models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField(_("trả lời trước ngày"))
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    answer = models.CharField(_("trả lời"), max_length=500, blank=True)
    answered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_on"], name="correction_by_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state="open"),
                name="correction_one_open",
                violation_error_message=_("Đề nghị trước chưa được trả lời; rút lại rồi gửi đề nghị mới."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""),
                name="correction_refused_says_why",
                violation_error_message=_("Ghi vì sao không sửa."),
            ),
        ]


class Consent(models.Model):
    """What a person allows beyond what the charter asks, from when to when. Codes are of `catalogue/consents.yaml`.

    Of a child it holds once the branch has seen the guardian's agreement. Owned by `commands.consent`.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    code = models.CharField(max_length=32)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    child = models.BooleanField(default=False, help_text="a child in law when it was given")
    guardian = models.CharField(_("người giám hộ"), max_length=120, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "code"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_once",
                violation_error_message=_("Bạn đã đồng ý điều này."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after",
            ),
        ]


class Erasure(models.Model):
    """A person who has left asks to be forgotten; on the day it is done by a job. Owned by `commands.erasure`."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="erasures")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    on_paper = models.BooleanField(_("đơn giấy"), default=False)
    guardian = models.CharField(_("người giám hộ"), max_length=120, blank=True)
    due_on = models.DateField(_("xoá từ ngày"))
    state = models.CharField(max_length=12, choices=ErasureState.choices, default=ErasureState.WAITING)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_on"], name="erasure_by_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=~Q(state="called_off"),
                name="erasure_once",
                violation_error_message=_("Đã có đề nghị xoá dữ liệu của người này."),
            )
        ]
