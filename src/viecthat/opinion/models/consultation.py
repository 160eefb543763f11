"""Consultations on drafts: the draft in clauses, comments on them, opinions they are grouped into."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.opinion.choices import DraftKind, DraftState, Handling, Outcome, Stance, Way


@tracked()
class Draft(models.Model):
    """A draft of a legal document on which a unit collects opinions. Owned by `commands.draft`.

    public_code: the address for those without an account; none: only those who sign in comment.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    title = models.CharField(_("tên dự thảo"), max_length=300)
    folded = models.CharField(max_length=900, help_text="kernel.names.fold of title, body and what it replaces")
    kind = models.CharField(_("loại"), max_length=12, choices=DraftKind.choices)
    body = models.CharField(_("cơ quan soạn thảo"), max_length=200)
    replaces = models.CharField(_("thay thế, sửa đổi văn bản"), max_length=300, blank=True)
    asks = models.CharField(_("vấn đề xin ý kiến"), max_length=2000, blank=True)
    due = models.DateField(_("nhận ý kiến đến hết ngày"))
    state = models.CharField(max_length=12, choices=DraftState.choices, default=DraftState.PREPARED)
    opened_on = models.DateField(null=True, blank=True)
    public_code = models.CharField(max_length=20, null=True, blank=True, unique=True)
    submitted_on = models.DateField(_("ngày gửi"), null=True, blank=True)
    submitted_by_paper = models.CharField(_("văn bản gửi, số"), max_length=120, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    issued_number = models.CharField(_("số văn bản ban hành"), max_length=120, blank=True)
    file = models.ForeignKey("files.KeptFile", models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    held_posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    sent_posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "-due"], name="draft_by_unit_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=DraftState.PREPARED) | Q(opened_on__isnull=False),
                name="draft_opened_on_a_day",
                violation_error_message=_("Chưa mở lấy ý kiến."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DraftState.SUBMITTED, DraftState.ISSUED])
                | (Q(submitted_on__gte=F("opened_on")) & ~Q(submitted_by_paper="")),
                name="draft_submitted_by_paper",
                violation_error_message=_("Gửi cơ quan soạn thảo thì ghi ngày, không trước ngày mở, và số văn bản."),
            ),
            models.CheckConstraint(
                condition=~Q(state=DraftState.ISSUED) | (Q(issued_on__isnull=False) & ~Q(issued_number="")),
                name="draft_issued_with_number",
                violation_error_message=_("Văn bản đã ban hành thì ghi số và ngày."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Clause(models.Model):
    """A clause of a draft as it stands there; commented on by its place. Owned by `commands.draft`."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(_("điều"), max_length=200)
    words = models.TextField(_("nội dung"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "position"], name="clause_place_once")]

    def __str__(self) -> str:
        return self.label


@tracked()
class Opinion(models.Model):
    """Comments that want the same, as one line of the summary. Owned by `commands.summary`."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="opinions")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="opinions")
    words = models.TextField(_("nội dung góp ý"), max_length=3000)
    handling = models.CharField(_("xử lý"), max_length=12, choices=Handling.choices, default=Handling.WAITING)
    reason = models.TextField(_("tiếp thu, giải trình"), max_length=3000, blank=True)
    outcome = models.CharField(_("kết quả"), max_length=12, choices=Outcome.choices, default=Outcome.UNKNOWN)
    outcome_note = models.CharField(_("ở đâu trong văn bản"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(handling__in=[Handling.WAITING, Handling.ACCEPTED]) | ~Q(reason=""),
                name="opinion_refused_with_reason",
                violation_error_message=_("Không tiếp thu, hoặc chỉ tiếp thu một phần, thì ghi giải trình."),
            )
        ]

    def __str__(self) -> str:
        return self.words[:80]


@tracked()
class Comment(models.Model):
    """What somebody said on a clause, or on the whole draft where there is none. Owned by `commands.comment`.

    unit: whose opinion it is, or the unit of the member who wrote; none for the public, of whom nothing is kept.
    """

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="comments")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="comments")
    way = models.CharField(max_length=8, choices=Way.choices)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    account = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    stance = models.CharField(_("ý kiến"), max_length=8, choices=Stance.choices)
    words = models.TextField(_("lý do, góp ý"), max_length=3000, blank=True)
    wording = models.TextField(_("đề nghị viết lại"), max_length=3000, blank=True)
    sent_on = models.DateField()
    opinion = models.ForeignKey(Opinion, models.SET_NULL, null=True, blank=True, related_name="comments")
    hidden_why = models.CharField(_("vì sao gạt ra"), max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["draft", "clause"], name="comment_by_clause")]
        constraints = [
            models.CheckConstraint(
                condition=Q(way=Way.PUBLIC, unit__isnull=True, account__isnull=True)
                | Q(way__in=[Way.UNIT, Way.MEMBER], unit__isnull=False),
                name="comment_from_somebody",
                violation_error_message=_("Ý kiến của đơn vị, đoàn viên thì ghi đơn vị; ý kiến công khai thì không."),
            ),
            models.CheckConstraint(
                condition=Q(stance=Stance.AGREE) | ~Q(words="") | ~Q(wording=""),
                name="comment_says_why",
                violation_error_message=_("Đề nghị sửa hoặc không nhất trí thì ghi lý do, hoặc viết lại câu."),
            ),
        ]


class Followed(models.Model):
    """A consultation or survey that followed its unit by a decision.

    unit: where it stood; new_unit: where it stands since. Owned by `commands.following`.
    """

    decision = models.ForeignKey("organisation.Reorganisation", models.PROTECT, related_name="+")
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, blank=True, related_name="followed")
    survey = models.ForeignKey("opinion.Survey", models.PROTECT, null=True, blank=True, related_name="followed")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    new_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "draft"], name="opinion_draft_follows_once"),
            models.UniqueConstraint(fields=["decision", "survey"], name="opinion_survey_follows_once"),
            models.CheckConstraint(
                condition=Q(draft__isnull=False, survey__isnull=True) | Q(draft__isnull=True, survey__isnull=False),
                name="opinion_follows_alone",
            ),
        ]
