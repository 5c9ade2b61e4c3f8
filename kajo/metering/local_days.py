"""Finland's local days for many readings at once: days are counted since 1970, instants in seconds since."""

from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kajo.core.times import local_midnight

EPOCH = date(1970, 1, 1)
FIRST_YEAR, LAST_YEAR = 2000, 2099
LONGEST_OFFSET = 3 * 3600  # Finland is two or three hours before UTC

Ints = NDArray[np.int64]


def number_of(day: date) -> int:
    """Return the day as days since 1970."""
    return (day - EPOCH).days


def day_of_number(number: int) -> date:
    """Return the day that is so many days after 1970-01-01."""
    return EPOCH + timedelta(days=int(number))


def within_reach(seconds: Ints) -> NDArray[np.bool_]:
    """Tell which instants fall in the years that the store takes: 2000–2099."""
    first = int(local_midnight(date(FIRST_YEAR, 1, 1)).timestamp())
    end = int(local_midnight(date(LAST_YEAR + 1, 1, 1)).timestamp())
    reach: NDArray[np.bool_] = (seconds >= first) & (seconds < end)
    return reach


def midnights(days: Ints) -> Ints:
    """Return the instant at which each local day begins."""
    if not days.size:
        return np.empty(0, np.int64)
    first, last = day_of_number(days.min()), day_of_number(days.max())
    years = range(first.year, last.year + 1)
    table = np.concatenate([_midnights_of_year(year) for year in years])
    found: Ints = table[days - number_of(date(first.year, 1, 1))]
    return found


def minutes_of(days: Ints) -> Ints:
    """Return the length of each local day: 1380, 1440 or 1500 minutes."""
    return (midnights(days + 1) - midnights(days)) // 60


def days_of(seconds: Ints) -> Ints:
    """Return the local day that each instant falls in."""
    days = (seconds + LONGEST_OFFSET) // 86_400
    days -= seconds < midnights(days)
    return days


@cache
def _midnights_of_year(year: int) -> Ints:
    first = date(year, 1, 1)
    days = (date(year + 1, 1, 1) - first).days
    instants = [int(local_midnight(first + timedelta(days=step)).timestamp()) for step in range(days)]
    return np.array(instants, np.int64)
