"""Figures of the ledger in an article: which one, and what it was when the article was approved."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.kernel.periods import Period
from viecthat.news.models.article import Article


class ArticleFigure(models.Model):
    """A figure in an article; the words name it by its number. Owned by `commands.figure`.

    Until known_at is set the desk asks the ledger anew; then it stays what it was, and readers read it from here.
    value: in the indicator's smallest unit, of a ratio or coverage the part of `of`; the grades add to it, or
    are all 0 where they, taken from others that are published, would tell of too few people.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="figures")
    number = models.PositiveSmallIntegerField()
    indicator = models.ForeignKey("ledger.Indicator", models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến trước ngày"))
    placed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    placed_at = models.DateTimeField()
    known_at = models.DateTimeField(null=True, blank=True)
    value = models.BigIntegerField(null=True, blank=True)
    of = models.BigIntegerField(null=True, blank=True)
    declared = models.BigIntegerField(default=0)
    evidenced = models.BigIntegerField(default=0)
    verified = models.BigIntegerField(default=0)
    reported_by = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="article_figure_place"),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="article_figure_end_after_start",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(known_at__isnull=True, value__isnull=True) | Q(known_at__isnull=False, value__isnull=False),
                name="article_figure_fixed_with_value",
                violation_error_message=_("Số đã chốt phải có giá trị và lúc chốt."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="article_figure_kept",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__known_at__isnull=False),
            )
        ]

    @property
    def period(self) -> Period:
        """The days it counts."""
        return Period(self.start, self.end)
