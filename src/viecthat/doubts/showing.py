"""Figures of arrays as values a sentence can show."""

from __future__ import annotations

from decimal import Decimal

from viecthat.doubts.facts import Sheet


def figure(sheet: Sheet, column: int, value: float) -> int | Decimal:
    """A figure of a column, with the decimals its indicator has and no more than it needs."""
    return exact(value, sheet.indicators[column].decimals)


def exact(value: float, decimals: int = 0) -> int | Decimal:
    """A number with up to `decimals` places, none when it is whole."""
    if value == int(value):
        return int(value)
    return Decimal(str(round(value, max(decimals, 1))))


def rough(value: float) -> int | Decimal:
    """A level: three digits are enough to know how much is usual."""
    if value < 10:
        return exact(round(value, 1), 1)
    keep = max(len(str(int(value))) - 3, 0)
    return int(round(value, -keep))


def times(value: float, usual: float) -> int | Decimal:
    """How many times one is of the other, the greater over the smaller."""
    most, least = max(value, usual), max(min(value, usual), 1.0)
    return rough(max(most / least, 1.0))
