"""Reviews in the terminal and as files, for the commands and for the demonstration."""

from __future__ import annotations

from datetime import date, datetime

from rich.console import Console

from viecthat.reviews.cli.asking import asked_for, one_state
from viecthat.reviews.cli.screen import put, review_screen, terminal

__all__ = ["show_review"]


def show_review(
    unit: str,
    period: str,
    *,
    map: str = "then",
    as_known: date | None = None,
    at: datetime,
    console: Console | None = None,
) -> None:
    """Print where the unit stands. Raises Refused when the unit or the period names nothing."""
    with one_state():
        asked = asked_for(unit, period, map=map, as_known=as_known, at=at)
        put(console or terminal(), review_screen(asked.table(), at))
