"""The ten questions, drawn at random, and how they are put to `ask()`.

Several draws of each question, over other units, indicators and ranges of months, so that nobody wins by remembering.
The first draw is the question as it stands: the whole of what there is in time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

import numpy as np
import numpy.typing as npt

from bench.columns import PeerData, Spots
from bench.sizes import ATTENDANCE, INDICATORS, YEAR
from viecthat.kernel.periods import Period
from viecthat.rollup.answer import Table
from viecthat.rollup.ask import By, Source, ask
from viecthat.rollup.measures import Flow, Measure, People

GRADES: Final = 3
DRAWS: Final = 5
TEXTS: Final = {
    "Q1": "national review, all indicators, a year",
    "Q2": "a province with its direct children × all indicators",
    "Q3": "league table of the provinces × all indicators",
    "Q4": "one indicator down to every base unit",
    "Q5": "one base unit's review, all indicators",
    "Q6": "trend by month of 10 indicators of a province",
    "Q7": "distinct people in a province over a year",
    "Q8": "Q3 under the historic map",
    "Q9": "Q2 as known on a past day",
    "Q10": "Q1 by grade of proof",
}


@dataclass(frozen=True)
class Draw:
    """One question with everything that was drawn.

    regions: the units the answer has a line for. months: first and last month of YEAR, both inclusive. by_month: a
    period per month, else one for all of them. known: as known at that moment.
    """

    question: str
    number: int
    units: tuple[int, ...]
    by: By
    regions: tuple[int, ...]
    indicators: tuple[int, ...]
    months: tuple[int, int]
    by_month: bool = False
    by_grade: bool = False
    people: bool = False
    historic: bool = False
    known: datetime | None = None

    @property
    def name(self) -> str:
        """Q3.0 for the first draw of the third question."""
        return f"{self.question}.{self.number}"

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods asked for."""
        first, last = self.months
        if self.by_month:
            return tuple(Period.month(YEAR, month) for month in range(first, last + 1))
        return (Period.of_months(YEAR, first, last - first + 1),)

    @property
    def every_indicator(self) -> bool:
        """Whether no filter on indicators is needed."""
        return self.indicators == INDICATORS

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Of the answer: regions, indicators, periods, grades."""
        return len(self.regions), len(self.indicators), len(self.periods), GRADES if self.by_grade else 1

    def measures(self) -> dict[int, Measure]:
        """What `ask()` is asked."""
        kind = People if self.people else Flow
        return {indicator: kind(indicator) for indicator in self.indicators}


Answer = npt.NDArray[np.int64]


def put(draw: Draw, data: PeerData, source: Source) -> Table:
    """The question through the public door."""
    spots = data.historic if draw.historic else data.today
    return ask(
        draw.measures(),
        units=draw.units,
        periods=draw.periods,
        by=draw.by,
        map=spots.map,
        source=source,
        as_known=draw.known,
    )


def answer_of(table: Table, draw: Draw) -> Answer:
    """A table as an array of regions, indicators, periods, grades. ValueError when parts do not add to their whole."""
    wanted = np.array([part is None if draw.by == By.NONE else isinstance(part, int) for _, part in table.regions])
    grids = np.stack([table.grid(indicator).grades for indicator in draw.indicators], axis=1)
    if draw.by != By.NONE and not draw.people and (grids[0] != grids[1:].sum(axis=0)).any():
        raise ValueError(f"{draw.name}: the parts do not add to their whole")
    chosen: Answer = grids[wanted]
    return chosen if draw.by_grade else chosen.sum(axis=-1, keepdims=True)


def read_all(table: Table) -> int:
    """Look at every figure of a table, as whoever shows it would; timed together with asking."""
    return sum(int(table.grid(key).totals.size) for key in table.keys)


def filled(draw: Draw, rows: Sequence[npt.NDArray[np.generic]], value: npt.ArrayLike) -> Answer:
    """An answer from rows: columns region, indicator, month and grade (those the draw asks for, in this order)."""
    answer = np.zeros(draw.shape, dtype=np.int64)
    columns = [np.asarray(column).astype(np.int64) for column in rows]
    region = _index(columns.pop(0), draw.regions)
    indicator = np.zeros(len(region), dtype=np.int64) if draw.people else _index(columns.pop(0), draw.indicators)
    month = columns.pop(0) - draw.months[0] if draw.by_month else np.zeros(len(region), dtype=np.int64)
    grade = columns.pop(0) - 1 if draw.by_grade else np.zeros(len(region), dtype=np.int64)
    inside = (region >= 0) & (indicator >= 0)
    np.add.at(
        answer,
        (region[inside], indicator[inside], month[inside], grade[inside]),
        np.asarray(value).astype(np.int64)[inside],
    )
    return answer


def draw_questions(data: PeerData, draws: int = DRAWS) -> list[Draw]:
    """All questions, `draws` of each, question by question."""
    return [_draw(question, number, data) for question in TEXTS for number in range(draws)]


def _draw(question: str, number: int, data: PeerData) -> Draw:
    rng = np.random.default_rng([YEAR, int(question[1:]), number])
    months = _months(rng, data.world.size.months, whole=number == 0)
    tree, centre = data.today.map.tree, data.world.organisation.centre
    draw = Draw(question, number, (centre,), By.NONE, (centre,), INDICATORS, months)
    match question:
        case "Q3":
            return _of(draw, *tree.children(centre))
        case "Q4":
            indicator = _pick(rng, INDICATORS)
            return replace(draw, by=By.kind("base"), regions=tree.units_of_kind("base"), indicators=(indicator,))
        case "Q8":
            return replace(_of(draw, *data.historic.map.tree.units_of_kind("province")), historic=True)
        case "Q1" | "Q10":
            return replace(draw, by_grade=question == "Q10")
    # The others are about one province, or one unit of it, that has something to tell.
    province = _pick(rng, _reporting(data.today, tree.children(centre), data))
    if question in {"Q2", "Q9"}:
        known = datetime(YEAR, months[1], 28, tzinfo=UTC) if question == "Q9" else None
        return replace(draw, units=(province,), by=By.CHILDREN, regions=tree.children(province), known=known)
    if question == "Q5":
        return _of(draw, _pick(rng, tree.units_of_kind("base", province)))
    if question == "Q6":
        indicators = tuple(sorted(rng.choice(INDICATORS, 10, replace=False).tolist()))
        return replace(_of(draw, province), indicators=indicators, by_month=True)
    return replace(_of(draw, province), indicators=(ATTENDANCE,), people=True)


def _of(draw: Draw, *units: int) -> Draw:
    return replace(draw, units=units, regions=units)


def _months(rng: np.random.Generator, there: Sequence[int], *, whole: bool) -> tuple[int, int]:
    """All months there are, or a run of at least half of them."""
    if whole or len(there) == 1:
        return there[0], there[-1]
    length = int(rng.integers((len(there) + 1) // 2, len(there) + 1))
    start = int(rng.integers(0, len(there) - length + 1))
    return there[start], there[start + length - 1]


def _reporting(spots: Spots, provinces: Sequence[int], data: PeerData) -> tuple[int, ...]:
    """Provinces that have facts: at size S there is one."""
    if not data.world.size.one_province:
        return tuple(provinces)
    spot = int(data.entries()["spot"][0])
    return tuple(p for p in provinces if any(lo <= spot < hi for lo, hi in spots.spans(p)))


def _pick(rng: np.random.Generator, among: Sequence[int]) -> int:
    return int(among[int(rng.integers(0, len(among)))])


def _index(ids: npt.NDArray[np.int64], among: Sequence[int]) -> npt.NDArray[np.int64]:
    """Index of each id among the given ones, -1 where it is none of them."""
    keys = np.asarray(among)
    order = np.argsort(keys)
    rank = np.searchsorted(keys[order], ids)
    rank[rank == len(keys)] = 0
    return np.where(keys[order][rank] == ids, order[rank], -1)
