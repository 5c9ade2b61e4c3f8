"""What is read from the store: intervals as arrays, and the sums of days and months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kajo.access.holdings import Holding
from kajo.metering import local_days
from kajo.metering.blocks import offsets_of
from kajo.metering.packing import IS_ESTIMATED, PACKED_NO_VALUE, unpack_energy
from kajo.metering.readings import THOUSANDTHS_IN_KWH
from kajo.metering.words import Flow, Quality, ReadingType, weakest


@dataclass(frozen=True)
class Intervals:
    """The intervals of a period in order of time; a gap between stored days is no interval.

    `packed` has an energy each as it is stored: in its day's unit, PACKED_NO_VALUE where missing. The other
    fields have one element a local day: its number since 1970, its step, reading type, count of intervals and
    scale (0 for Wh, -1 for tenths … -3), and its quality codes, a byte each, or None when all are measured.
    """

    packed: NDArray[np.int32]
    days: NDArray[np.int64]
    day_minutes: NDArray[np.int64]
    day_types: NDArray[np.int64]
    day_slots: NDArray[np.int64]
    day_scales: NDArray[np.int64]
    day_codes: tuple[bytes | None, ...]

    def __len__(self) -> int:
        return len(self.packed)

    @cached_property
    def energy(self) -> NDArray[np.int64]:
        """The energies in thousandths of a Wh, NO_VALUE where missing."""
        return unpack_energy(self.packed, self.day_scales, self.day_slots)

    @cached_property
    def quality(self) -> NDArray[np.uint8]:
        """The quality code of each interval, as words.Quality numbers them."""
        quality = np.full(len(self), Quality.OK, np.uint8)
        for end, codes in zip(np.cumsum(self.day_slots).tolist(), self.day_codes, strict=True):
            if codes is not None:
                quality[end - len(codes) : end] = np.frombuffer(codes, np.uint8)
        return quality

    @cached_property
    def starts(self) -> NDArray[np.datetime64]:
        """When each interval begins, `datetime64[s]` in UTC."""
        place = np.arange(len(self)) - np.repeat(offsets_of(self.day_slots)[:-1], self.day_slots)
        seconds = np.repeat(local_days.midnights(self.days), self.day_slots) + place * self.minutes * 60
        return seconds.astype("M8[s]")

    @cached_property
    def minutes(self) -> NDArray[np.int64]:
        """The length of each interval."""
        return np.repeat(self.day_minutes, self.day_slots)

    @cached_property
    def missing(self) -> NDArray[np.bool_]:
        """Which intervals have no value."""
        gone: NDArray[np.bool_] = self.packed == PACKED_NO_VALUE
        return gone

    @cached_property
    def estimated(self) -> NDArray[np.bool_]:
        """Which intervals have a value that is estimated, uncertain or preliminary."""
        return IS_ESTIMATED[self.quality] & ~self.missing

    @cached_property
    def corrected(self) -> NDArray[np.bool_]:
        """Which intervals have a value that the network company has corrected."""
        revised: NDArray[np.bool_] = self.quality == Quality.REVISED
        return revised

    @property
    def kwh(self) -> NDArray[np.float64]:
        """The energies in kWh, NaN where missing: for drawing, not for adding up."""
        return np.where(self.missing, np.nan, self.energy / THOUSANDTHS_IN_KWH)

    @property
    def total_kwh(self) -> Decimal | None:
        """The exact sum, or None when there is no value at all."""
        if self.missing.all():
            return None
        return in_kwh(int(self.energy[~self.missing].sum()))

    @property
    def reading_types(self) -> tuple[ReadingType, ...]:
        """Which reading types the intervals are of: more than one only when read as billed."""
        return tuple(ReadingType(number) for number in np.unique(self.day_types).tolist())


class PeriodSum(NamedTuple):
    """The energy of a local day, or of a calendar month as far as the question and the holding reach.

    `energy_kwh` is exact, and None when no interval has a value. The counts are of intervals; days that
    nothing was received of are not among them: `days` says of how many there is something. `complete_until`
    is the day after the last day without a gap. There is more than one reading type only when the billed
    one changed in the month.
    """

    holding_id: int
    starts_on: date
    ends_on: date
    energy_kwh: Decimal | None
    reading_types: tuple[ReadingType, ...]
    days: int
    intervals: int
    missing: int
    estimated: int
    corrected: int
    qualities: frozenset[Quality]
    complete_until: date | None

    @property
    def is_complete(self) -> bool:
        """Tell whether every interval of every day has a value."""
        return self.missing == 0 and self.days == (self.ends_on - self.starts_on).days

    @property
    def quality(self) -> Quality:
        """The weakest quality of the parts."""
        return weakest(self.qualities)


@dataclass(frozen=True)
class Series:
    """What a holding has of one flow and reading type. `complete_until`: the day after the last whole one."""

    holding_id: int
    flow: Flow
    reading_type: ReadingType
    starts_on: date
    ends_on: date
    complete_until: date | None


@lru_cache(maxsize=32_768)  # quarter-hours are small numbers that come again and again
def in_kwh(thousandths: int) -> Decimal:
    """Return thousandths of a Wh as exact kWh."""
    return Decimal(thousandths).scaleb(-6)


@dataclass(frozen=True)
class Gap:
    """On how many of the days that were asked of a holding no whole day of readings has come."""

    holding: Holding
    days: int
    last_whole_day: date | None
