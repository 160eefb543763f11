"""Texts that were read for figures, with what an officer made of each figure so far."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reading(models.Model):
    """A text, the figures found in it and the decisions on them. Owned by `commands`.

    `figures` is a list in the order of the text: what was read (`docs/json.md`) with `decision`, `indicator` (a code)
    and `number` as the officer left them. `posting` is what was declared last; `times` counts the declarations.
    """

    title = models.CharField(_("tên"), max_length=200)
    text = models.TextField(help_text="as sent: the spans of the figures are places in it")
    source = models.CharField(max_length=200, blank=True, help_text="the name of the file it came from")
    searched = models.TextField(help_text="title and beginning, folded, for the search")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    day = models.DateField(null=True, help_text="the day the declared figures are of")
    figures = models.JSONField(default=list)
    reader = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, related_name="+")
    times = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["reader", "-changed_at"], name="reading_by_reader")]

    def __str__(self) -> str:
        return self.title
