"""The review of cadres that a superior asks its units for: every cadre in post, what is to become of them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.people.choices.personnel import PersonnelState
from viecthat.people.models.post import Post


@tracked()
class PersonnelCall(models.Model):
    """A superior asks units below it to review their cadres as they stand on `day`, by `due`.

    `within` is the form of the superior itself that this call feeds, when it was asked from further up.
    Owned by `commands.call_for_review`, `call_off_review`.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    title = models.CharField(_("nội dung rà soát"), max_length=200)
    decision = models.CharField(_("văn bản yêu cầu"), max_length=80)
    day = models.DateField(_("tính đến ngày"))
    issued_on = models.DateField(_("ngày yêu cầu"))
    due = models.DateField(_("hạn gửi"))
    within = models.ForeignKey("people.PersonnelReview", models.PROTECT, null=True, blank=True, related_name="calls")
    called_off_why = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit"], name="personnel_call_by_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(due__gte=F("issued_on")),
                name="personnel_due_after_issue",
                violation_error_message=_("Hạn gửi không được trước ngày yêu cầu."),
            )
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class PersonnelReview(models.Model):
    """The form of one unit under a call. Owned by `commands.send_review`, `return_review`, `accept_review`."""

    call = models.ForeignKey(PersonnelCall, models.PROTECT, related_name="reviews")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=PersonnelState.choices, default=PersonnelState.ASKED)
    note = models.CharField(_("đề xuất chung"), max_length=1000, blank=True)
    signed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("ý kiến cấp trên"), max_length=500, blank=True)
    answered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit"], name="personnel_review_by_unit")]
        constraints = [
            models.UniqueConstraint(fields=["call", "unit"], name="personnel_review_once"),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="personnel_sent_is_signed",
                violation_error_message=_("Phiếu gửi đi phải có người ký."),
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(answer=""),
                name="personnel_return_says_why",
                violation_error_message=_("Ghi vì sao trả lại."),
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | ~Q(answered_by=F("signed_by")),
                name="personnel_not_by_itself",
                violation_error_message=_("Không ai tự nhận phiếu do mình ký; nhờ người khác của cấp trên."),
            ),
        ]


@tracked()
class PersonnelLine(models.Model):
    """One cadre in the form: what the unit remarks; the rest is of the register, kept here as it stood when signed.

    Owned by `commands.remark_cadre`, `send_review`.
    """

    review = models.ForeignKey(PersonnelReview, models.CASCADE, related_name="lines")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    remark = models.CharField(_("nhận xét, đề xuất"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(null=True, blank=True, help_text="null: not signed with the form")
    age = models.PositiveSmallIntegerField(null=True, blank=True)
    terms = models.PositiveSmallIntegerField(default=0)
    over_on = models.DateField(null=True, blank=True)
    plan = models.CharField(max_length=400, blank=True)
    successors = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "post"], name="personnel_line_once")]
