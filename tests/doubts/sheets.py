"""Small sheets to ask about."""

from typing import Any

import numpy as np

from viecthat.doubts.combine import doubts_of
from viecthat.doubts.doubt import Doubt
from viecthat.doubts.facts import Facts, IndicatorFacts, Sheet, UnitFacts
from viecthat.kernel.periods import Period

PERIOD = Period.half(2026, 1)
PAST = tuple(Period.half(2022 + at // 2, at % 2 + 1) for at in range(8))
UNIT = UnitFacts(7, "Đoàn xã An Bình", "commune", 1_000, 1)
TREES = IndicatorFacts("trees_planted", "Cây xanh được trồng", "flow")


def one(value: float, before: list[float] | None = None, indicator: IndicatorFacts = TREES, **given: Any) -> Sheet:
    """One figure of one unit, and its periods before."""
    history = np.array(before, dtype=float).reshape(-1, 1, 1) if before is not None else None
    past = PAST[len(PAST) - len(before) :] if before is not None else ()
    arrays = {name: np.array([[number]], dtype=float) for name, number in given.items()}
    return Sheet(PERIOD, (UNIT,), (indicator,), np.array([[value]], dtype=float), past, history, **arrays)


def report(values: list[float], before: list[list[float]] | None = None, **given: Any) -> Sheet:
    """Many figures of one unit: plain flows."""
    indicators = tuple(IndicatorFacts(f"i{at}", f"Chỉ số {at}", "flow") for at in range(len(values)))
    history = np.array(before, dtype=float)[:, None, :] if before is not None else None
    past = PAST[len(PAST) - len(before) :] if before is not None else ()
    arrays = {name: np.array([numbers], dtype=float) for name, numbers in given.items()}
    return Sheet(PERIOD, (UNIT,), indicators, np.array([values], dtype=float), past, history, **arrays)


def asked(sheet: Sheet, **given: Any) -> list[Doubt]:
    """The doubts of a sheet and what stands beside it."""
    return doubts_of(Facts(sheet, **given))


def codes(sheet: Sheet, **given: Any) -> list[str]:
    """Their tests."""
    return [doubt.code for doubt in asked(sheet, **given)]
