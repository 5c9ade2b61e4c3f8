"""The intervals of one local day as rows, by quarter-hours or hours, beside those of the compared day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np

from kajo.access.holdings import Holding
from kajo.core.times import HELSINKI
from kajo.metering.queries import read_intervals
from kajo.metering.rows import Intervals, in_kwh
from kajo.metering.words import Flow, ReadingType
from kajo.reporting.periods import Period
from kajo.reporting.rows import ReportRow

HOUR = 60
Clock = tuple[int, int, int]


@dataclass(frozen=True)
class DayRows:
    """A day's rows, of so many minutes each; `has_quarters` when they could be finer than hours."""

    rows: list[ReportRow]
    minutes: int | None
    has_quarters: bool
    reading_types: tuple[ReadingType, ...]


@dataclass(frozen=True)
class _Slot:
    energy_kwh: Decimal | None
    missing: float
    estimated: float
    corrected: bool


def intervals_of(
    holdings: Sequence[Holding], period: Period, *, has_production: bool, by_hours: bool
) -> DayRows:
    """Return the rows of a day; two queries, three where there is production."""
    before = period.a_year_before
    ours = read_intervals(holdings, period.starts_on, period.ends_on)
    theirs = read_intervals(holdings, before.starts_on, before.ends_on)
    made = (
        read_intervals(holdings, period.starts_on, period.ends_on, Flow.PRODUCTION)
        if has_production
        else None
    )
    if not len(ours):
        return DayRows([], None, has_quarters=False, reading_types=())
    finest = int(ours.minutes[0])
    minutes = HOUR if by_hours else finest
    slots = _slots(ours, minutes)
    last_year = {_clock(at): slot.energy_kwh for at, slot in _slots(theirs, minutes).items()}
    production = _slots(made, minutes) if made is not None and len(made) else {}
    times_shown = Counter((at.hour, at.minute) for at in slots)
    rows = [
        ReportRow(
            starts_on=period.starts_on,
            energy_kwh=slot.energy_kwh,
            last_year_kwh=last_year.get(_clock(at)),
            same_days_kwh=last_year.get(_clock(at)),
            production_kwh=production[at].energy_kwh if at in production else None,
            missing_share=slot.missing,
            estimated_share=slot.estimated,
            corrected=slot.corrected,
            starts_at=at,
            ends_at=(at.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(HELSINKI),
            is_repeated=times_shown[at.hour, at.minute] > 1,
        )
        for at, slot in slots.items()
    ]
    return DayRows(rows, minutes, has_quarters=finest < HOUR, reading_types=ours.reading_types)


def _slots(intervals: Intervals, minutes: int) -> dict[datetime, _Slot]:
    """Return the intervals by their local start, put together to steps of `minutes`, never cut finer."""
    if not len(intervals):
        return {}
    together = max(1, minutes // int(intervals.minutes[0]))
    count = len(intervals) // together
    shape = (count, together)
    energy = np.where(intervals.missing, 0, intervals.energy)[: count * together].reshape(shape).sum(axis=1)
    missing = intervals.missing[: count * together].reshape(shape).mean(axis=1)
    estimated = intervals.estimated[: count * together].reshape(shape).mean(axis=1)
    corrected = np.any(intervals.corrected[: count * together].reshape(shape), axis=1)
    starts = intervals.starts[: count * together : together].astype(np.int64).tolist()
    return {
        datetime.fromtimestamp(start, HELSINKI): _Slot(
            None if gone == 1 else in_kwh(int(value)), gone, guessed, revised
        )
        for start, value, gone, guessed, revised in zip(
            starts, energy.tolist(), missing.tolist(), estimated.tolist(), corrected.tolist(), strict=True
        )
    }


def _clock(at: datetime) -> Clock:
    return at.hour, at.minute, at.fold
