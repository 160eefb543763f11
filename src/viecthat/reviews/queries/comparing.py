"""Two reviews, units or periods figure by figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from viecthat.figures.queries.question import counts_people
from viecthat.figures.rules import FEWEST_PEOPLE
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import sort_key
from viecthat.kernel.periods import Period
from viecthat.ledger.choices import MeasureKind
from viecthat.reporting.queries.editions import edition_over

if TYPE_CHECKING:
    from viecthat.figures.queries.targets import Figure
    from viecthat.ledger.models import Indicator
    from viecthat.reporting.queries.content import ContentLine
    from viecthat.reviews.queries.review import ReviewTable

BOTH, ONLY_A, ONLY_B = "both", "only_a", "only_b"
BY_AREA, BY_NAME, BY_DIFFERENCE, BY_CHANGE = "", "ten", "chenh", "ty-le"


@dataclass(frozen=True)
class ComparedSide:
    """A side's figure; None where it has none. signed: what its unit signed over the same period, where that differs
    from what the ledger says now.
    """

    figure: Figure | None
    signed: ContentLine | None
    hidden: bool

    @property
    def told(self) -> bool:
        """Whether there is a figure to show."""
        return self.figure is not None and self.figure.has_figures

    @property
    def size(self) -> Fraction | None:
        """The figure, or n over N; None where there is none or it may not be shown."""
        return self.figure.result if self.figure is not None and self.told and not self.hidden else None


@dataclass(frozen=True)
class ComparedRow:
    """One indicator on both sides. difference: b less a, in the indicator's unit, of a share in parts of one."""

    indicator: Indicator
    a: ComparedSide
    b: ComparedSide

    @property
    def state(self) -> str:
        """On both sides, or on which of them only."""
        if self.a.told and self.b.told:
            return BOTH
        return ONLY_A if self.a.told else ONLY_B

    @property
    def is_share(self) -> bool:
        """Whether figures are shares: then the difference is in points of a hundred."""
        return self.indicator.measure in {MeasureKind.RATIO, MeasureKind.COVERAGE}

    @property
    def difference(self) -> Fraction | None:
        """How much more b is; None unless both are told."""
        return None if self.a.size is None or self.b.size is None else self.b.size - self.a.size

    @property
    def change(self) -> Fraction | None:
        """The difference as a part of a; None for shares and where a is nothing."""
        if self.is_share or self.difference is None or not self.a.size:
            return None
        return self.difference / abs(self.a.size)

    @property
    def spans_differ(self) -> bool:
        """Whether the two are sums over spans of different length, so that more days alone make more."""
        if self.indicator.measure not in {MeasureKind.FLOW, MeasureKind.TURNS, MeasureKind.PEOPLE}:
            return False
        if self.a.figure is None or self.b.figure is None:
            return False
        first, second = self.a.figure.period.days, self.b.figure.period.days
        return abs(first - second) * 20 > max(first, second)


@dataclass(frozen=True)
class Compared:
    """Two tables side by side. signed_a, signed_b: when the editions were signed, where there are any."""

    a: ReviewTable
    b: ReviewTable
    rows: tuple[ComparedRow, ...]
    signed_a: datetime | None
    signed_b: datetime | None

    @property
    def spans_differ(self) -> bool:
        """Whether some sums are over spans of different length."""
        return any(row.spans_differ for row in self.rows if row.state == BOTH)

    def counted(self, state: str) -> int:
        """How many figures are on both sides, or on one of them only."""
        return sum(1 for row in self.rows if row.state == state)


def compared_reviews(
    a: ReviewTable, b: ReviewTable, *, beyond_a: bool, beyond_b: bool, order: str = BY_AREA
) -> Compared:
    """The two tables figure by figure. beyond: the reader isn't responsible for the unit any more, so that figures of
    few people are kept back. Two queries beside those of the tables.

    Raises Refused when both sides are the same.
    """
    if (a.unit.id, a.period, a.map_day) == (b.unit.id, b.period, b.map_day):
        raise Refused(gettext_noop("Hai bên là cùng một đơn vị và một kỳ; chọn đơn vị hoặc kỳ khác cho một bên."))
    first, second = _by_indicator(a.figures), _by_indicator(b.figures)
    signed_a, signed_b = edition_over(a.unit.id, a.period), edition_over(b.unit.id, b.period)
    lines_a = {line.code: line for line in signed_a[1].lines} if signed_a else {}
    lines_b = {line.code: line for line in signed_b[1].lines} if signed_b else {}
    rows = []
    for pk in dict.fromkeys([*first, *second]):
        one, other = first.get(pk), second.get(pk)
        indicator = (one or other).indicator  # type: ignore[union-attr]
        row = ComparedRow(
            indicator,
            _side(one, lines_a.get(indicator.code), a.period, few_hidden=beyond_a),
            _side(other, lines_b.get(indicator.code), b.period, few_hidden=beyond_b),
        )
        if row.a.told or row.b.told:
            rows.append(row)
    return Compared(
        a,
        b,
        tuple(_ordered(rows, order)),
        signed_a[0].signed_at if signed_a else None,
        signed_b[0].signed_at if signed_b else None,
    )


def _by_indicator(figures: Iterable[Figure]) -> dict[int, Figure]:
    """The first figure of each indicator: a unit's own target comes before a share of one from above."""
    found: dict[int, Figure] = {}
    for figure in figures:
        found.setdefault(figure.indicator.pk, figure)
    return found


def _side(figure: Figure | None, line: ContentLine | None, period: Period, *, few_hidden: bool) -> ComparedSide:
    if figure is None:
        return ComparedSide(None, None, hidden=False)
    few = counts_people(figure.indicator) and 0 < (figure.row.value or 0) < FEWEST_PEOPLE
    # A target's figure counts from the target's first day: another span than the report's is no other figure.
    same_span = figure.period == period
    moved = line is not None and same_span and (line.value, line.n, line.of) != _told(figure)
    return ComparedSide(figure, line if moved else None, hidden=few and few_hidden)


def _told(figure: Figure) -> tuple[int | None, int | None, int | None]:
    row = figure.row
    return row.value, row.n, row.of


def _ordered(rows: list[ComparedRow], order: str) -> list[ComparedRow]:
    """As asked, the other way round with "-"; what can't be ordered so comes last."""
    key = _KEYS.get(order.lstrip("-"), _by_area)
    found = sorted(rows, key=key)
    return found[::-1] if order.startswith("-") else found


def _by_area(row: ComparedRow) -> tuple[Any, ...]:
    return row.indicator.area, row.state != BOTH


def _by_name(row: ComparedRow) -> tuple[Any, ...]:
    return (sort_key(str(row.indicator)),)


def _by_difference(row: ComparedRow) -> tuple[Any, ...]:
    return row.difference is None, row.is_share, -abs(row.difference or 0)


def _by_change(row: ComparedRow) -> tuple[Any, ...]:
    return row.change is None, -(row.change or 0)


_KEYS: dict[str, Callable[[ComparedRow], tuple[Any, ...]]] = {
    BY_AREA: _by_area,
    BY_NAME: _by_name,
    BY_DIFFERENCE: _by_difference,
    BY_CHANGE: _by_change,
}
