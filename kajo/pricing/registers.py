"""Registers: which intervals are day or night, winter day or other time, by the clock on the wall.

The distributor says when; what most of them say is the default. The repeated hour of October is the same
hour twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from kajo.metering import local_days
from kajo.pricing.words import Register

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

DAY = 86_400
EVERY_MONTH = frozenset(range(1, 13))
EVERY_WEEKDAY = frozenset(range(1, 8))


@dataclass(frozen=True)
class Rule:
    """A register's time: months 1–12, weekdays 1 (Monday) – 7, full hours from–to, also past midnight."""

    register: Register
    from_hour: int
    to_hour: int
    months: frozenset[int] = EVERY_MONTH
    weekdays: frozenset[int] = EVERY_WEEKDAY

    def holds(self, clock: Clock) -> Flags:
        since, length = (clock.hours - self.from_hour) % 24, (self.to_hour - self.from_hour) % 24
        flags: Flags = since < length
        if self.months != EVERY_MONTH:
            flags &= np.isin(clock.months, list(self.months))
        if self.weekdays != EVERY_WEEKDAY:
            flags &= np.isin(clock.weekdays, list(self.weekdays))
        return flags


@dataclass(frozen=True)
class Clock:
    """What the clock and the calendar on the wall show at each of some instants."""

    hours: Ints
    weekdays: Ints
    months: Ints

    @classmethod
    def at(cls, seconds: Ints) -> Clock:
        """Return the wall time of instants, seconds since 1970."""
        days = local_days.days_of(seconds)
        change = (1440 - local_days.minutes_of(days)) * 60  # the clocks change at 01:00 UTC
        since_midnight = seconds - local_days.midnights(days) + change * (seconds >= days * DAY + 3600)
        months = days.astype("M8[D]").astype("M8[M]").astype(np.int64) % 12 + 1
        return cls(hours=since_midnight // 3600, weekdays=(days + 3) % 7 + 1, months=months)


@dataclass(frozen=True)
class TimeTable:
    """A distributor's rule for each of the two divisions; what it does not hold for is the other register."""

    night: Rule = Rule(Register.NIGHT, 22, 7)
    winter_day: Rule = Rule(
        Register.WINTER_DAY,
        7,
        22,
        months=frozenset({11, 12, 1, 2, 3}),
        weekdays=frozenset(range(1, 7)),
    )

    def falls_in(self, register: Register, seconds: Ints) -> Flags:
        """Tell which instants (seconds since 1970) a register counts."""
        clock = Clock.at(seconds)
        if register in (Register.DAY, Register.NIGHT):
            flags = self.night.holds(clock)
        else:
            flags = self.winter_day.holds(clock)
        return flags if register in (Register.NIGHT, Register.WINTER_DAY) else ~flags


DEFAULT = TimeTable()


def times_of(grid_area: str) -> TimeTable:
    """Return the times of a distributor, by the EIC code of its metering grid area."""
    return read_times(settings.ENV.register_times).get(grid_area, DEFAULT)


@cache
def read_times(lines: Sequence[str]) -> Mapping[str, TimeTable]:
    """Return the tables that the setting REGISTER_TIMES names, by grid area.

    A line is grid area, `night` or `winter_day`, months, weekdays and hours:
    `44Y1001A1001A46L night 1-12 1-7 21-6`. A range may pass the year's, the week's or the day's end.

    :raises ValueError: naming the line that is no such rule
    """
    tables: dict[str, TimeTable] = {}
    for line in lines:
        try:
            area, name, months, weekdays, hours = line.split()
            from_hour, to_hour = (int(hour) % 24 for hour in hours.split("-"))
            register = {"night": Register.NIGHT, "winter_day": Register.WINTER_DAY}[name]
            rule = Rule(register, from_hour, to_hour, _numbers(months, 12), _numbers(weekdays, 7))
        except (ValueError, KeyError) as error:
            raise ValueError(f"{line!r} is no rule such as '44Y1001A1001A46L night 1-12 1-7 21-6'") from error
        tables[area] = replace(tables.get(area, DEFAULT), **{name: rule})
    return tables


def _numbers(text: str, count: int) -> frozenset[int]:
    """Return the numbers of a range such as 11-3, counted from 1 until `count` and on from 1."""
    first, last = map(int, text.split("-"))
    if not (1 <= first <= count and 1 <= last <= count):
        raise ValueError(text)
    return frozenset((first - 1 + step) % count + 1 for step in range((last - first) % count + 1))
