"""A question about figures: indicators of units over periods, under a map, as known on a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from viecthat.figures.choices import CHILDREN, Against, Counting, ProofLevel
from viecthat.figures.queries.parts import parts_of
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.numbers import format_number
from viecthat.kernel.periods import Period, year_earlier
from viecthat.ledger.choices import MeasureKind
from viecthat.ledger.queries import measure_of
from viecthat.people.choices.file import GroupedBy
from viecthat.rollup.measures import Measure, People, Turns
from viecthat.rollup.regions import By

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator
    from viecthat.rollup.placement import UnitMap
    from viecthat.units.queries import UnitRow

# So much fits into memory beside other readers' questions, and nobody reads more.
MOST_CELLS = 1_000_000
MOST_PERIODS = 120

_COUNTS_PEOPLE = {MeasureKind.PEOPLE, MeasureKind.TURNS}


@dataclass(frozen=True)
class FigureQuestion:
    """What is asked. by: "" for the units themselves, `CHILDREN`, or the code of a kind of units below them."""

    indicators: tuple[Indicator, ...]
    units: tuple[UnitRow, ...]
    periods: tuple[Period, ...]
    map_day: date
    by: str = ""
    as_known: datetime | None = None
    counting: Counting = Counting.AS_DEFINED
    proof: ProofLevel = ProofLevel.ALL
    against: frozenset[Against] = field(default_factory=frozenset)
    groups: GroupedBy = GroupedBy.NOTHING

    @cached_property
    def shown(self) -> tuple[Indicator, ...]:
        """The indicators of the table: each, and after it its parts by groups of people, when wished."""
        return tuple(one for whole in self.indicators for one in (whole, *parts_of(whole, self.groups)))

    @property
    def grain(self) -> By:
        """The same as the roll-up says it."""
        return By.NONE if not self.by else By.CHILDREN if self.by == CHILDREN else By.kind(self.by)

    @property
    def first_day(self) -> date:
        """The first day of all periods; last year's too when they are compared with."""
        first = min(period.start for period in self.periods)
        return year_earlier(first) if Against.LAST_YEAR in self.against else first

    def measure(self, indicator: Indicator) -> Measure:
        """What the roll-up is asked for this indicator: people or turns where the question says which."""
        return counted_as(indicator, self.counting)


def counted_as(indicator: Indicator, counting: Counting) -> Measure:
    """The indicator's measure; one that counts people or turns as the other of the two when wished."""
    if counting != Counting.AS_DEFINED and indicator.measure in _COUNTS_PEOPLE:
        return People(indicator.pk) if counting == Counting.PEOPLE else Turns(indicator.pk)
    return measure_of(indicator)


def counts_people(indicator: Indicator) -> bool:
    """Whether the figure says how many people there were or how often they came."""
    return indicator.measure in _COUNTS_PEOPLE


def year_before(period: Period) -> Period:
    """The same days a year earlier; 29 February is 28 February."""
    return period.year_before()


def refuse_too_large(question: FigureQuestion, unit_map: UnitMap) -> None:
    """Raises Refused when the answer would have more cells than anybody reads, or a unit is not on the map."""
    if len(question.periods) > MOST_PERIODS:
        raise Refused(
            gettext_noop("Có {count} kỳ, nhiều nhất {most}; chọn khoảng ngắn hơn hoặc chia theo quý, năm."),
            field="periods",
            count=len(question.periods),
            most=MOST_PERIODS,
        )
    places = sum(_places(unit.id, question.by, unit_map) for unit in question.units)
    cells = places * len(question.shown) * len(question.periods)
    if cells > MOST_CELLS:
        raise Refused(
            gettext_noop("Câu hỏi có {cells} ô, nhiều nhất {most} ô; bớt chỉ số, đơn vị hoặc kỳ."),
            field="indicators",
            cells=format_number(cells),
            most=format_number(MOST_CELLS),
        )


def _places(unit: int, by: str, unit_map: UnitMap) -> int:
    tree = unit_map.tree
    if not by:
        tree.position(unit)
        return 1
    return 2 + len(tree.children(unit) if by == CHILDREN else tree.units_of_kind(by, within=unit))
