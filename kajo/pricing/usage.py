"""The energies that are priced: intervals of one location as whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kajo.core.times import local_midnight
from kajo.metering.readings import NO_VALUE
from kajo.metering.rows import Intervals

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

LARGEST = 2**62


@dataclass(frozen=True)
class Usage:
    """Intervals in order of time: starts (seconds since 1970), minutes, and energies in thousandths of a Wh.

    A missing value is NO_VALUE, or no interval at all. None reaches past a local midnight.
    """

    starts: Ints
    minutes: Ints
    energy: Ints

    @classmethod
    def of(cls, intervals: Intervals) -> Usage:
        """Return what was read from the store."""
        return cls(intervals.starts.astype(np.int64), intervals.minutes, intervals.energy)

    def __len__(self) -> int:
        return len(self.starts)

    def within(self, starts_on: date, ends_on: date) -> Usage:
        """Return the intervals of local days, half-open."""
        first, end = np.searchsorted(self.starts, [midnight(starts_on), midnight(ends_on)])
        return Usage(self.starts[first:end], self.minutes[first:end], self.energy[first:end])

    def only(self, wanted: Flags) -> Usage:
        return Usage(self.starts[wanted], self.minutes[wanted], self.energy[wanted])

    def measured(self) -> Usage:
        """Return the intervals that have a value."""
        has_value = self.energy != NO_VALUE
        return self if has_value.all() else self.only(has_value)

    @property
    def total(self) -> int:
        """The sum in thousandths of a Wh, of intervals that have a value."""
        return int(self.energy.sum())


def midnight(day: date) -> int:
    """Return when the local day begins, seconds since 1970."""
    return int(local_midnight(day).timestamp())


def exact_product(energies: Ints, prices: Ints) -> int:
    """Return the sum of the products, exact however large: by int64 when it holds the sum, else by int."""
    if not len(energies):
        return 0
    largest = int(np.abs(energies).max()) * int(np.abs(prices).max()) * len(energies)
    if largest < LARGEST:
        return int(energies @ prices)
    return sum(energy * price for energy, price in zip(energies.tolist(), prices.tolist(), strict=True))
