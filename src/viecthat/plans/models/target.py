"""What a unit undertook, version by version."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.plans.choices import Cadence, Direction
from viecthat.plans.models.directive import Clause, Directive


@tracked()
class Target(models.Model):
    """An indicator, a unit, a period, a goal: one version of it. Owned by `commands`.

    `goal` is in the indicator's smallest unit; for a ratio it is `goal` of `goal_of` (80 of 100 = 80 %). A later
    decision makes a new row with the same `first` and closes this one on `superseded_on`; nothing is overwritten.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    indicator = models.ForeignKey("ledger.Indicator", models.PROTECT, related_name="+")
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến trước ngày"))
    goal = models.BigIntegerField(_("mức đề ra"))
    goal_of = models.BigIntegerField(_("trên"), null=True, blank=True)
    floor = models.PositiveIntegerField(
        _("mức sàn mỗi đơn vị"), null=True, blank=True, help_text="the goal is this much for each unit below"
    )
    cadence = models.CharField(_("cách xét"), max_length=8, choices=Cadence.choices, default=Cadence.WHOLE)
    direction = models.CharField(_("chiều"), max_length=8, choices=Direction.choices, default=Direction.AT_LEAST)
    directive = models.ForeignKey(
        Directive,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        help_text="the document that adopts this version",
    )
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="targets")
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads_to",
        help_text="the first stage of a nested target",
    )
    first = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later", help_text="empty in the first version"
    )
    version = models.PositiveSmallIntegerField(_("lần"), default=1)
    draft = models.BooleanField(_("bản thảo"), default=False)
    body = models.CharField(_("cơ quan thông qua"), max_length=100, blank=True)
    adopted_on = models.DateField(_("thông qua ngày"), null=True, blank=True)
    superseded_on = models.DateField(null=True, blank=True, help_text="the day the next version took its place")
    note = models.CharField(_("lý do"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    illustrative = models.BooleanField(
        _("mức minh hoạ"), default=False, help_text="the source gives a result and no goal: this goal is an example"
    )
    source = models.CharField(_("nguồn"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "indicator", "start", "end"],
                condition=Q(superseded_on=None, draft=False),
                name="target_once",
                violation_error_message=_("Đơn vị đã có chỉ tiêu này trong giai đoạn đó."),
            ),
            models.UniqueConstraint(
                fields=["unit", "indicator", "start", "end"],
                condition=Q(draft=True),
                name="target_draft_once",
                violation_error_message=_("Đơn vị đã có bản thảo của chỉ tiêu này trong giai đoạn đó."),
            ),
            models.UniqueConstraint(fields=["first", "version"], name="target_version_once"),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="target_ends_after_start",
                violation_error_message=_("Giai đoạn của chỉ tiêu phải kết thúc sau khi bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(goal__gt=0) & (Q(goal_of__isnull=True) | Q(goal_of__gt=0)),
                name="target_goal_positive",
                violation_error_message=_("Mức đề ra phải lớn hơn 0."),
            ),
            models.CheckConstraint(
                condition=Q(superseded_on=None) | Q(draft=False), name="target_superseded_was_adopted"
            ),
        ]

    # Whose share this is: set on copies that stand for a share (queries.sharing.shares_as_targets), never saved.
    given_by = ""

    @property
    def root(self) -> int:
        """The id of the first version: what shares and explanations hold on to."""
        return self.first_id or self.pk


class Explanation(models.Model):
    """What a unit says about where it stands against a target. Never changed; owned by `commands.explain_target`."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="explanations", help_text="the first version")
    text = models.TextField(_("giải trình"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
