"""An idea, the steps it went, who judged it, what supports it."""

from functools import reduce
from operator import or_

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.ideas.choices import (
    MOVES,
    SAID,
    BackingKind,
    IdeaField,
    IdeaOrigin,
    IdeaState,
    Verdict,
)

MOST_POINTS = 10


@tracked(exclude=["contact", "guardian"])
class Idea(models.Model):
    """An idea as it was sent. Owned by `commands.sending`; `state` is set by the database from the last `Step`.

    code: digest of the code under which who is not signed in reads the answer. contact: read by who keeps the unit's
    files only, never of a child without a guardian. source: the key of what it came from (`contest:12`), once.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    title = models.CharField(_("tên ý tưởng"), max_length=200)
    folded_title = models.CharField(max_length=200, help_text="kernel.names.fold(title)")
    text = models.TextField(_("nội dung"), max_length=6000)
    effect = models.TextField(_("lợi ích mong đợi"), max_length=2000, blank=True)
    folded = models.TextField(help_text="title and text, folded, for searching")
    field = models.CharField(_("lĩnh vực"), max_length=12, choices=IdeaField.choices)
    origin = models.CharField(max_length=8, choices=IdeaOrigin.choices)
    source = models.CharField(max_length=80, blank=True)
    source_name = models.CharField(_("từ đâu"), max_length=200, blank=True)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    account = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("họ và tên"), max_length=120, blank=True)
    contact = models.CharField(_("điện thoại hoặc thư điện tử"), max_length=120, blank=True)
    show_name = models.BooleanField(_("hiện tên"), default=False)
    child = models.BooleanField(_("chưa đủ 16 tuổi"), default=False)
    guardian = models.CharField(_("người giám hộ đồng ý"), max_length=120, blank=True)
    code = models.CharField(max_length=64, blank=True)
    sent_on = models.DateField(_("ngày gửi"))
    sent_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=IdeaState.choices, default=IdeaState.SENT)
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="duplicates")

    class Meta:
        indexes = [
            models.Index(fields=["unit", "state"], name="idea_by_unit"),
            models.Index(fields=["state", "-sent_on", "-id"], name="idea_by_state"),
            GinIndex(fields=["folded_title"], opclasses=["gin_trgm_ops"], name="idea_title_trigram"),
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="idea_words_trigram"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(child=True, guardian="") | Q(contact=""),
                name="idea_child_contact_needs_guardian",
                violation_error_message=_("Không giữ cách liên lạc của người dưới 16 tuổi khi chưa có người giám hộ."),
            ),
            models.CheckConstraint(
                condition=~Q(child=True, show_name=True),
                name="idea_child_not_named",
                violation_error_message=_("Không hiện tên người dưới 16 tuổi."),
            ),
            models.UniqueConstraint(fields=["source"], condition=~Q(source=""), name="idea_source_once"),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="idea_code_once"),
            models.CheckConstraint(condition=~Q(duplicate_of=F("id")), name="idea_not_its_own_duplicate"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def who(self) -> str:
        """The sender's name, for who may read it."""
        return self.person.full_name if self.person is not None else self.name


def _allowed() -> Q:
    forward = reduce(or_, (Q(before=before, after=after) for before, after in MOVES))
    back = reduce(or_, (Q(before=after, after=before) for before, after in MOVES if before != after))
    return Q(undoes__isnull=True) & forward | Q(undoes__isnull=False) & back


# The state of an idea is the last step's: the database itself moves it, and refuses a step from where it is not.
_FOLLOWS = """
    IF (SELECT state FROM ideas_idea WHERE id = NEW.idea_id FOR UPDATE) IS DISTINCT FROM NEW.before THEN
        RAISE EXCEPTION 'idea % does not stand at %', NEW.idea_id, NEW.before USING ERRCODE = 'check_violation';
    END IF;
    UPDATE ideas_idea SET state = NEW.after WHERE id = NEW.idea_id AND state <> NEW.after;
    RETURN NEW;
"""


