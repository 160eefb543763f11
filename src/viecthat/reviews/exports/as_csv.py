"""The targets of a review as CSV: one line per figure, whole numbers exact, for other programs and spreadsheets."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from viecthat.kernel.periods import Period

if TYPE_CHECKING:
    from viecthat.reviews.queries import Figure, ReviewTable

COLUMNS = (
    "unit", "unit_name", "area", "indicator", "name", "unit_of_measure", "decimals", "first_day", "last_day",
    "value", "n", "of", "declared", "evidenced", "verified", "entries",
    "goal", "goal_of", "direction", "cadence", "target_first_day", "target_last_day", "illustrative",
    "reached_percent", "elapsed_percent", "verdict",
)  # fmt: skip
# A spreadsheet would take such a text for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(table: ReviewTable) -> bytes:
    """UTF-8 with a byte-order mark (Excel needs it for Vietnamese), commas, a point in percents, empty for unknown."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for figure in table.figures:
        writer.writerow([_safe(cell) for cell in _line(table, figure)])
    return written.getvalue().encode("utf-8-sig")


def _line(table: ReviewTable, figure: Figure) -> list[object]:
    indicator, row, target = figure.indicator, figure.row, figure.target
    told, grades = figure.has_figures, figure.row.grades
    cells: list[object] = [
        table.unit.code,
        table.unit.name,
        indicator.area,
        indicator.code,
        indicator.name,
        indicator.unit_of_measure,
        indicator.decimals,
        figure.period.start.isoformat(),
        figure.period.last_day.isoformat(),
        row.value if told else None,
        row.n if told else None,
        row.of if told else None,
        *((grades.declared, grades.evidenced, grades.verified) if told else (None, None, None)),
        row.entries,
    ]
    if target is None:
        return cells + [None] * (len(COLUMNS) - len(cells))
    span = Period(target.start, target.end)
    reached = None if figure.reached is None else f"{float(figure.reached * 100):.1f}"
    return [
        *cells,
        target.goal,
        target.goal_of,
        target.direction,
        target.cadence,
        span.start.isoformat(),
        span.last_day.isoformat(),
        "yes" if target.illustrative else "no",
        reached,
        f"{float(figure.elapsed * 100):.1f}",
        figure.verdict.value,
    ]


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
