"""The quarter-hours of a run of local days, laid out for numpy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kajo.core.times import days_between, local_midnight

QUARTER = 900
DAY = 86_400
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Calendar:
    """The local days from `starts_on` until before `ends_on`, and their quarter-hours in order."""

    starts_on: date
    ends_on: date

    @cached_property
    def days(self) -> list[date]:
        return days_between(self.starts_on, self.ends_on)

    @cached_property
    def midnights(self) -> Ints:
        """When each day begins and the last one ends: seconds since 1970, one more than there are days."""
        days = [*self.days, self.ends_on]
        return np.array([int(local_midnight(day).timestamp()) for day in days], dtype=np.int64)

    @cached_property
    def starts(self) -> Ints:
        """When each quarter-hour begins: seconds since 1970."""
        return np.arange(self.midnights[0], self.midnights[-1], QUARTER, dtype=np.int64)

    @cached_property
    def day(self) -> Ints:
        """Which day each quarter-hour is in, counted from 0."""
        return np.repeat(np.arange(len(self.days)), np.diff(self.midnights) // QUARTER)

    @cached_property
    def first(self) -> Ints:
        """The first quarter-hour of each day, and one past the last."""
        quarters: Ints = (self.midnights - self.midnights[0]) // QUARTER
        return quarters

    @cached_property
    def quarter(self) -> Ints:
        """The quarter-hour that a clock on the wall shows, 0 to 95: a repeated hour has the same twice."""
        ordinals = np.array([day.toordinal() for day in [*self.days, self.ends_on]], dtype=np.int64)
        utc_midnights = (ordinals - date(1970, 1, 1).toordinal()) * DAY
        offsets = utc_midnights - self.midnights
        has_changed = self.starts >= utc_midnights[self.day] + 3600  # clocks change at 01:00 UTC
        wall = self.starts + np.where(has_changed, offsets[self.day + 1], offsets[self.day])
        quarters: Ints = wall % DAY // QUARTER
        return quarters

    @cached_property
    def hour(self) -> Floats:
        """The hour of the wall clock at the middle of each quarter-hour."""
        return self.quarter / 4 + 0.125

    @cached_property
    def weekday(self) -> Ints:
        """Monday 0 … Sunday 6, for each day."""
        return (self.starts_on.weekday() + np.arange(len(self.days))) % 7

    @cached_property
    def is_day_off(self) -> Flags:
        """Whether each day is a weekend or a Finnish public holiday of a fixed date."""
        holidays = {(1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26)}
        on_holiday = np.array([(day.month, day.day) in holidays for day in self.days])
        days_off: Flags = (self.weekday >= 5) | on_holiday
        return days_off

    @cached_property
    def season(self) -> Floats:
        """The turn of the year for each day: radians, 0 at New Year."""
        return np.array([2 * np.pi * day.timetuple().tm_yday / 365.25 for day in self.days])

    def index_of(self, day: date) -> int:
        """Return the number of the day, also for days outside."""
        return (day - self.starts_on).days

    def has(self, day: date) -> bool:
        return self.starts_on <= day < self.ends_on

    def span(self, day: date, from_hour: int = 0, to_hour: int = 24) -> tuple[int, int]:
        """Return when a stretch of a local day, by the wall clock, begins and ends: seconds since 1970."""
        index = self.index_of(day)
        first, last = int(self.first[index]), int(self.first[index + 1])
        shown = self.quarter[first:last]
        within = first + np.flatnonzero((shown >= from_hour * 4) & (shown < to_hour * 4))
        return int(self.starts[within[0]]), int(self.starts[within[-1]]) + QUARTER


def back_to(today: date, months: int) -> date:
    """Return the first day of the month that many months before today's."""
    count = today.year * 12 + today.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)
