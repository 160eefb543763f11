"""A review as it is shown in the hall: one thing to a step, figure by figure, from the same table as its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from viecthat.conferences.queries.conclusions import Earlier, Followed, conclusions_of, earlier_of_review
from viecthat.figures.queries import words
from viecthat.kernel.judging import Verdict
from viecthat.reviews.queries import ReviewTable, child_rows
from viecthat.reviews.queries.findings import judged
from viecthat.reviews.queries.limits import ReviewLimits, limits_of_review
from viecthat.reviews.queries.review import AreaFigures

if TYPE_CHECKING:
    from viecthat.conferences.models import Conference
    from viecthat.documents.model import Lang
    from viecthat.figures.queries.targets import Figure
    from viecthat.reviews.models import Review
    from viecthat.rollup.answer import Row
    from viecthat.units.queries import UnitRow

MOST_WITHOUT_GOAL = 3  # figures of an area in which nothing was undertaken
MOST_UNITS = 5  # best, and weakest: what a hall reads at a glance


@dataclass(frozen=True)
class Step:
    """One screen. `kind`: title, whole, area, figure, limits, earlier, concluded, end; `number` counts from 1."""

    number: int
    kind: str
    title: str
    area: AreaFigures | None = None
    figure: Figure | None = None


@dataclass(frozen=True)
class Ranked:
    """Units that did most of a figure and least, those with nothing left out of the latter and counted."""

    best: tuple[tuple[UnitRow, Row], ...]
    weakest: tuple[tuple[UnitRow, Row], ...]
    silent: int

    @property
    def few(self) -> bool:
        """All units that did anything stand among the best."""
        return not self.weakest


def steps_of(table: ReviewTable, conference: Conference | None, lang: Lang) -> list[Step]:
    """The screens in order; which there are follows from the figures alone, so that an address keeps its meaning."""
    return [Step(number, *given) for number, given in enumerate(_steps(table, conference, lang), 1)]


_Given = tuple[str, str] | tuple[str, str, AreaFigures] | tuple[str, str, AreaFigures, "Figure"]


def _steps(table: ReviewTable, conference: Conference | None, lang: Lang) -> Iterator[_Given]:
    review = table.review
    yield "title", review.title if review is not None else table.period.name(lang)
    yield "whole", gettext("Nhìn chung")
    for block in table.areas:
        yield "area", str(block.area.label), block
        targeted = [figure for figure in block.figures if figure.target is not None]
        for figure in targeted or block.figures[:MOST_WITHOUT_GOAL]:
            yield "figure", words.name_words(figure.indicator, lang), block, figure
    if review is not None:
        yield "limits", gettext("Hạn chế, việc cần đẩy mạnh")
        yield "earlier", gettext("Kết luận kỳ trước")
    if conference is not None:
        yield "concluded", gettext("Kết luận của hội nghị")


def ranked_units(figure: Figure, table: ReviewTable) -> Ranked:
    """The units directly below by what they did of the figure. Asks the ledger once, names in one query."""
    if not table.children or (figure.row.value is None and figure.row.of is None):
        return Ranked((), (), 0)
    rows, _totals = child_rows(table, [figure])
    told = [(one.unit, one.rows[0]) for one in rows if one.unit is not None]
    acting = sorted((one for one in told if one[1].entries), key=lambda one: _size(one[1]), reverse=True)
    if len(acting) > 1 and _size(acting[0][1]) == _size(acting[-1][1]):
        return Ranked((), (), len(told) - len(acting))  # all did the same: nobody is best
    best, rest = acting[:MOST_UNITS], acting[MOST_UNITS:]
    return Ranked(tuple(best), tuple(reversed(rest[-MOST_UNITS:])), len(told) - len(acting))


def behind(table: ReviewTable) -> list[Figure]:
    """The targets that are behind their pace, the furthest first."""
    return sorted(judged(table, Verdict.PUSH, Verdict.PROMISING), key=lambda figure: figure.reached or 0)


def limits_told(review: Review, today: date) -> ReviewLimits:
    """The limits of the review and those that came back in it."""
    return limits_of_review(review, today)


def earlier_told(review: Review, today: date) -> Earlier:
    """What was concluded before and how it stands."""
    return earlier_of_review(review, today)


def concluded_there(conference: Conference, today: date) -> list[Followed]:
    """What this conference concludes."""
    return conclusions_of(conference, today)


def _size(row: Row) -> float:
    if row.value is not None:
        return row.value
    return (row.n or 0) / row.of if row.of else 0.0
