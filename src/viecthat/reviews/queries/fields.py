"""Figures as fields of a review's words: what {trees_planted.share} reads as, asked of the review's own table.

A field is an indicator's code in braces, with a part or without: {trees_planted} the result, {trees_planted.goal},
{cadres_trained.of} for n/N. What is of the whole review stands under "review": {review.silent}.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from viecthat.figures.queries import words
from viecthat.kernel.dates import format_date
from viecthat.kernel.judging import Verdict
from viecthat.kernel.numbers import format_number, format_percent
from viecthat.kernel.periods import Period
from viecthat.reporting.queries.content import ContentLine
from viecthat.reporting.queries.narrative import said
from viecthat.reviews.queries.beside import Beside, Placed
from viecthat.reviews.queries.findings import declared_share, weakly_proved

if TYPE_CHECKING:
    from viecthat.figures.queries.targets import Figure
    from viecthat.reviews.queries.review import ReviewTable

FIELD = re.compile(r"\{\s*([a-z0-9_]+)(?:\.([a-z0-9_]+))?\s*\}")
WHOLE = "review"
MOST_NAMES = 12
_COMPARING = frozenset({"best", "weakest", "rank"})

_WORDS: dict[str, dict[str, str]] = {
    "vi": {
        "none": "chưa có số liệu",
        "exceeded": "vượt chỉ tiêu",
        "met": "đạt chỉ tiêu",
        "on-pace": "đúng tiến độ",
        "promising": "có triển vọng",
        "push": "cần đẩy mạnh",
        "not-yet": "chưa có số liệu",
        "within": "trong mức cho phép",
        "beyond": "đã quá mức",
        "points_up": "tăng {n} điểm phần trăm",
        "points_down": "giảm {n} điểm phần trăm",
        "same": "bằng cùng kỳ",
        "others": "{names} và {n} mục khác",
        "of_share": "{name} ({figure}, bằng {share} phần được giao)",
        "of_unit": "{name} ({figure})",
        "nobody": "không có đơn vị nào",
        "rank": "{n}/{of}",
    },
    "en": {
        "none": "no figure yet",
        "exceeded": "beyond the target",
        "met": "on target",
        "on-pace": "on pace",
        "promising": "promising",
        "push": "needs a push",
        "not-yet": "no figure yet",
        "within": "within the limit",
        "beyond": "beyond the limit",
        "points_up": "up {n} percentage points",
        "points_down": "down {n} percentage points",
        "same": "as a year before",
        "others": "{names} and {n} more",
        "of_share": "{name} ({figure}, {share} of its share)",
        "of_unit": "{name} ({figure})",
        "nobody": "none",
        "rank": "{n} of {of}",
    },
}


def line_of(figure: Figure) -> ContentLine:
    """A figure of a review as the words of a report know it."""
    indicator, row = figure.indicator, figure.row
    return ContentLine(
        line=indicator.pk,
        code=indicator.code,
        name=indicator.name,
        name_en=indicator.name_en,
        measured_in=indicator.unit_of_measure,
        measured_in_en=indicator.unit_of_measure_en,
        measure=indicator.measure,
        decimals=indicator.decimals,
        area=indicator.area,
        value=row.value,
        n=row.n,
        of=row.of,
        entries=row.entries,
        reported_by=row.reported_by,
        grades=(row.grades.declared, row.grades.evidenced, row.grades.verified),
    )


class Fields:
    """What every field of one review reads as, in one language.

    `compared`: codes whose units some field names; asked for all together, so that the number of questions does not
    grow with the fields.
    """

    def __init__(self, table: ReviewTable, lang: str = "vi", compared: Collection[str] = ()) -> None:
        self.table = table
        self.lang = "en" if lang == "en" else "vi"
        self.beside = Beside(table, compared)
        self._texts = _WORDS[self.lang]

    def say(self, code: str, part: str = "") -> str | None:
        """What the field reads as; None for one that the review does not know."""
        if code == WHOLE:
            found = _OF_REVIEW.get(part)
            return str(found(self)) if found is not None else self._counted.get(part)
        figure = self.beside.figures.get(code)
        if figure is None:
            return None
        if part.isdigit():
            year = next((one for one in figure.years if one.period.code == part), None)
            return None if year is None else words.result_words(year.row, figure.indicator, self.lang)
        told = _OF_FIGURE.get(part) or (_OF_TARGET.get(part) if figure.target is not None else None)
        return None if told is None else told(self, figure)

    @cached_property
    def lines(self) -> tuple[ContentLine, ...]:
        """The figures as lines, to hold typed numbers against."""
        return tuple(line_of(figure) for figure in self.beside.figures.values())

    def result(self, figure: Figure) -> str:
        """371.893; 529 tỷ đồng; 86,7 %."""
        if not figure.has_figures:
            return self._texts["none"]
        return words.cell_words(figure.row, figure.indicator, self.lang)

    def change(self, figure: Figure) -> str:
        """How the figure moved since the same period of the year before: tăng 12,3 %."""
        compared = self.beside.a_year_ago.get(figure.indicator.code)
        if compared is None:
            return self._texts["none"]
        now, then = compared.now, compared.then
        if now.value is not None:
            line = replace(line_of(figure), value=now.value, entries=now.entries)
            return said(line, "change", self.lang, {line.code: replace(line, value=then.value)})
        if not then.of or not now.of:
            return self._texts["none"]
        moved = Fraction(now.n or 0, now.of) - Fraction(then.n or 0, then.of)
        if not moved:
            return self._texts["same"]
        points = format_number(Decimal(round(abs(moved) * 1000)) / 10, 1, self.lang)
        return self._texts["points_up" if moved > 0 else "points_down"].format(n=points)

    def before(self, figure: Figure) -> str:
        """The figure of the same period of the year before."""
        compared = self.beside.a_year_ago.get(figure.indicator.code)
        if compared is None:
            return self._texts["none"]
        return words.cell_words(compared.then, figure.indicator, self.lang)

    def in_period(self, figure: Figure) -> str:
        """The figure over the review's own period, where the target's time is longer."""
        compared = self.beside.a_year_ago.get(figure.indicator.code)
        if compared is None:
            return self._texts["none"]
        return words.cell_words(compared.now, figure.indicator, self.lang)

    def number(self, count: int) -> str:
        """A plain count."""
        return format_number(count, lang=self.lang)

    def n(self, figure: Figure) -> str | None:
        """n of a share."""
        return None if figure.row.value is not None else self.number(figure.row.n or 0)

    def whole(self, figure: Figure) -> str | None:
        """N of a share."""
        return None if figure.row.value is not None else self.number(figure.row.of or 0)

    def n_of(self, figure: Figure) -> str | None:
        """n/N of a share."""
        return None if figure.row.value is not None else words.parts_words(figure.row, self.lang) or self._texts["none"]

    def grade(self, figure: Figure, grade: str) -> str:
        """How much of the figure is of one grade of proof."""
        grades = figure.row.grades
        if grades.total <= 0:
            return self._texts["none"]
        part = declared_share(figure) if grade == "declared" else Fraction(getattr(grades, grade), grades.total)
        return words.share_words(part, self.lang)

    def goal(self, figure: Figure) -> str | None:
        """The goal; money with its unit."""
        target = figure.target
        if target is None:
            return None
        if target.goal_of is None:
            return words.cell_amount(target.goal, figure.indicator, self.lang)
        return words.goal_words(target, figure.indicator, self.lang)

    def verdict(self, figure: Figure) -> str:
        """What is said of a target; of a goal not to be passed "exceeded" would say the opposite of what is meant."""
        target = figure.target
        if target is not None and target.direction == "at_most" and figure.reached is not None:
            return self._texts["within" if figure.reached >= 1 else "beyond"]
        return self._texts[figure.verdict.value]

    def share(self, figure: Figure) -> str:
        """The part of the goal that is done."""
        return self._texts["none"] if figure.reached is None else words.share_words(figure.reached, self.lang)

    def last_day(self, figure: Figure) -> str | None:
        """The target's last day."""
        target = figure.target
        return None if target is None else format_date(Period(target.start, target.end).last_day, self.lang)

    def missing(self, figure: Figure) -> str:
        """What is still to be done for the goal."""
        left = self.beside.left.get(figure.indicator.code)
        return words.cell_amount(0 if left is None else left.quantity, figure.indicator, self.lang)

    def a_month(self, figure: Figure) -> str:
        """The pace that needs, by month."""
        left = self.beside.left.get(figure.indicator.code)
        return words.cell_amount((left.a_month or 0) if left else 0, figure.indicator, self.lang)

    def months(self, figure: Figure) -> str:
        """How many months are left for that."""
        left = self.beside.left.get(figure.indicator.code)
        if left is None or left.months.denominator == 1:
            return self.number(0 if left is None else int(left.months))
        return words.times_words(left.months, self.lang)

    def passed_on(self, figure: Figure) -> str:
        """The part of the first of two stages that reached this one."""
        pair = self.beside.passed_on.get(figure.indicator.code)
        part = None if pair is None else pair.passed_on
        return self._texts["none"] if part is None else words.share_words(part, self.lang)

    def placed(self, figure: Figure, placed: Placed | None) -> str:
        """A unit with what it did: Huyện đoàn Ba Vì (20.000 cây, bằng 45 % phần được giao)."""
        if placed is None:
            return self._texts["nobody"]
        told = words.quantity_words(placed.value, figure.indicator, self.lang)
        template = self._texts["of_unit" if placed.reached is None else "of_share"]
        share = "" if placed.reached is None else words.share_words(placed.reached, self.lang)
        return template.format(name=placed.unit.name, figure=told, share=share)

    def rank(self, figure: Figure) -> str:
        """The unit's place among those beside it: 3/34."""
        place = self.beside.ranks.get(figure.indicator.code)
        if place is None:
            return self._texts["none"]
        return self._texts["rank"].format(n=self.number(place[0]), of=self.number(place[1]))

    # of the whole review

    @cached_property
    def _counted(self) -> dict[str, str]:
        table = self.table
        verdicts = {said_of.value.replace("-", "_"): table.verdicts.get(said_of, 0) for said_of in Verdict}
        counts = {
            "children": table.children,
            "reporting": table.children_reporting,
            "silent": len(table.silent),
            "targets": sum(table.verdicts.values()),
            "reached": verdicts["exceeded"] + verdicts["met"],
            "figures": sum(table.proved.values()),
            **table.proved,
            **verdicts,
        }
        return {name: self.number(count) for name, count in counts.items()}

    def names(self, names: list[str]) -> str:
        """Names in a row, the first dozen of many."""
        if not names:
            return self._texts["nobody"]
        if len(names) <= MOST_NAMES + 1:
            return ", ".join(names)
        return self._texts["others"].format(names=", ".join(names[:MOST_NAMES]), n=len(names) - MOST_NAMES)

    @property
    def gone(self) -> str:
        """How much of the term's time, or of the period's, is gone."""
        table = self.table
        span = table.period if table.term is None else Period(table.term.start, table.term.end)
        return format_percent(span.elapsed(table.judged_on), 0, self.lang)


