"""Years of readings that nobody measured, as a distributor would send them: first, and corrected later.

Everything follows from the location and the days asked for; the same question gets the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from demo.calendar import DAY, Calendar, Flags, Floats, Ints, back_to
from demo.loads import Setting, load_of
from demo.shapes import Location, Stretch
from demo.weather import weather_of
from kajo.metering.words import Flow, Quality

YEARS_OF_MONTHS = 36
NO_VALUE = -1


@dataclass(frozen=True)
class Rows:
    """Readings of one metering point and direction, in order of time.

    `start` in seconds since 1970, `energy_wh` NO_VALUE where there is none, `quality` as in Quality.
    """

    gsrn: str
    flow: Flow
    start: Ints
    minutes: Ints
    energy_wh: Ints
    quality: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.start)

    def take(self, where: Flags) -> Rows:
        """Return the rows that are marked."""
        return replace(
            self,
            start=self.start[where],
            minutes=self.minutes[where],
            energy_wh=self.energy_wh[where],
            quality=self.quality[where],
        )


@dataclass(frozen=True)
class Sent:
    """What the distributor sent at first, and later in place of some of it."""

    first: Rows
    corrections: Rows


def history_days(today: date, months: int = YEARS_OF_MONTHS) -> Calendar:
    """Return the days of the history: whole months back, and this month until yesterday."""
    return Calendar(back_to(today, months), today)


def readings_of(location: Location, calendar: Calendar) -> Iterator[Sent]:
    """Yield what was sent of a location, direction by direction, for the days of its contracts."""
    held = _held_days(location, calendar)
    if location.readings != "made up" or not held.any():
        return
    seed = np.random.default_rng([int(location.gsrn[3:-1]), int(location.customer)])
    load = load_of(location.profile, Setting(calendar, weather_of(location.place.station, calendar), seed))
    for flow, watts in ((Flow.CONSUMPTION, load.bought), (Flow.PRODUCTION, load.sold)):
        if watts is not None:
            yield _with_flaws(_rows(location, flow, watts, held, calendar), location, calendar)


def _held_days(location: Location, calendar: Calendar) -> Flags:
    """Return which days of the calendar lie in one of the location's contracts."""
    days = np.array([day.toordinal() for day in calendar.days])
    held = np.zeros(len(days), dtype=bool)
    for contract in location.contracts:
        last_day = contract.last_day or date.max
        held |= (days >= contract.starts_on.toordinal()) & (days <= last_day.toordinal())
    return held


def _rows(location: Location, flow: Flow, watts: Floats, held: Flags, calendar: Calendar) -> Rows:
    """Return the quarter-hours of the held days, and hours in their place while the meter measured hours."""
    wh = np.rint(watts / 4).astype(np.int64)
    quarterly_from = calendar.starts_on if location.hourly_until is None else location.hourly_until
    hourly_days = np.clip(calendar.index_of(quarterly_from), 0, len(calendar.days))
    edge = int(calendar.first[hourly_days])
    hours = slice(0, edge, 4)
    start = np.concatenate([calendar.starts[hours], calendar.starts[edge:]])
    rows = Rows(
        gsrn=location.gsrn,
        flow=flow,
        start=start,
        minutes=np.where(start < calendar.midnights[hourly_days], 60, 15),
        energy_wh=np.concatenate([wh[:edge].reshape(-1, 4).sum(axis=1), wh[edge:]]),
        quality=np.zeros(len(start), dtype=np.uint8),
    )
    in_contract = held[calendar.day]
    return rows.take(np.concatenate([in_contract[hours], in_contract[edge:]]))


def _with_flaws(rows: Rows, location: Location, calendar: Calendar) -> Sent:
    flaws = location.flaws
    corrected = _marked(rows, flaws.corrected, calendar)
    estimated = _marked(rows, flaws.estimated, calendar) | corrected
    missing = _marked(rows, flaws.missing, calendar)
    quality = rows.quality.copy()
    quality[estimated] = Quality.EST
    quality[missing] = Quality.MISSING
    energy_wh = np.where(estimated, _estimates(rows), rows.energy_wh)
    energy_wh[missing] = NO_VALUE
    first = replace(rows, energy_wh=energy_wh, quality=quality)
    later = rows.take(corrected)
    return Sent(
        first=first.take(~_marked(rows, flaws.left_out, calendar)),
        corrections=replace(later, quality=np.full(len(later), Quality.REVISED, dtype=np.uint8)),
    )


def _marked(rows: Rows, stretches: tuple[Stretch, ...], calendar: Calendar) -> Flags:
    """Return which rows begin in one of the stretches; days outside the calendar mark nothing."""
    marked = np.zeros(len(rows), dtype=bool)
    for stretch in stretches:
        if calendar.has(stretch.day):
            begins, ends = calendar.span(stretch.day, stretch.from_hour, stretch.to_hour)
            marked |= (rows.start > begins - rows.minutes * 60) & (rows.start < ends)
    return marked


def _estimates(rows: Rows) -> Ints:
    """Return each value as a distributor would guess it: what was used a week before."""
    week_before = np.searchsorted(rows.start, rows.start - 7 * DAY)
    return rows.energy_wh[np.minimum(week_before, len(rows) - 1)]
