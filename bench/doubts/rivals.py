"""What others do on the same figures: plain z-scores, and the ways DHIS2 publishes for outliers."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from viecthat.doubts.facts import Floats, Sheet

Flags = set[tuple[int, str]]


def plain_z(sheet: Sheet) -> Flags:
    """Further than three standard deviations from the mean of all units, indicator by indicator."""
    with np.errstate(invalid="ignore", divide="ignore"):
        z = (sheet.values - np.nanmean(sheet.values, axis=0)) / np.nanstd(sheet.values, axis=0)
    return _flags(sheet, np.abs(z) > 3)


def min_max(sheet: Sheet) -> Flags:
    """Outside mean ± 3 standard deviations of the unit's own earlier values: DHIS2's z-score with its threshold of 3,
    and its min–max when the bounds are made that way.

    The figure looked at is kept out of mean and deviation (`dataEndDate`): among nine values none can lie three
    deviations off.
    """
    past = _history(sheet)
    with _quiet():
        centre, spread = np.nanmean(past, axis=0), np.nanstd(past, axis=0)
    return _flags(sheet, np.abs(sheet.values - centre) > 3 * spread)


def modified_z(sheet: Sheet) -> Flags:
    """The same about the median, with the median absolute deviation: 0.6745 × distance / MAD > 3."""
    past = _history(sheet)
    with _quiet():
        centre = np.nanmedian(past, axis=0)
        spread = np.nanmedian(np.abs(past - centre), axis=0)
        z = 0.6745 * np.abs(sheet.values - centre) / spread
    return _flags(sheet, z > 3)


@contextmanager
def _quiet() -> Iterator[None]:
    """Units without a past have no mean; numpy warns of each."""
    with warnings.catch_warnings(), np.errstate(invalid="ignore", divide="ignore"):
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def _history(sheet: Sheet) -> Floats:
    assert sheet.history is not None
    known = np.count_nonzero(~np.isnan(sheet.history), axis=0) >= 2
    found: Floats = np.where(known, sheet.history, np.nan)
    return found


def _flags(sheet: Sheet, flagged: np.ndarray) -> Flags:
    return {(sheet.units[row].id, sheet.indicators[column].code) for row, column in np.argwhere(flagged)}


RIVALS = {
    "plain z-score > 3 among units": plain_z,
    "DHIS2: mean ± 3 SD of own past (z-score, min–max)": min_max,
    "DHIS2: modified z-score > 3": modified_z,
}
