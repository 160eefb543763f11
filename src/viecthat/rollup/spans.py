"""Sums over spans of places, by region."""

from __future__ import annotations

import numpy as np

from viecthat.rollup.question import Numbers


def sums_over_spans(values: Numbers, owners: Numbers, lows: Numbers, highs: Numbers, count: int) -> Numbers:
    """Per region 0 … count-1 the sum of `values` over its spans [low, high); further axes of values are kept."""
    until = np.zeros((len(values) + 1, *values.shape[1:]), dtype=np.int64)
    np.cumsum(values, axis=0, out=until[1:])
    sums = np.zeros((count, *values.shape[1:]), dtype=np.int64)
    np.add.at(sums, owners, until[highs] - until[lows])
    return sums
