"""Adding up what the store gives by holding, as one location's months and days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kajo.access.holdings import Holding
from kajo.metering.rows import PeriodSum
from kajo.metering.words import ReadingType


class Sum(NamedTuple):
    """The energy of a month or day at one location, of all the customer's holdings of it together."""

    energy_kwh: Decimal | None
    days: int
    intervals: int
    missing: int
    estimated: int
    corrected: int
    reading_types: frozenset[ReadingType]


def by_start(sums: Iterable[PeriodSum], *, month: bool = False) -> dict[date, Sum]:
    """Return the sums by the day on which the part starts; the first of the month for months."""
    found: dict[date, list[PeriodSum]] = defaultdict(list)
    for row in sums:
        found[row.starts_on.replace(day=1) if month else row.starts_on].append(row)
    return {start: _together(rows) for start, rows in found.items()}


def _together(rows: Sequence[PeriodSum]) -> Sum:
    if len(rows) == 1:  # as nearly always, and there may be hundreds
        (one,) = rows
        kinds = frozenset(one.reading_types)
        return Sum(one.energy_kwh, one.days, one.intervals, one.missing, one.estimated, one.corrected, kinds)
    return Sum(
        energy_kwh=total(row.energy_kwh for row in rows),
        days=sum(row.days for row in rows),
        intervals=sum(row.intervals for row in rows),
        missing=sum(row.missing for row in rows),
        estimated=sum(row.estimated for row in rows),
        corrected=sum(row.corrected for row in rows),
        reading_types=frozenset(kind for row in rows for kind in row.reading_types),
    )


def total(energies: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum of what is known, or None when nothing is."""
    known = [energy for energy in energies if energy is not None]
    return sum(known, Decimal(0)) if known else None


def held_days(holdings: Sequence[Holding], starts_on: date, ends_on: date) -> int:
    """Return on how many days of a period the customer held the location."""
    return sum(
        max(0, (min(ends_on, holding.ends_on or ends_on) - max(starts_on, holding.starts_on)).days)
        for holding in holdings
    )
