"""Persons who stood twice in the register and became one, and pairs that only look alike."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.people.models.person import Person


class PersonMerge(models.Model):
    """One file went into another: what is said of `absorbed` is said of `kept` since. Owned by `commands.duplicate`.

    `moved`: the rows that changed hands, by table and column; `postings`: [old, new] of each that was recorded anew.
    """

    kept = models.ForeignKey(Person, models.PROTECT, related_name="took_in")
    absorbed = models.ForeignKey(Person, models.PROTECT, related_name="went_into")
    reason = models.CharField(_("vì sao là một người"), max_length=500)
    merged_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    moved = models.JSONField(default=dict)
    postings = models.JSONField(default=list)
    before = models.JSONField(default=dict, help_text="of both files, what the merge changed in them")
    final = models.BooleanField(default=False, help_text="a membership that stood twice was taken back: no way back")
    undone_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.CharField(_("vì sao tách lại"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=Q(undone_at__isnull=True),
                name="merge_once",
                violation_error_message=_("Hồ sơ này đã được nhập vào hồ sơ khác."),
            ),
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="merge_of_two"),
            models.CheckConstraint(condition=~Q(reason=""), name="merge_says_why"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | ~Q(undone_reason=""), name="merge_undone_says_why"
            ),
        ]


class NotSame(models.Model):
    """Two persons who look alike and are two. Owned by `commands.duplicate.tell_apart`."""

    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")
    told_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_same_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_same_in_order"),
        ]
