"""Press extracts: which figures may be chosen, how they stand in the signed report or the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from viecthat.catalogue.readers import setting_on
from viecthat.figures.queries import words
from viecthat.kernel.periods import Period
from viecthat.ledger.choices import MeasureKind
from viecthat.reporting.queries.editions import edition_over
from viecthat.reviews.models import ExtractState, PressExtract

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.figures.queries.targets import Figure
    from viecthat.reporting.models import Edition
    from viecthat.reporting.queries.content import ContentLine
    from viecthat.reviews.models import Review
    from viecthat.reviews.queries.review import ReviewTable

_OF_PEOPLE = ("người", "đoàn viên", "thanh niên", "thanh thiếu nhi", "cán bộ", "học sinh", "sinh viên", "trẻ em")


@dataclass(frozen=True, slots=True)
class ExtractLine:
    """A figure as it is published. Quantities in the indicator's smallest unit; reached: the part of the goal, "3/4".

    hidden: so few people stand behind it that the number itself is left out.
    """

    code: str
    name: str
    name_en: str
    measured_in: str
    measured_in_en: str
    decimals: int
    value: int | None
    n: int | None
    of: int | None
    goal: str = ""
    reached: str = ""
    hidden: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain values for a JSON column."""
        return asdict(self)


def extracts_of(review: Review, *, drafts: bool) -> QuerySet[PressExtract]:
    """The review's extracts, the newest first; without `drafts` only what was released."""
    found = PressExtract.objects.filter(review=review).select_related("released_by", "made_by", "edition")
    if not drafts:
        found = found.filter(state=ExtractState.RELEASED)
    return found.order_by("-number")


def extract_numbered(review: Review, number: int, *, drafts: bool) -> PressExtract | None:
    """One of `extracts_of`."""
    return extracts_of(review, drafts=drafts).filter(number=number).first()


def released_extracts() -> QuerySet[PressExtract]:
    """Everything that was sent to the news desk, the newest first."""
    found = PressExtract.objects.filter(state=ExtractState.RELEASED)
    return found.select_related("review__unit", "released_by").order_by("-released_at", "-pk")


def figures_to_choose(table: ReviewTable) -> list[Figure]:
    """What may stand in an extract: every figure with a result, targets first within their area, each code once."""
    found: dict[str, Figure] = {}
    for figure in table.figures:
        if figure.has_figures and figure.result is not None:
            found.setdefault(figure.indicator.code, figure)
    return list(found.values())


def signed_edition(review: Review) -> Edition | None:
    """The newest signed edition of a report of the review's unit over the review's period, if there is one."""
    found = edition_over(review.unit_id, Period(review.start, review.end))
    return None if found is None else found[0]


def extract_lines(
    codes: Sequence[str], table: ReviewTable, lines: Mapping[str, ContentLine], day: date
) -> tuple[ExtractLine, ...]:
    """The chosen figures in their order: as signed where the report has them for the same days, else as the table has
    them; that is asked as known when the report was signed.
    """
    least = smallest_told(day)
    by_code = {figure.indicator.code: figure for figure in figures_to_choose(table)}
    found = []
    for code in codes:
        figure, line = by_code.get(code), lines.get(code)
        if figure is None:
            continue
        value, n, of = figure.row.value, figure.row.n, figure.row.of
        if line is not None and line.has_figure and figure.period == table.period:
            value, n, of = line.value, line.n, line.of
        found.append(_line(figure, value, n, of, least))
    return tuple(found)


def _line(figure: Figure, value: int | None, n: int | None, of: int | None, least: int) -> ExtractLine:
    indicator, target = figure.indicator, figure.target
    result = Fraction(value) if value is not None else (Fraction(n or 0, of) if of else None)
    reached = ""
    if target is not None and target.direction == "at_least" and result is not None:
        goal = Fraction(target.goal, target.goal_of) if target.goal_of else Fraction(target.goal)
        reached = str(result / goal) if goal else ""
    hidden = _too_few(figure, value, n, of, least)
    return ExtractLine(
        code=indicator.code,
        name=indicator.name,
        name_en=indicator.name_en,
        measured_in=indicator.unit_of_measure,
        measured_in_en=indicator.unit_of_measure_en,
        decimals=indicator.decimals,
        value=None if hidden else value,
        n=None if hidden else n,
        of=None if hidden else of,
        goal="" if target is None else words.full_goal_words(target, indicator),
        # What part of the goal it is would tell the number.
        reached="" if hidden else reached,
        hidden=hidden,
    )


def _too_few(figure: Figure, value: int | None, n: int | None, of: int | None, least: int) -> bool:
    """Whether so few people stand behind a number that somebody might know who they are."""
    if not counts_people(figure):
        return False
    if value is not None:
        return 0 < value < least
    whole, part = of or 0, n or 0
    return 0 < part < least or 0 < whole - part < least


def counts_people(figure: Figure) -> bool:
    """Whether what is counted are people, by measure or by name."""
    indicator = figure.indicator
    if indicator.measure in {MeasureKind.PEOPLE, MeasureKind.TURNS}:
        return True
    counted = indicator.unit_of_measure.lower()
    if indicator.measure == MeasureKind.RATIO and indicator.numerator is not None:
        counted = indicator.numerator.unit_of_measure.lower()
    return counted.startswith(_OF_PEOPLE)


def smallest_told(day: date) -> int:
    """Fewer people than this are not told of outside."""
    return setting_on("courses_rules", "small_cell", day)


def lines_kept(content: Iterable[Mapping[str, Any]]) -> tuple[ExtractLine, ...]:
    """What `as_json` wrote."""
    return tuple(ExtractLine(**line) for line in content)
