"""Sum checks: what published figures must bear out among themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viecthat.catalogue.readers import rows

if TYPE_CHECKING:
    from viecthat.reviews.queries.figures import Figure


@dataclass(frozen=True)
class SumCheck:
    """One rule and the figures it was tried on. `left` is compared with `right` × n / of."""

    code: str
    rule: str
    relation: str
    left: tuple[Figure, ...]
    right: Figure
    n: int
    of: int

    @property
    def left_sum(self) -> int:
        """The left figures added together."""
        return sum(figure.row.value or 0 for figure in self.left)

    @property
    def holds(self) -> bool:
        """Whether the rule is kept; compared in whole numbers, nothing is rounded."""
        left, right = self.left_sum * self.of, (self.right.row.value or 0) * self.n
        return left == right if self.relation == "equal" else left <= right


def sum_checks(figures: Mapping[str, Figure]) -> tuple[SumCheck, ...]:
    """Every check of the catalogue whose figures are all there, by indicator code."""
    found = []
    for row in rows("figure_checks"):
        wanted = [*row["left"], row["right"]]
        if all(code in figures and figures[code].has_figures for code in wanted):
            left = tuple(figures[code] for code in row["left"])
            found.append(
                SumCheck(row["code"], row["rule"], row["relation"], left, figures[row["right"]], row["n"], row["of"])
            )
    return tuple(found)
