"""The yearly rating of a unit: proposed by itself, criterion by criterion, decided above."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.organisation.choices import RatingState


@tracked()
class UnitRating(models.Model):
    """How a unit is rated for a year; classes are of `catalogue/unit_ratings.yaml`. Owned by `commands.rating`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("năm"))
    state = models.CharField(max_length=10, choices=RatingState.choices, default=RatingState.PROPOSED)
    proposed_class = models.CharField(_("mức tự đề nghị"), max_length=16)
    proposed_on = models.DateField(_("ngày đề nghị"))
    proposed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("tự nhận xét"), max_length=1000, blank=True)
    given_class = models.CharField(_("mức được xếp"), max_length=16, blank=True)
    decided_on = models.DateField(_("ngày xếp loại"), null=True, blank=True)
    decided_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.CharField(_("quyết định"), max_length=80, blank=True)
    answer = models.CharField(_("nhận xét của cấp trên"), max_length=1000, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["year", "unit"], name="unit_rating_by_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                name="unit_rating_once_a_year",
                violation_error_message=_("Đơn vị đã đề nghị xếp loại năm này; mở bản đã gửi."),
            ),
            models.CheckConstraint(
                condition=Q(state="decided", decided_on__isnull=False) & ~Q(given_class="") & ~Q(decision="")
                | ~Q(state="decided") & Q(given_class=""),
                name="unit_rating_decided_whole",
                violation_error_message=_("Xếp loại phải có mức, ngày và số quyết định."),
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(answer=""),
                name="unit_rating_returned_says_why",
                violation_error_message=_("Ghi vì sao trả lại."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(proposed_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="unit_rating_not_by_itself",
                violation_error_message=_("Không ai tự xếp loại đơn vị mình đề nghị; nhờ người khác của cấp trên."),
            ),
        ]


class UnitScore(models.Model):
    """Points for one criterion: what the registers say (n of N), or what the unit says with a reason."""

    rating = models.ForeignKey(UnitRating, models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=32)
    points = models.DecimalField(max_digits=5, decimal_places=1)
    n = models.PositiveIntegerField(null=True, blank=True)
    of = models.PositiveIntegerField(null=True, blank=True)
    reason = models.CharField(_("căn cứ"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rating", "criterion"], name="unit_score_once"),
            models.CheckConstraint(
                condition=Q(n__isnull=False, of__isnull=False) | ~Q(reason=""),
                name="unit_score_computed_or_says_why",
                violation_error_message=_("Tiêu chí không tính từ sổ thì ghi căn cứ."),
            ),
        ]
