"""Rows spliced into columns that are sorted already."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from viecthat.rollup.question import Numbers


class Seam:
    """Where rows that come lie among `held` rows that are there: before which of them each goes, in rising order.

    new: their places among all; is_held: which of all were there before.
    """

    def __init__(self, before: Numbers, held: int) -> None:
        self.new: Numbers = before + np.arange(len(before))
        self.is_held = np.ones(held + len(before), dtype=np.bool_)
        self.is_held[self.new] = False

    def joined(self, held: npt.NDArray[Any], new: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """A column of both."""
        column = np.empty(len(self.is_held), dtype=held.dtype)
        column[self.is_held] = held
        column[self.new] = new
        return column
