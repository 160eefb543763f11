"""Sentences of a report, made of the figures themselves: nothing is said that the ledger does not say."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from viecthat.catalogue.phrases import PHRASES, Phrase
from viecthat.documents.model import Figure as Bound, Lang, Run, Runs
from viecthat.documents.runs import capitalised, fill, joined
from viecthat.figures.queries import words
from viecthat.kernel.judging import Verdict
from viecthat.kernel.numbers import format_number, format_percent
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share
from viecthat.reviews.exports.texts import TEXTS, Texts

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator
    from viecthat.plans.models import Target
    from viecthat.reviews.queries import Figure, ReviewTable


def lowered(name: str) -> str:
    """A name within a sentence; one that begins with letters that are all capitals stays."""
    first = name.split(" ", 1)[0]
    return name if len(first) > 1 and first.isupper() else name[:1].lower() + name[1:]


@dataclass(frozen=True)
class Speaker:
    """Says figures of one review in one language."""

    table: ReviewTable
    lang: Lang

    @property
    def texts(self) -> Texts:
        """The language's templates."""
        return TEXTS[self.lang]

    # bound figures

    def number(self, value: int, bookmark: str) -> Bound:
        """A plain count."""
        return Bound(format_number(value, lang=self.lang), bookmark=bookmark)

    def percent(
        self, share: Fraction | Share, bookmark: str, decimals: int | None = None, *, bold: bool = True
    ) -> Bound:
        """A share in percent."""
        text = words.share_words(share, self.lang) if decimals is None else format_percent(share, decimals, self.lang)
        return Bound(text, bold=bold, bookmark=bookmark)

    def quantity(self, quantity: int, indicator: Indicator, bookmark: str, *, bold: bool = True) -> Bound:
        """A quantity with what is counted."""
        number, unit = words.quantity_parts(quantity, indicator, self.lang)
        return Bound(number, unit, bold=bold, bookmark=bookmark)

    def result(self, figure: Figure) -> Bound:
        """The figure's result with what is counted, or its percent."""
        if figure.row.value is not None:
            return self.quantity(figure.row.value, figure.indicator, figure.indicator.code)
        return Bound(words.result_words(figure.row, figure.indicator, self.lang), bookmark=figure.indicator.code)

    def parts(self, figure: Figure) -> dict[str, Run]:
        """n and N of a share."""
        code = figure.indicator.code
        return {
            "n": self.number(figure.row.n or 0, f"{code}.n"),
            "of": self.number(figure.row.of or 0, f"{code}.of"),
        }

    def goal(self, target: Target, indicator: Indicator) -> Runs:
        """The goal with what is counted, and a star when it is only an example."""
        star = "*" if target.illustrative else ""
        bookmark = f"{indicator.code}.goal"
        if target.goal_of is None:
            bound: Bound = self.quantity(target.goal, indicator, bookmark, bold=False)
        else:
            bound = Bound(words.goal_words(target, indicator, self.lang), bold=False, bookmark=bookmark)
        return (bound, star) if star else (bound,)

    def goal_text(self, figure: Figure) -> str:
        """The goal in a table's cell: 1.400*, ≤ 10, 50 tỷ đồng."""
        target, indicator = figure.target, figure.indicator
        if target is None:
            return ""
        money = target.goal_of is None and indicator.unit_of_measure == "đồng"
        number = (words.full_goal_words if money else words.goal_words)(target, indicator, self.lang)
        return f"{'≤ ' if target.direction == 'at_most' else ''}{number}{'*' if target.illustrative else ''}"

    def name(self, indicator: Indicator) -> str:
        """The indicator's name as it is."""
        return words.name_words(indicator, self.lang)

    def target_name(self, figure: Figure) -> str:
        """The name in a table; where several targets are of one indicator, with the time and the giver of each."""
        name, target = self.name(figure.indicator), figure.target
        alike = (one for one in self.table.targeted if one.indicator.code == figure.indicator.code)
        if target is None or sum(1 for _ in alike) < 2:
            return name
        given = (self.texts.given_by.format(name=target.given_by),) if target.given_by else ()
        return f"{name} ({', '.join((self.span(target), *given))})"

    # sentences

    def said(self, figure: Figure, subject: str = "") -> Runs:
        """One figure as a sentence without its full stop; `subject` is who did it ("toàn Thành đoàn ")."""
        texts, indicator, row = self.texts, figure.indicator, figure.row
        if row.value == 0:
            return fill(texts.zero, name=self.name(indicator), figure=self.result(figure))
        opening = subject
        if figure.years and figure.target is not None:
            opening = texts.in_year.format(year=figure.period.start.year) + subject
        return capitalised(joined(opening, self._core(figure), self._judged(figure), self._years(figure)))

    def stocks(self, figures: list[Figure], subject: str = "") -> Runs:
        """Stocks without targets in one sentence: có 30 ủy viên Ban Chấp hành, 9 ủy viên Ban Thường vụ."""
        listed: list[Run | Runs] = []
        for figure in figures:
            number = Bound(
                words.amount(figure.row.value or 0, figure.indicator, self.lang), bookmark=figure.indicator.code
            )
            said = fill(self.texts.stock, figure=number, name=lowered(self.name(figure.indicator)))
            listed += [", ", said] if listed else [said]
        return capitalised(joined(subject, fill(self.texts.stock_has, figures=joined(*listed))))

    def _core(self, figure: Figure) -> Runs:
        texts, indicator, row = self.texts, figure.indicator, figure.row
        name = lowered(self.name(indicator))
        if row.value is None:
            return fill(texts.share_has, figure=self.result(figure), name=name, **self.parts(figure))
        phrase = PHRASES[self.lang].get(indicator.code)
        if phrase is not None:
            return self._phrased(phrase, row.value, indicator)
        return fill(texts.named, name=name, figure=self.result(figure))

    def _phrased(self, phrase: Phrase, value: int, indicator: Indicator) -> Runs:
        if phrase.many:
            noun = phrase.one if phrase.one and value == 1 else phrase.many
            bound = Bound(words.amount(value, indicator, self.lang), noun, bookmark=indicator.code)
        else:
            bound = self.quantity(value, indicator, indicator.code)
        return joined(f"{phrase.before} ", bound, f" {phrase.after}" if phrase.after else "")

    def _judged(self, figure: Figure) -> Runs:
        texts, target, reached, indicator = self.texts, figure.target, figure.reached, figure.indicator
        if target is None or reached is None:
            return ()
        goal, span = self.goal(target, indicator), self.span(target)
        if target.direction == "at_most":
            return fill(texts.at_most_goal, span=span, goal=goal, verdict=self.kept(reached))
        if target.goal_of is not None:
            said = words.verdict_words(figure.verdict, self.lang)
            return fill(texts.share_goal, span=span, goal=goal, verdict=said)
        share = self.percent(reached, f"{indicator.code}.share")
        if figure.goal_far_too_low:
            times = words.times_words(reached, self.lang)
            return fill(texts.far_too_low, share=share, span=span, goal=goal, times=times)
        template = {
            Verdict.EXCEEDED: texts.exceeded,
            Verdict.MET: texts.met,
            Verdict.ON_PACE: texts.on_pace,
            Verdict.PROMISING: texts.promising,
            Verdict.PUSH: texts.push,
        }[figure.verdict]
        return fill(template, share=share, span=span, goal=goal)

    def kept(self, reached: Fraction) -> str:
        """Of a goal not to be passed "exceeded" would say the opposite of what is meant."""
        return self.texts.within_goal if reached >= 1 else self.texts.beyond_goal

    def _years(self, figure: Figure) -> Runs:
        told = [year for year in figure.years if year.row.entries and year.period != figure.period]
        if not told:
            return ()
        named: list[Run | Runs] = []
        for year in told:
            number = str(year.period.start.year)
            bound = Bound(
                words.result_words(year.row, figure.indicator, self.lang),
                bookmark=f"{figure.indicator.code}.{number}",
            )
            named += [", "] if named else []
            named.append(fill(self.texts.year_result, year=number, result=bound))
        return fill(self.texts.years, years=joined(*named))

    def span(self, target: Target) -> str:
        """Whose target it is: of the term, of each year, of a named period."""
        if target.cadence == "yearly":
            return self.texts.of_each_year
        term = self.table.term
        if term is not None and (term.start, term.end) == (target.start, target.end):
            return self.texts.of_term
        return self.texts.of_period.format(period=Period(target.start, target.end).name(self.lang))

    def names(self, figures: list[Figure]) -> str:
        """Names of indicators in a row."""
        return "; ".join(lowered(self.name(figure.indicator)) for figure in figures)
