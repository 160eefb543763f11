"""Figures of articles that nobody may read side by side: taken from one another they tell of too few people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext

from viecthat.kernel.differencing import ToldCount, tells_of_few
from viecthat.ledger.choices import MeasureKind
from viecthat.news.choices import ArticleState
from viecthat.news.models import ArticleFigure
from viecthat.news.queries.figures import counts_people, fixed, told
from viecthat.ui.templatetags.ui import period_name
from viecthat.units.queries import units_by_id
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from datetime import datetime

    from viecthat.ledger.models import Indicator
    from viecthat.rollup.placement import UnitMap

_NAMED = 3


@dataclass(frozen=True)
class TooNear:
    """A figure and those beside which it tells of too few; said: how a sentence names them."""

    number: int
    said: str


@dataclass(frozen=True)
class Beside:
    """What fixed figures tell of too few beside others. near: the first of them that does; those of the same article
    are named by their number. grades: numbers of those whose grades do; a figure may stand without them.
    """

    near: TooNear | None = None
    grades: frozenset[int] = frozenset()


def looked_at_beside(new: Sequence[ArticleFigure], at: datetime) -> Beside:
    """These fixed figures beside one another and beside what approved articles have. One query, none without people."""
    counted = {indicator.pk for row in new for indicator, _side, _n in _counts(row)}
    if not counted:
        return Beside()
    there = Q(indicator__in=counted) | Q(indicator__numerator__in=counted) | Q(indicator__denominator__in=counted)
    known = ArticleFigure.objects.filter(there, known_at__isnull=False, article__state=ArticleState.APPROVED)
    known = known.exclude(pk__in=[row.pk for row in new]).order_by("pk")
    today = map_on(localdate(at))
    standing: dict[tuple[int, str], list[ToldCount]] = {}
    for row in known.select_related("article", "indicator__numerator", "indicator__denominator"):
        for key, count in (*_told_counts(row, today), *_told_grades(row, today)):
            standing.setdefault(key, []).append(count)
    grades = set()
    for row in new:
        for key, count in _told_counts(row, today):
            beside = standing.setdefault(key, [])
            if found := tells_of_few(count, beside):
                others = [one.tag for one in found if one is not count]
                return Beside(TooNear(row.number, _said(row, others, at)))  # type: ignore[arg-type]
            beside.append(count)
        by_grade = list(_told_grades(row, today))
        if any(tells_of_few(count, standing.get(key, ())) for key, count in by_grade):
            grades.add(row.number)
            continue
        for key, count in by_grade:
            standing.setdefault(key, []).append(count)
    return Beside(grades=frozenset(grades))


def _counts(row: ArticleFigure) -> Iterator[tuple[Indicator, str, int]]:
    """What a figure tells of people: of a share the part, the whole and what is left of it."""
    asked = fixed(row)
    if asked is None or told(row, asked).few:
        return
    indicator = row.indicator
    if asked.of is None:
        parts = [(indicator, "", asked.value)]
    else:
        part, whole = indicator.numerator or indicator, indicator.denominator or indicator
        parts = [(part, "", asked.value), (indicator, "rest", asked.of - asked.value)]
        if whole is not part:
            parts.append((whole, "", asked.of))
    yield from ((one, side, n) for one, side, n in parts if counts_people(one))


def _told_counts(row: ArticleFigure, today: UnitMap) -> Iterator[tuple[tuple[int, str], ToldCount]]:
    for indicator, side, n in _counts(row):
        if (count := _told_count(row, indicator, n, today)) is not None:
            yield (indicator.pk, side), count


def _told_grades(row: ArticleFigure, today: UnitMap) -> Iterator[tuple[tuple[int, str], ToldCount]]:
    """How much of it is of each grade, where that is told and people are counted."""
    grades = told(row, fixed(row)).grades
    if grades is None or not counts_people(row.indicator):
        return
    for side, n in (("declared", grades.declared), ("evidenced", grades.evidenced), ("verified", grades.verified)):
        if (count := _told_count(row, row.indicator, n, today)) is not None:
            yield (row.indicator_id, side), count


def _told_count(row: ArticleFigure, indicator: Indicator, n: int, today: UnitMap) -> ToldCount | None:
    stands, _how = today.stands_at(row.unit_id)
    if stands is None:
        return None
    start, end = row.start.toordinal(), row.end.toordinal()
    # A running total is of its last day, whatever period asked for it.
    days = (end - 1, end) if indicator.measure == MeasureKind.STOCK else (start, end)
    return ToldCount(today.tree.span(stands), days, n, row)


def _said(row: ArticleFigure, others: Sequence[ArticleFigure], at: datetime) -> str:
    units = units_by_id({one.unit_id for one in others}, localdate(at))
    said = []
    for one in others[:_NAMED]:
        if one.article_id == row.article_id:
            said.append(gettext("[số {n}]").format(n=one.number))
            continue
        what = {"what": one.indicator, "unit": units[one.unit_id].name, "period": period_name(one.period)}
        public = one.article.publish_at is not None and one.article.publish_at <= at
        told_where = gettext("“{what}” của {unit}, {period} (bài “{title}”)")
        waiting = gettext("“{what}” của {unit}, {period} (một bài sắp đăng)")
        said.append((told_where if public else waiting).format(title=one.article.title, **what))
    return "; ".join(said)
