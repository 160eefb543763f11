"""Figures of an article as they are read: fixed ones from the article, others asked of the ledger for the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext, override

from viecthat.kernel.errors import Refused
from viecthat.kernel.made_up import MadeUp
from viecthat.kernel.numbers import format_number, format_percent
from viecthat.kernel.quantities import Share, unscaled
from viecthat.kernel.suppression import LEAST, hidden_in_line, is_small
from viecthat.ledger.choices import MeasureKind
from viecthat.ledger.feed import LedgerSource
from viecthat.ledger.queries import datasets_behind, measure_of
from viecthat.news.models import Article, ArticleFigure
from viecthat.news.queries.words import figures_in
from viecthat.rollup.answer import Grades, Row
from viecthat.rollup.ask import ask
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from datetime import datetime

    from viecthat.kernel.periods import Period
    from viecthat.ledger.models import Indicator

# By name, where the measure does not say it: so many of them could be recognised.
_OF_PEOPLE = (
    "người",
    "đoàn viên",
    "thanh niên",
    "thanh thiếu nhi",
    "thiếu nhi",
    "cán bộ",
    "học sinh",
    "sinh viên",
    "trẻ",
)
# Whole units of measure that stand for people, too: children, cases, households, turns.
_LIKE_PEOPLE = {"em", "cháu", "ca", "hộ", "lượt", "lượt hộ", "lượt người"}
_NBSP = "\u00a0"


@dataclass(frozen=True)
class Asked:
    """What the ledger says of a figure at a moment. value: the figure, or n of `of`."""

    value: int
    of: int | None
    grades: Grades
    reported_by: int


@dataclass(frozen=True)
class FigureTold:
    """A figure in words. asked: None where the ledger has nothing. few: so few people that only that is told.

    place: the name of its unit, where a page needs it.
    """

    row: ArticleFigure
    words: str
    asked: Asked | None
    few: bool
    place: str = ""

    @property
    def grades(self) -> Grades | None:
        """How much is of which grade of proof, unless that would tell of too few people."""
        if self.asked is None or self.few:
            return None
        grades = self.asked.grades
        parts = (grades.declared, grades.evidenced, grades.verified)
        if counts_people(self.row.indicator) and (min(parts) < 0 or any(hidden_in_line(parts))):
            return None
        return grades


def counts_people(indicator: Indicator) -> bool:
    """Whether what is counted are people, by measure or by name."""
    if indicator.measure in {MeasureKind.PEOPLE, MeasureKind.TURNS}:
        return True
    part = indicator.numerator if indicator.measure == MeasureKind.RATIO else None
    counted = (part or indicator).unit_of_measure.lower()
    return counted in _LIKE_PEOPLE or counted.startswith(_OF_PEOPLE)


def rows_of(article: Article) -> list[ArticleFigure]:
    """The figures of an article by number. One query."""
    return list(article.figures.select_related("indicator__numerator").order_by("number"))


def asked_now(row: ArticleFigure, at: datetime) -> Asked | None:
    """The figure as the ledger has it at the moment, on the map of that day; None when it has nothing."""
    found = ask(
        {row.indicator_id: measure_of(row.indicator)},
        units=[row.unit_id],
        periods=[row.period],
        map=map_on(localdate(at)),
        source=LedgerSource().hold(),
        as_known=at,
    )
    return _asked(found.one(row.unit_id, row.indicator_id, row.period))


def _asked(found: Row) -> Asked | None:
    value = found.value if found.value is not None else found.n
    if value is None or not (found.entries or found.of):
        return None
    return Asked(value, found.of, found.grades, found.reported_by)


def figures_now(
    indicators: Sequence[Indicator], unit: int, period: Period, at: datetime, lang: str
) -> list[FigureTold]:
    """Figures of a unit and all below it as an article would tell them now; those without any line are left out.

    Asked at once.
    """
    found = ask(
        {one.pk: measure_of(one) for one in indicators},
        units=[unit],
        periods=[period],
        map=map_on(localdate(at)),
        source=LedgerSource().hold(),
    )
    shown = []
    for one in indicators:
        row = ArticleFigure(indicator=one, unit_id=unit, start=period.start, end=period.end)
        if (asked := _asked(found.one(unit, one.pk, period))) is not None:
            shown.append(told(row, asked, lang))
    return shown


def fixed(row: ArticleFigure) -> Asked | None:
    """The figure as it was fixed."""
    if row.known_at is None or row.value is None:
        return None
    return Asked(row.value, row.of, Grades(row.declared, row.evidenced, row.verified), row.reported_by)


def told(row: ArticleFigure, asked: Asked | None, lang: str = "vi") -> FigureTold:
    """The figure in words: 371.893 người; 86,7 %; dưới 5 người. Articles are Vietnamese, whoever reads them."""
    with override(lang):
        return _told(row, asked, lang)


def _told(row: ArticleFigure, asked: Asked | None, lang: str) -> FigureTold:
    if asked is None:
        return FigureTold(row, gettext("chưa có số liệu"), None, few=False)
    indicator = row.indicator
    few = counts_people(indicator) and (is_small(asked.value) or _gives_away_few(asked))
    counted = indicator.unit_of_measure_en if lang == "en" else indicator.unit_of_measure
    if asked.of is not None:
        share = Share(asked.value, asked.of)
        words = gettext("không nêu") if few else format_percent(share, 0 if share.ratio in {0, 1} else 1, lang)
        return FigureTold(row, words, asked, few)
    if few:
        words = gettext("dưới {few}").format(few=LEAST)
    else:
        whole = not indicator.decimals
        number = asked.value if whole else unscaled(asked.value, indicator.decimals)
        words = format_number(number, None if whole else indicator.decimals, lang)
    return FigureTold(row, f"{words}{_NBSP}{counted}" if counted else words, asked, few)


def _gives_away_few(asked: Asked) -> bool:
    # What is left of the whole may be the few.
    return asked.of is not None and is_small(asked.of - asked.value)


def figures_read(article: Article, lang: str = "vi") -> list[FigureTold]:
    """The figures that the words name, as everybody reads them: nothing is asked of the ledger. One query, or none."""
    named = set(figures_in(article.body))
    return [told(row, fixed(row), lang) for row in rows_of(article) if row.number in named] if named else []


def figures_at_desk(article: Article, at: datetime) -> list[FigureTold]:
    """The same for the desk: those not fixed yet as they are now."""
    found = []
    for row in rows_of(article):
        try:
            asked = fixed(row) if row.known_at is not None else asked_now(row, at)
        except Refused:  # the unit does not stand on today's map any more
            asked = None
        found.append(told(row, asked))
    return found


def by_number(figures: Sequence[FigureTold]) -> dict[int, FigureTold]:
    """The figures as the words of an article name them."""
    return {one.row.number: one for one in figures}


def made_up_in(row: ArticleFigure) -> MadeUp:
    """What of the figure was made up for a demonstration. One query."""
    indicator = row.indicator
    counted = {pk for pk in (indicator.pk, indicator.numerator_id, indicator.denominator_id) if pk is not None}
    start = None if indicator.measure == MeasureKind.STOCK else row.start
    return MadeUp.among(dataset.made_up for dataset in datasets_behind(counted, start, row.end))


def how_counted(row: ArticleFigure) -> str:
    """How the figure adds up, in a sentence for everybody."""
    match row.indicator.measure:
        case MeasureKind.PEOPLE:
            return gettext("Đếm người: ai tham gia nhiều lần vẫn tính một.")
        case MeasureKind.TURNS:
            return gettext("Đếm lượt: một người tham gia ba lần là ba lượt.")
        case MeasureKind.STOCK:
            return gettext("Số đến ngày cuối kỳ: cộng các lần tăng, trừ các lần giảm từ đầu sổ.")
        case MeasureKind.RATIO:
            return gettext("Tỷ lệ: cộng riêng phần và toàn thể của mọi đơn vị, rồi mới chia một lần.")
        case MeasureKind.COVERAGE:
            return ngettext(
                "Độ phủ: phần đơn vị có ít nhất {n} trong kỳ.", "Độ phủ: phần đơn vị có ít nhất {n} trong kỳ.",
                row.indicator.at_least,
            ).format(n=row.indicator.at_least)  # fmt: skip
        case _:
            return gettext("Cộng các việc ghi trong kỳ; việc nhiều đơn vị cùng làm chỉ tính một lần.")
