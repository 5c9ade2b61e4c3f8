"""Exchange prices as one array of whole numbers, for multiplying many intervals exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

QUARTER = 900
HOUR = 3600
UNITS_IN_CENT_PER_KWH = 4_000_000
"""Prices are counted in quarters of the sixth decimal, so that the mean of an hour's four is whole."""

NO_PRICE = np.iinfo(np.int64).min


@dataclass(frozen=True)
class SpotCurve:
    """The exchange price of each quarter-hour from `first` (seconds since 1970, a full hour) on, without VAT.

    `quarters` has whole hours, in 1 / UNITS_IN_CENT_PER_KWH, NO_PRICE where none is known.
    """

    first: int
    quarters: Ints

    @classmethod
    def of(cls, starts: Ints, minutes: Ints, prices: Ints) -> SpotCurve:
        """Return the curve of prices in any order: starts in seconds since 1970, prices in 10⁻⁶ c/kWh.

        An hour's own price holds for its quarters, unless all four have theirs.
        """
        if not len(starts):
            return cls(0, np.empty(0, np.int64))
        first = int(starts.min()) // HOUR * HOUR
        hours = (int(starts.max()) - first) // HOUR + 1
        by_quarter, by_hour = np.full((hours, 4), NO_PRICE), np.full(hours, NO_PRICE)
        is_hour = minutes == 60
        by_hour[(starts[is_hour] - first) // HOUR] = prices[is_hour] * 4
        by_quarter.reshape(-1)[(starts[~is_hour] - first) // QUARTER] = prices[~is_hour] * 4
        takes_hour = (by_quarter == NO_PRICE).any(axis=1) & (by_hour != NO_PRICE)
        by_quarter[takes_hour] = by_hour[takes_hour, np.newaxis]
        return cls(first, by_quarter.reshape(-1))

    def by_hour(self) -> SpotCurve:
        """Return the curve that gives each quarter the plain mean of its hour's four."""
        hours = self.quarters.reshape(-1, 4)
        known = (hours != NO_PRICE).all(axis=1)
        means = np.where(known, np.where(known[:, np.newaxis], hours, 0).sum(axis=1) // 4, NO_PRICE)
        return SpotCurve(self.first, np.repeat(means, 4))

    def prices_of(self, starts: Ints, minutes: Ints) -> Ints:
        """Return the price of each interval, NO_PRICE where none is known: a longer one has the plain mean.

        Intervals shorter than a quarter-hour have the price of the one that they begin in.
        """
        if not len(self.quarters):
            return np.full(len(starts), NO_PRICE)
        parts = np.maximum(minutes // 15, 1)
        begins = (starts - self.first) // QUARTER
        within = (begins >= 0) & (begins + parts <= len(self.quarters))
        begins, parts = np.where(within, begins, 0), np.where(within, parts, 1)
        unknown = self.quarters == NO_PRICE
        sums = _sums_until(np.where(unknown, 0, self.quarters))
        gaps = _sums_until(unknown.astype(np.int64))
        known = within & (gaps[begins + parts] == gaps[begins])
        return np.where(known, (sums[begins + parts] - sums[begins]) // parts, NO_PRICE)


def _sums_until(values: Ints) -> Ints:
    sums = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=sums[1:])
    return sums
