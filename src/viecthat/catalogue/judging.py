"""The lines by which targets are judged on a day."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache

from viecthat.catalogue.readers import rows
from viecthat.kernel.judging import USUAL, Thresholds


@lru_cache(maxsize=1024)
def thresholds_on(day: date) -> Thresholds:
    """The lines in force on that day: those of the latest row that has begun."""
    begun = [row for row in rows("judging") if row["start"] <= day]
    if not begun:
        return USUAL
    latest = max(begun, key=lambda row: row["start"])
    return Thresholds(Fraction(str(latest["promising"])), Fraction(str(latest["far_too_low"])))
