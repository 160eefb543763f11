"""Charts chosen by the data: targets of an area side by side, a running total over time, units against each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from viecthat.documents.charts import PaceBar, PaceChart, RankBar, RankChart, TrendChart
from viecthat.documents.model import Picture
from viecthat.figures.queries import words
from viecthat.kernel.dates import format_date
from viecthat.kernel.numbers import format_percent
from viecthat.kernel.periods import Period
from viecthat.ledger.choices import MeasureKind

if TYPE_CHECKING:
    from viecthat.reviews.exports.material import Material
    from viecthat.reviews.queries import Figure
    from viecthat.reviews.queries.beside import Placed

MOST_BARS = 12
MOST_RANKED = 10
FEWEST_POINTS = 4
MOST_CHARTS = 60


def pace_chart(figures: Sequence[Figure], material: Material) -> PaceChart | None:
    """The targets that have a result, against their goals; None without any."""
    told = [figure for figure in figures if figure.target is not None and figure.reached is not None]
    if not told:
        return None
    texts, lang = material.texts, material.lang
    bars = tuple(_pace_bar(figure, material) for figure in told[:MOST_BARS])
    gone = next((figure.elapsed for figure in told if not figure.years), told[0].elapsed)
    named = "; ".join(texts.pace_bar_described.format(name=bar.label, share=bar.share) for bar in bars)
    return PaceChart(
        bars=bars,
        goal_word=texts.goal,
        gone_word=texts.time_gone.format(gone=format_percent(gone, 0, lang)),
        describe=texts.pace_described.format(bars=named),
    )


def _pace_bar(figure: Figure, material: Material) -> PaceBar:
    indicator, target, grades, lang = figure.indicator, figure.target, figure.row.grades, material.lang
    if target is None or figure.reached is None:
        raise ValueError(f"no target to draw: {indicator.code}")
    goal = material.speaker.goal_text(figure)
    result = words.result_words(figure.row, indicator, lang)
    if indicator.unit_of_measure == "đồng" and figure.row.value is not None:
        result = words.quantity_words(figure.row.value, indicator, lang)
    return PaceBar(
        label=words.name_words(indicator, lang),
        reached=float(figure.reached),
        value=f"{result} / {goal}",
        share=words.share_words(figure.reached, lang),
        said=words.verdict_words(figure.verdict, lang),
        proof=(grades.declared, grades.evidenced, grades.verified),
        gone=None if figure.years else float(figure.elapsed),
    )


def has_trend(figure: Figure) -> bool:
    """Whether a running total says something: a counted flow with a goal over more than a few months."""
    target = figure.target
    return (
        target is not None
        and target.goal_of is None
        and target.direction == "at_least"
        and not figure.years
        and figure.has_figures
        and figure.row.value is not None
        and figure.indicator.measure != MeasureKind.STOCK
        and len(figure.period.months()) >= FEWEST_POINTS
    )


def trend_chart(figure: Figure, material: Material) -> TrendChart | None:
    """The figure's running total against an even pace to its goal; None where `has_trend` says no."""
    target = figure.target
    if target is None or not has_trend(figure):
        return None
    texts, lang, indicator = material.texts, material.lang, figure.indicator
    points = material.trend(figure)
    span = Period(target.start, target.end)
    at = [(max(0.0, (day - span.start).days / span.days), total) for day, total in points]
    now = Period(span.start, points[-1][0]).last_day if points[-1][0] > span.start else span.start
    result, goal = (words.quantity_words(each, indicator, lang) for each in (points[-1][1], target.goal))
    top = max(target.goal, *(total for _day, total in points))
    days = tuple(format_date(day, lang) for day in (span.start, now, span.last_day))
    return TrendChart(
        points=tuple(at),
        goal=target.goal,
        result_word=result,
        goal_word=texts.goal_of.format(goal=goal),
        even_word=texts.even_pace,
        days=(days[0], days[1], days[2]),
        scale=("0", words.cell_amount(top // 2, indicator, lang), words.cell_amount(top, indicator, lang)),
        describe=texts.trend_described.format(
            name=words.name_words(indicator, lang), first=days[0], now=days[1], last=days[2], result=result, goal=goal
        ),
    )


def rank_chart(figure: Figure, placed: Sequence[Placed], material: Material) -> RankChart | None:
    """The units that did most, largest first; None where fewer than two stand beside each other."""
    if len(placed) < 2:
        return None
    lang = material.lang
    ordered = sorted(placed, key=lambda one: -one.value)[:MOST_RANKED]
    bars = tuple(
        RankBar(one.unit.name, float(one.value), words.quantity_words(one.value, figure.indicator, lang), place == 0)
        for place, one in enumerate(ordered)
    )
    named = "; ".join(f"{bar.label} {bar.said}" for bar in bars)
    name = words.name_words(figure.indicator, lang)
    return RankChart(bars, material.texts.rank_described.format(name=name, bars=named))


class ChartNumbers:
    """Charts of one document with captions numbered in their order."""

    def __init__(self, material: Material) -> None:
        self.material, self.count = material, 0

    def area(self, figures: Sequence[Figure], name: str) -> Iterable[Picture]:
        """The targets of a work area against their goals."""
        chart = pace_chart(figures, self.material)
        if chart is not None:
            yield self._captioned(chart, self.material.texts.against_goals.format(area=name))

    def annex(self, figures: Sequence[Figure]) -> Iterable[Picture]:
        """Of each figure its way over time and its units, as far as there is something to draw."""
        for figure in figures:
            name = words.name_words(figure.indicator, self.material.lang)
            trend = trend_chart(figure, self.material)
            if trend is not None and self.count < MOST_CHARTS:
                yield self._captioned(trend, self.material.texts.over_time.format(name=name))
            rank = rank_chart(figure, self.material.beside.placed.get(figure.indicator.code, ()), self.material)
            if rank is not None and self.count < MOST_CHARTS:
                yield self._captioned(rank, self.material.texts.by_unit.format(name=name))

    def _captioned(self, chart: PaceChart | TrendChart | RankChart, title: str) -> Picture:
        self.count += 1
        return Picture(chart, self.material.texts.chart.format(number=self.count, title=title))