@tracked()
class Step(models.Model):
    """What was decided of an idea, on a day, by whom, with words that everybody reads. Owned by `commands.steps`.

    undoes: the step this one corrects. posting: what it counted in the ledger, None when it counts nothing or was taken
    back. activity, work, file: what shows that it was realised.
    """

    idea = models.ForeignKey(Idea, models.PROTECT, related_name="steps")
    before = models.CharField(max_length=10, choices=IdeaState.choices)
    after = models.CharField(max_length=10, choices=IdeaState.choices)
    day = models.DateField(_("ngày"))
    words = models.TextField(_("trả lời"), max_length=3000, blank=True)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    activity = models.ForeignKey("activities.Activity", models.PROTECT, null=True, blank=True, related_name="+")
    work = models.ForeignKey("works.YouthWork", models.PROTECT, null=True, blank=True, related_name="+")
    file = models.ForeignKey("files.KeptFile", models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_allowed(),
                name="idea_step_allowed",
                violation_error_message=_("Ý tưởng không đi được bước này từ chỗ đang đứng."),
            ),
            models.CheckConstraint(
                condition=~Q(words="") | Q(undoes__isnull=True) & ~Q(after__in=SAID) & ~Q(before=F("after")),
                name="idea_step_says_why",
                violation_error_message=_("Ghi câu trả lời để người gửi và người đọc hiểu."),
            ),
            models.CheckConstraint(
                condition=~Q(after="realised")
                | Q(undoes__isnull=False)
                | Q(activity__isnull=False)
                | Q(work__isnull=False)
                | Q(file__isnull=False),
                name="idea_realised_is_shown",
                violation_error_message=_("Gắn hoạt động, công trình hoặc tệp minh chứng cho kết quả."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="idea_step_follows", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_FOLLOWS
            ),
            pgtrigger.Protect(name="idea_step_kept", operation=pgtrigger.Delete),
        ]

    @property
    def is_answer(self) -> bool:
        """Words only: nothing moved."""
        return self.before == self.after


@tracked()
class Review(models.Model):
    """Somebody named to judge an idea, and what they found. Owned by `commands.judging`."""

    idea = models.ForeignKey(Idea, models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    verdict = models.CharField(_("đề nghị"), max_length=8, choices=Verdict.choices, blank=True)
    words = models.TextField(_("nhận xét"), max_length=2000, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "reviewer"],
                name="idea_reviewer_once",
                violation_error_message=_("Người này đã được mời chấm ý tưởng này."),
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True, verdict="") | (Q(given_at__isnull=False) & ~Q(verdict="")),
                name="idea_review_whole",
                violation_error_message=_("Chọn đề nghị."),
            ),
        ]


class Score(models.Model):
    """Points a reviewer gave for one criterion (`catalogue/idea_criteria.yaml`), 0 to 10."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=20)
    points = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="idea_score_once"),
            models.CheckConstraint(
                condition=Q(points__lte=MOST_POINTS),
                name="idea_score_in_range",
                violation_error_message=_("Điểm từ 0 đến 10."),
            ),
        ]


@tracked()
class Backing(models.Model):
    """Support given to an idea: money, a mentor, a unit that takes it on. Owned by `commands.support`."""

    idea = models.ForeignKey(Idea, models.PROTECT, related_name="backings")
    kind = models.CharField(_("hỗ trợ"), max_length=10, choices=BackingKind.choices)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(_("nội dung"), max_length=300)
    value = models.PositiveBigIntegerField(_("số tiền (đồng)"), default=0)
    day = models.DateField(_("ngày"))
    given_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField()
    undone_why = models.CharField(_("lý do"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="taken_on") | Q(unit__isnull=False),
                name="idea_taken_on_by_a_unit",
                violation_error_message=_("Ghi đơn vị nhận thực hiện."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="money") | Q(value__gt=0),
                name="idea_money_has_an_amount",
                violation_error_message=_("Ghi số tiền."),
            ),
        ]


class Vote(models.Model):
    """Somebody supports an idea: once for an account, or for the code a browser keeps; who that is, nobody knows."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="votes")
    account = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "account"], condition=Q(account__isnull=False), name="idea_vote_once_account"
            ),
            models.UniqueConstraint(fields=["idea", "digest"], condition=~Q(digest=""), name="idea_vote_once_code"),
            models.CheckConstraint(
                condition=Q(account__isnull=False, digest="") | (Q(account__isnull=True) & ~Q(digest="")),
                name="idea_vote_of_one",
            ),
        ]
