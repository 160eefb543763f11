"""Elections at a congress: what is elected, who stands, and the paper ballots as they were counted."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.congress.choices import ElectedTo, VoteForm
from viecthat.congress.models.congress import Congress


@tracked()
class Ballot(models.Model):
    """One election: the personnel scheme before the congress, the counted ballots after. Owned by `commands.ballot`.

    Voting is on paper and in person; only the sums come in. `women` and `minorities` are the shares in percent that
    the scheme asks of those elected, `surplus` how many more than the seats stand at least. Who is elected is worked
    out from the votes, never stored.
    """

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="ballots")
    position = models.PositiveSmallIntegerField()
    to = models.CharField(_("bầu"), max_length=24, choices=ElectedTo.choices)
    vote = models.CharField(_("hình thức biểu quyết"), max_length=8, choices=VoteForm.choices, default=VoteForm.SECRET)
    seats = models.PositiveSmallIntegerField(_("số lượng cần bầu"))
    surplus = models.PositiveSmallIntegerField(_("số dư ít nhất"), default=0)
    women = models.PositiveSmallIntegerField(_("tỷ lệ nữ ít nhất, %"), null=True, blank=True)
    minorities = models.PositiveSmallIntegerField(_("tỷ lệ dân tộc thiểu số ít nhất, %"), null=True, blank=True)
    settled_on = models.DateField(_("chốt danh sách"), null=True, blank=True)
    board = models.CharField(_("ban kiểm phiếu"), max_length=500, blank=True)
    issued = models.PositiveIntegerField(_("số phiếu phát ra"), null=True, blank=True)
    collected = models.PositiveIntegerField(_("số phiếu thu về"), null=True, blank=True)
    valid = models.PositiveIntegerField(_("số phiếu hợp lệ"), null=True, blank=True)
    invalid = models.PositiveIntegerField(_("số phiếu không hợp lệ"), null=True, blank=True)
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    counted_at = models.DateTimeField(null=True, blank=True)
    installed_on = models.DateField(_("vào sổ chức vụ"), null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__gte=1),
                name="ballot_has_seats",
                violation_error_message=_("Bầu ít nhất một người."),
            ),
            models.CheckConstraint(
                condition=Q(women__isnull=True) | Q(women__lte=100),
                name="ballot_women_share",
                violation_error_message=_("Tỷ lệ từ 0 đến 100%."),
            ),
            models.CheckConstraint(
                condition=Q(minorities__isnull=True) | Q(minorities__lte=100),
                name="ballot_minority_share",
                violation_error_message=_("Tỷ lệ từ 0 đến 100%."),
            ),
            models.CheckConstraint(
                condition=Q(issued__isnull=True, collected__isnull=True, valid__isnull=True, invalid__isnull=True)
                | Q(collected__lte=F("issued"), collected=F("valid") + F("invalid")),
                name="ballot_papers_add_up",
                violation_error_message=_(
                    "Phiếu không khớp: thu về không quá phát ra; hợp lệ cộng không hợp lệ bằng thu về."
                ),
            ),
        ]


@tracked()
class Candidate(models.Model):
    """Somebody who stands in an election, with the votes on the valid ballots. Owned by `commands.ballot`."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="candidates")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    incumbent = models.BooleanField(_("tái cử"), default=False)
    self_named = models.BooleanField(_("tự ứng cử, được đề cử tại đại hội"), default=False)
    votes = models.PositiveIntegerField(_("số phiếu đồng ý"), null=True, blank=True)

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["person"], name="congress_candidate_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "person"],
                name="candidate_once_a_ballot",
                violation_error_message=_("Người này đã có trong danh sách bầu."),
            )
        ]
        triggers = [
            # No name has more votes than there were valid ballots, and all together no more than seats on each.
            pgtrigger.Trigger(
                name="votes_within_ballots",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NEW.votes IS NOT NULL AND (
                        NEW.votes > (SELECT coalesce(valid, 0) FROM congress_ballot WHERE id = NEW.ballot_id)
                        OR (SELECT coalesce(sum(votes), 0) FROM congress_candidate WHERE ballot_id = NEW.ballot_id)
                           > (SELECT coalesce(valid, 0)::bigint * seats FROM congress_ballot WHERE id = NEW.ballot_id)
                    ) THEN
                        RAISE EXCEPTION 'more votes than ballots' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            )
        ]
