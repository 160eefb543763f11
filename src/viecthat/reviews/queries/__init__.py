"""Reads of reviews, split by what they return."""

from viecthat.figures.queries.opening import Opened, OpenedLine, OpenedPart, opened_figure
from viecthat.figures.queries.targets import Figure, YearResult, figures_of, figures_under_review, target_figures
from viecthat.reviews.queries.checks import SumCheck, check_words, sum_checks
from viecthat.reviews.queries.review import (
    AreaFigures,
    ChildLines,
    ChildRow,
    ReviewTable,
    child_rows,
    named_rows,
    review_held,
    review_table,
    reviews_held,
    trend_of,
)

__all__ = [
    "AreaFigures",
    "ChildLines",
    "ChildRow",
    "Figure",
    "Opened",
    "OpenedLine",
    "OpenedPart",
    "ReviewTable",
    "SumCheck",
    "YearResult",
    "check_words",
    "child_rows",
    "figures_of",
    "figures_under_review",
    "named_rows",
    "opened_figure",
    "review_held",
    "review_table",
    "reviews_held",
    "sum_checks",
    "target_figures",
    "trend_of",
]
