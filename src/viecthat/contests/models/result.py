"""What comes of a contest: prizes given, ideas that works became; and what decisions about units did to it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.contests.models.contest import Contest, Prize
from viecthat.contests.models.submission import Submission


@tracked()
class Award(models.Model):
    """A prize given to a work. `dossier`: where the winner is put forward for a commendation.

    Owned by `commands.result`.
    """

    prize = models.ForeignKey(Prize, models.PROTECT, related_name="awards")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="awards")
    given_on = models.DateField(_("ngày trao"))
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    dossier = models.ForeignKey("commendations.Dossier", models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_why = models.CharField(_("vì sao thu lại"), max_length=300, blank=True)
    given_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(taken_back_why=""),
                name="contest_award_once",
                violation_error_message=_("Bài này đã có giải."),
            )
        ]


@tracked()
class Promotion(models.Model):
    """A work that was taken over into the bank of ideas. Owned by `commands.result`."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="promotion")
    idea = models.ForeignKey("ideas.Idea", models.PROTECT, related_name="+")
    promoted_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    promoted_at = models.DateTimeField()


class Followed(models.Model):
    """A contest that followed its unit by a decision. unit: where it stood; new_unit: where it stands since.

    Owned by `commands.following`.
    """

    decision = models.ForeignKey("organisation.Reorganisation", models.PROTECT, related_name="+")
    contest = models.ForeignKey(Contest, models.PROTECT, related_name="followed")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    new_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "contest"], name="contest_follows_once")]
