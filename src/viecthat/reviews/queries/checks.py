"""Sum checks: what published figures must bear out among themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viecthat.catalogue.readers import rows
from viecthat.kernel.numbers import format_number

if TYPE_CHECKING:
    from viecthat.figures.queries.targets import Figure


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


def check_words(check: SumCheck, lang: str = "vi") -> str:
    """The sum with its numbers: 9 ≤ 30/3, 9 + 13 = 22."""
    left = " + ".join(format_number(figure.row.value or 0, lang=lang) for figure in check.left)
    right = format_number(check.right.row.value or 0, lang=lang)
    if check.n != 1:
        right = f"{right} × {check.n}"
    if check.of != 1:
        right = f"{right}/{check.of}"
    sign = ("=" if check.relation == "equal" else "≤") if check.holds else ("≠" if check.relation == "equal" else ">")
    return f"{left} {sign} {right}"
