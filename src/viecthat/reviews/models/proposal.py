"""Difficulties of units with what they propose, sent upward and answered; and what was carried into a new term."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.ledger.choices import WorkArea
from viecthat.reviews.models.limit import Limit
from viecthat.reviews.models.review import Review


class ProposalState(models.TextChoices):
    """Where a proposal stands; `passed`: with the next level, which has not taken it up yet."""

    SENT = "sent", _("đã gửi, chờ tiếp nhận")
    PASSED = "passed", _("đã chuyển lên cấp trên")
    TAKEN = "taken", _("đã tiếp nhận, đang xem xét")
    AGREED = "agreed", _("đồng ý")
    PARTLY = "partly", _("đồng ý một phần")
    DECLINED = "declined", _("không đồng ý")
    WITHDRAWN = "withdrawn", _("đơn vị đã rút")


WAITING = (ProposalState.SENT, ProposalState.PASSED, ProposalState.TAKEN)
ANSWERS = (ProposalState.AGREED, ProposalState.PARTLY, ProposalState.DECLINED)


class ProposalStepKind(models.TextChoices):
    """What happened to a proposal; its steps are only ever added to."""

    SENT = "sent", _("gửi")
    TAKEN = "taken", _("tiếp nhận")
    PASSED = "passed", _("chuyển lên cấp trên")
    AGREED = "agreed", _("trả lời: đồng ý")
    PARTLY = "partly", _("trả lời: đồng ý một phần")
    DECLINED = "declined", _("trả lời: không đồng ý")
    WITHDRAWN = "withdrawn", _("đơn vị rút kiến nghị")
    OBSTACLE = "obstacle", _("đưa vào danh sách vướng mắc chờ buổi làm việc")


@tracked(exclude=["folded"])
class Proposal(models.Model):
    """A difficulty of `unit`, what it proposes, and with whom it is now. Owned by `commands.proposal`.

    `point`: the obstacle of a working session that it is, so that it need not be typed twice.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    addressee = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, models.PROTECT, null=True, blank=True, related_name="proposals")
    difficulty = models.TextField(_("khó khăn, vướng mắc"))
    solution = models.TextField(_("đề xuất phương án"))
    area = models.PositiveSmallIntegerField(_("mặt công tác"), choices=WorkArea.choices, null=True, blank=True)
    due = models.DateField(_("hạn trả lời"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.SENT)
    sent_on = models.DateField(_("ngày gửi"))
    answered_on = models.DateField(_("ngày trả lời"), null=True, blank=True)
    point = models.OneToOneField("plans.SessionPoint", models.PROTECT, null=True, blank=True, related_name="+")
    folded = models.TextField(blank=True, help_text="difficulty and proposal, for searching without marks")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "state"], name="proposal_of_unit"),
            models.Index(fields=["addressee", "state", "due"], name="proposal_to_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(unit=F("addressee")),
                name="proposal_to_another",
                violation_error_message=_("Kiến nghị gửi tới đơn vị khác, không phải chính mình."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "passed", "taken"], answered_on=None)
                | Q(state__in=["agreed", "partly", "declined", "withdrawn"], answered_on__isnull=False),
                name="proposal_answered_with_day",
                violation_error_message=_("Kiến nghị đã trả lời phải có ngày trả lời."),
            ),
        ]

    def __str__(self) -> str:
        return self.difficulty[:80]


class ProposalStep(models.Model):
    """Something that happened to a proposal; never changed. Owned by `commands.proposal`.

    `unit`: whose people did it. `to`: whom it went to, when it was sent or passed on. `due`: the day then promised.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=ProposalStepKind.choices)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    to = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField(blank=True)
    due = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["proposal", "-at"], name="proposal_step_last")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["declined", "partly", "passed"]) | ~Q(words=""),
                name="proposal_step_with_words",
                violation_error_message=_("Ghi rõ lý do."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["sent", "passed"], to__isnull=False) | ~Q(kind__in=["sent", "passed"]),
                name="proposal_step_to_whom",
            ),
        ]


@tracked()
class Carrying(models.Model):
    """What a unit took along from one term into the next, on a day, by a decision. Owned by `commands.carrying`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    old = models.ForeignKey("plans.Term", models.PROTECT, related_name="+")
    new = models.ForeignKey("plans.Term", models.PROTECT, related_name="+")
    day = models.DateField(_("ngày"))
    decision = models.CharField(_("theo quyết định"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(old=F("new")),
                name="carried_to_another_term",
                violation_error_message=_("Chọn nhiệm kỳ sau, không phải chính nhiệm kỳ này."),
            )
        ]


class CarriedItem(models.Model):
    """One thing carried; the original stays where it is. Owned by `commands.carrying`."""

    carrying = models.ForeignKey(Carrying, models.CASCADE, related_name="items")
    new = models.ForeignKey("plans.Term", models.PROTECT, related_name="+", help_text="the carrying's, to be unique by")
    limit = models.ForeignKey(Limit, models.PROTECT, null=True, blank=True, related_name="carried")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="carried")
    task = models.ForeignKey("plans.Task", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["new", "limit"], name="limit_carried_once"),
            models.UniqueConstraint(fields=["new", "proposal"], name="proposal_carried_once"),
            models.UniqueConstraint(fields=["new", "task"], name="task_carried_once"),
            models.CheckConstraint(
                condition=Q(limit__isnull=False, proposal=None, task=None)
                | Q(limit=None, proposal__isnull=False, task=None)
                | Q(limit=None, proposal=None, task__isnull=False),
                name="one_thing_carried",
            ),
        ]


class Followed(models.Model):
    """A limit or a proposal that followed its unit by a decision.

    unit: where it stood; new_unit: where it stands since. Owned by `commands.following`.
    """

    decision = models.ForeignKey("organisation.Reorganisation", models.PROTECT, related_name="+")
    limit = models.ForeignKey(Limit, models.PROTECT, null=True, blank=True, related_name="followed")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="followed")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    new_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "limit"], name="limit_follows_once"),
            models.UniqueConstraint(fields=["decision", "proposal"], name="proposal_follows_once"),
            models.CheckConstraint(
                condition=Q(limit__isnull=False, proposal=None) | Q(limit=None, proposal__isnull=False),
                name="review_matter_follows_alone",
            ),
        ]