_OF_FIGURE: dict[str, Callable[[Fields, Figure], str | None]] = {
    "": Fields.result,
    "n": Fields.n,
    "whole": Fields.whole,
    "of": Fields.n_of,
    "change": Fields.change,
    "before": Fields.before,
    "in_period": Fields.in_period,
    "verified": lambda fields, figure: fields.grade(figure, "verified"),
    "evidenced": lambda fields, figure: fields.grade(figure, "evidenced"),
    "declared": lambda fields, figure: fields.grade(figure, "declared"),
    "best": lambda fields, figure: fields.placed(figure, fields.beside.best(figure.indicator.code)),
    "weakest": lambda fields, figure: fields.placed(figure, fields.beside.weakest(figure.indicator.code)),
    "rank": Fields.rank,
}
_OF_TARGET: dict[str, Callable[[Fields, Figure], str | None]] = {
    "goal": Fields.goal,
    "share": Fields.share,
    "gone": lambda fields, figure: format_percent(figure.elapsed, 0, fields.lang),
    "verdict": Fields.verdict,
    "last": Fields.last_day,
    "missing": Fields.missing,
    "a_month": Fields.a_month,
    "months": Fields.months,
    "passed_on": Fields.passed_on,
}
_OF_REVIEW: dict[str, Callable[[Fields], str]] = {
    "silent_names": lambda fields: fields.names([unit.name for unit in fields.beside.silent]),
    "gone": lambda fields: fields.gone,
    "until": lambda fields: format_date(
        Period(fields.table.period.start, fields.table.judged_on).last_day, fields.lang
    ),
    "weak": lambda fields: fields.number(len(weakly_proved(fields.table))),
    "weak_names": lambda fields: fields.names(
        [words.name_words(figure.indicator, fields.lang) for figure in weakly_proved(fields.table)]
    ),
    "doubts": lambda fields: fields.number(len(fields.beside.doubts)),
    "doubts_told": lambda fields: fields.names([one.sentence.rstrip(".") for one in fields.beside.doubts]),
}


def codes_compared(texts: Iterable[str]) -> frozenset[str]:
    """The codes of which some text names the best or the weakest unit, or the unit's place."""
    return frozenset(field[1] for text in texts for field in FIELD.finditer(text) if field[2] in _COMPARING)
