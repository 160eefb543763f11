"""Jurors and their marks, votes, and the minutes that close a round."""

from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.contests.models.contest import Contest, Criterion, Round
from viecthat.contests.models.submission import Submission


@tracked()
class Juror(models.Model):
    """Somebody asked to judge, and the unit they come from: of works from there they are told to keep off."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="jurors")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("chức danh, chuyên môn"), max_length=200, blank=True)
    chair = models.BooleanField(_("trưởng ban giám khảo"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "account"],
                name="contest_juror_once",
                violation_error_message=_("Người này đã là giám khảo."),
            ),
            models.UniqueConstraint(
                fields=["contest"],
                condition=Q(chair=True),
                name="contest_one_chair",
                violation_error_message=_("Cuộc thi đã có trưởng ban giám khảo."),
            ),
        ]


@tracked()
class Score(models.Model):
    """One juror's mark of one work by one criterion in one round, in hundredths of a point (0 to 1.000)."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="scores")
    juror = models.ForeignKey(Juror, models.PROTECT, related_name="scores")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(_("điểm"))
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "juror", "submission", "criterion"], name="contest_score_once"),
            models.CheckConstraint(
                condition=Q(points__lte=1000),
                name="contest_score_of_ten",
                violation_error_message=_("Điểm từ 0 đến 10."),
            ),
        ]


@tracked()
class Recusal(models.Model):
    """A juror keeps off a work they know the maker of."""

    juror = models.ForeignKey(Juror, models.PROTECT, related_name="recusals")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    reason = models.CharField(_("vì sao không chấm"), max_length=300)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["juror", "submission"], name="contest_recusal_once")]


@tracked(exclude=["code"])
class VoteCode(models.Model):
    """A printed code that lets somebody without an account vote once in a round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="vote_codes")
    code = models.CharField(max_length=12, unique=True)
    made_at = models.DateTimeField()


@tracked()
class Vote(models.Model):
    """One vote of an account or of a code in a round. Nobody is shown who voted for what."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="votes")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="votes")
    account = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    code = models.OneToOneField(VoteCode, models.PROTECT, null=True, blank=True, related_name="vote")
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "account"],
                condition=Q(account__isnull=False),
                name="contest_vote_once",
                violation_error_message=_("Bạn đã bình chọn vòng này."),
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=False, code__isnull=True) | Q(account__isnull=True, code__isnull=False),
                name="contest_vote_of_one",
            ),
        ]


_KEPT = pgtrigger.Update | pgtrigger.Delete


@tracked()
class Minutes(models.Model):
    """The record that closes a round (biên bản). Never changed: a later number corrects it and says why.

    Who judged is read from the marks, which nobody changes afterwards either; `chair` is who chaired the
    jury then. Owned by `commands.closing`.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="minutes")
    number = models.PositiveSmallIntegerField(_("bản thứ"))
    words = models.TextField(_("ghi thêm"), max_length=2000, blank=True)
    why = models.CharField(_("vì sao đính chính"), max_length=300, blank=True)
    chair = models.ForeignKey(Juror, models.PROTECT, null=True, blank=True, related_name="+")
    closed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="contest_minutes_numbered"),
            models.CheckConstraint(
                condition=Q(number=1, why="") | (Q(number__gt=1) & ~Q(why="")),
                name="contest_minutes_corrected_say_why",
                violation_error_message=_("Biên bản đính chính thì ghi vì sao."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="contest_minutes_kept", operation=_KEPT)]


@tracked()
class MinutesLine(models.Model):
    """How one work did: its place, points in hundredths or votes, and whether it goes on."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="lines")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(_("hạng"))
    points = models.PositiveSmallIntegerField(_("điểm"), null=True, blank=True)
    votes = models.PositiveIntegerField(_("lượt bình chọn"), null=True, blank=True)
    passed = models.BooleanField(_("đi tiếp"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "submission"], name="contest_minutes_line_once")]
        triggers = [pgtrigger.Protect(name="contest_minutes_line_kept", operation=_KEPT)]

    @property
    def marks(self) -> Decimal | None:
        """Its points as they are read, from 0 to 10."""
        return None if self.points is None else Decimal(self.points) / 100
