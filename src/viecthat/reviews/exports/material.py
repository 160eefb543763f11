"""What every document of a review is made of, each part asked for once and only when a document needs it."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.documents.model import Lang
from viecthat.kernel.periods import Period
from viecthat.reviews.exports.heading import Letterhead, letterhead
from viecthat.reviews.exports.paper_texts import PAPER_TEXTS, PaperTexts
from viecthat.reviews.exports.sentences import Speaker
from viecthat.reviews.queries.appraisals import Appraised, appraisals_of
from viecthat.reviews.queries.beside import Beside
from viecthat.reviews.queries.content import ReviewContent, review_content
from viecthat.reviews.queries.limits import ReviewLimits, limits_of_review
from viecthat.reviews.queries.proposals import ReviewProposals, proposals_of_review
from viecthat.reviews.queries.review import trend_of

if TYPE_CHECKING:
    from viecthat.reviews.queries import Figure, ReviewTable


class Material:
    """A review in one language, as it stands at `at`."""

    def __init__(self, table: ReviewTable, *, at: datetime, lang: Lang = "vi") -> None:
        self.table, self.at, self.lang = table, at, lang
        self.speaker = Speaker(table, lang)
        self._trends: dict[tuple[int, Period], list[tuple[date, int]]] = {}

    @property
    def texts(self) -> PaperTexts:
        """The language's fixed words."""
        return PAPER_TEXTS[self.lang]

    @property
    def today(self) -> date:
        """The day of making."""
        return localdate(self.at)

    @property
    def last_day(self) -> date:
        """The last day that the figures are judged on."""
        return Period(self.table.period.start, self.table.judged_on).last_day

    @cached_property
    def head(self) -> Letterhead:
        """Who issues it, under whom, on what."""
        return letterhead(self.table, self.lang)

    @cached_property
    def content(self) -> ReviewContent:
        """The review's own words and key tasks."""
        return review_content(self.table, self.lang)

    @cached_property
    def beside(self) -> Beside:
        """Every target's units against each other, the silent ones, open doubts."""
        return Beside(self.table, [figure.indicator.code for figure in self.table.targeted])

    @cached_property
    def limits(self) -> ReviewLimits:
        """The limits on record: found in this review, and come back from earlier ones."""
        review = self.table.review
        return limits_of_review(review, self.today) if review is not None else ReviewLimits((), ())

    @cached_property
    def proposals(self) -> ReviewProposals:
        """What was proposed upward, and how it was answered."""
        review = self.table.review
        return proposals_of_review(review, self.today) if review is not None else ReviewProposals((), ())

    @cached_property
    def appraisals(self) -> list[Appraised]:
        """What superiors said of the review."""
        return appraisals_of(self.table.review, self.today) if self.table.review is not None else []

    def trend(self, figure: Figure) -> list[tuple[date, int]]:
        """The running total month by month."""
        key = (figure.indicator.pk, figure.period)
        if key not in self._trends:
            self._trends[key] = trend_of(figure, self.table)
        return self._trends[key]
