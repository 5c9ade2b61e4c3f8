"""The intervals of one local day as rows, by quarter-hours or hours, beside those of the compared day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from kajo.access.holdings import Holding
from kajo.core.times import local_times
from kajo.metering.queries import read_days, read_intervals
from kajo.metering.rows import Intervals, in_kwh
from kajo.metering.words import Flow, ReadingType
from kajo.reporting.periods import Period
from kajo.reporting.rows import ReportRow

HOUR = 60
Clock = tuple[int, int, int]


@dataclass(frozen=True)
class DayRows:
    """A day's rows, of so many minutes each; `has_quarters` when they could be finer than hours.

    `last_year_kwh` is of the whole compared day; `divided_last_year` says that it was measured in longer
    intervals, each of which is shared evenly among those of this day.
    """

    rows: list[ReportRow]
    last_year_kwh: Decimal | None
    minutes: int | None
    has_quarters: bool
    divided_last_year: bool


class _Slot(NamedTuple):
    energy_kwh: Decimal | None
    missing: float
    estimated: float
    corrected: bool


def intervals_of(
    holdings: Sequence[Holding], period: Period, *, has_production: bool, by_hours: bool
) -> DayRows:
    """Return the rows of a day; one query, two where there is production."""
    ours, theirs = read_days(holdings, [period.starts_on, period.a_year_before.starts_on])
    days = [ours]
    if has_production:
        days.append(read_intervals(holdings, period.starts_on, period.ends_on, Flow.PRODUCTION))
    finest = max((_minutes(day) for day in days), default=0)
    if not finest:
        return DayRows([], theirs.total_kwh, None, has_quarters=False, divided_last_year=False)
    minutes = max(finest, HOUR) if by_hours else finest
    used, made = _slots(ours, minutes), _slots(days[-1], minutes) if has_production else {}
    return DayRows(
        rows=_rows(period, used, made, _last_year(theirs, minutes), minutes, ours.reading_types),
        last_year_kwh=theirs.total_kwh,
        minutes=minutes,
        has_quarters=finest < HOUR,
        divided_last_year=minutes < _minutes(theirs),
    )


def _rows(
    period: Period,
    used: dict[int, _Slot],
    made: dict[int, _Slot],
    last_year: dict[Clock, Decimal | None],
    minutes: int,
    reading_types: tuple[ReadingType, ...],
) -> list[ReportRow]:
    nothing = _Slot(None, missing=1.0, estimated=0.0, corrected=False)
    starts, length = sorted({*used, *made}), minutes * 60
    instants = sorted({*starts, *(start + length for start in starts)})
    clock = dict(zip(instants, local_times(instants), strict=True))
    times = [clock[start] for start in starts]
    before = [last_year.get(_clock(at)) for at in times]
    times_shown = Counter((at.hour, at.minute) for at in times)
    return [
        ReportRow(
            starts_on=period.starts_on,
            energy_kwh=slot.energy_kwh,
            last_year_kwh=theirs,
            same_days_kwh=theirs,
            production_kwh=made[start].energy_kwh if start in made else None,
            missing_share=slot.missing,
            estimated_share=slot.estimated,
            corrected=slot.corrected,
            reading_types=reading_types,
            starts_at=at,
            ends_at=clock[start + length],
            is_repeated=times_shown[at.hour, at.minute] > 1,
        )
        for start, at, theirs, slot in zip(
            starts, times, before, (used.get(start, nothing) for start in starts), strict=True
        )
    ]


def _slots(intervals: Intervals, minutes: int) -> dict[int, _Slot]:
    """Return the intervals by their start in seconds since 1970, put together to steps of so many minutes.

    Of a step in which some are missing the energy of the others is known. Local times would not do as keys:
    those of an hour that comes twice are equal.
    """
    if not len(intervals):
        return {}
    shape = _shape(intervals, minutes)
    missing = intervals.missing.reshape(shape).mean(axis=1).tolist()
    estimated = intervals.estimated.reshape(shape).mean(axis=1).tolist()
    corrected = intervals.corrected.reshape(shape).max(axis=1).tolist()
    energies = _energies(intervals, minutes).items()
    return {
        start: _Slot(energy, gone, guessed, revised)
        for (start, energy), gone, guessed, revised in zip(
            energies, missing, estimated, corrected, strict=True
        )
    }


def _energies(intervals: Intervals, minutes: int) -> dict[int, Decimal | None]:
    """Return what is known of the energy of each step, in kWh, by the step's start in seconds since 1970."""
    shape = _shape(intervals, minutes)
    missing = intervals.missing.reshape(shape)
    known = np.where(missing, 0, intervals.energy.reshape(shape)).sum(axis=1).tolist()
    starts = intervals.starts.reshape(shape)[:, 0].astype(np.int64).tolist()
    unknown = missing.min(axis=1).tolist()
    return {
        start: None if is_unknown else in_kwh(energy)
        for start, energy, is_unknown in zip(starts, known, unknown, strict=True)
    }


def _shape(intervals: Intervals, minutes: int) -> tuple[int, int]:
    """Return the shape in which each step is a row of its intervals."""
    return len(intervals) * _minutes(intervals) // minutes, minutes // _minutes(intervals)


def _last_year(intervals: Intervals, minutes: int) -> dict[Clock, Decimal | None]:
    """Return the compared day's energies by the clock; a longer interval's is shared evenly."""
    if not len(intervals):
        return {}
    longer = _minutes(intervals)
    shares = max(1, longer // minutes)
    energies = _energies(intervals, max(minutes, longer))
    starts = [start + place * minutes * 60 for start in energies for place in range(shares)]
    shared = [energy and energy / shares for energy in energies.values() for _ in range(shares)]
    return {_clock(at): energy for at, energy in zip(local_times(starts), shared, strict=True)}


def _minutes(intervals: Intervals) -> int:
    """Return the length of the day's intervals, 0 when there are none."""
    return int(intervals.minutes[0]) if len(intervals) else 0


def _clock(at: datetime) -> Clock:
    return at.hour, at.minute, at.fold
