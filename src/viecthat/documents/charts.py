"""Charts as data: what they compare, in words and numbers. `drawing` draws them for paper, `slides` natively."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaceBar:
    """A result against its goal. reached: 1 is the goal; proof: declared, evidenced, verified in any one unit.

    value is what is said beside the bar ("156.835/200.000 cây"), share the percent reached, said the verdict.
    """

    label: str
    reached: float
    value: str
    share: str
    said: str = ""
    proof: tuple[int, int, int] = (0, 0, 0)
    gone: float | None = None


@dataclass(frozen=True, slots=True)
class PaceChart:
    """Bars whose goals stand on one line. goal_word names that line, gone_word the tick of time gone."""

    bars: tuple[PaceBar, ...]
    goal_word: str
    gone_word: str
    describe: str


@dataclass(frozen=True, slots=True)
class TrendChart:
    """A running total against an even pace to the goal.

    points: (part of the time, total), the first at (0, 0). The words are those at the end of the line, at the goal's
    line, and below the axis at its beginning, at the last point and at its end; scale: nought, half and top.
    """

    points: tuple[tuple[float, int], ...]
    goal: int
    result_word: str
    goal_word: str
    even_word: str
    days: tuple[str, str, str]
    scale: tuple[str, str, str]
    describe: str

    @classmethod
    def of(cls, points: Sequence[tuple[float, int]], goal: int) -> "TrendChart":
        """Only where the lines run, for a page that has words of its own."""
        none = ("", "", "")
        return cls(tuple(points), goal, "", "", "", none, none, "")

    @property
    def top(self) -> int:
        """What stands at the upper edge: the larger of goal and result."""
        return max(self.goal, *(total for _time, total in self.points)) or 1

    def line(self, width: float = 100, height: float = 100) -> list[tuple[float, float]]:
        """The points in a box of this size, its origin above on the left."""
        return [(width * time, height - height * total / self.top) for time, total in self.points]

    def goal_height(self, height: float = 100) -> float:
        """Where the goal stands in a box of this height."""
        return height - height * self.goal / self.top


@dataclass(frozen=True, slots=True)
class RankBar:
    """One of several units or parts; `said` is its number in words, `strong` marks the one spoken of."""

    label: str
    value: float
    said: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class RankChart:
    """Bars beside each other from nought, in the order given."""

    bars: tuple[RankBar, ...]
    describe: str


Chart = PaceChart | TrendChart | RankChart


def path_of(points: Sequence[tuple[float, float]]) -> str:
    """A line through points, as SVG writes it."""
    return "M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in points)
