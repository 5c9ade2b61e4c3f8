"""This month up to the last complete day, and the same days a year before: the front page begins with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kajo.access.holdings import list_holdings
from kajo.access.policy import CustomerAccess
from kajo.core.times import days_between, month_of
from kajo.metering.queries import sum_by_day
from kajo.metering.rows import PeriodSum


@dataclass(frozen=True)
class DaySoFar:
    """One local day of all the customer's locations together, and the same day a year before.

    `missing_share` and `estimated_share` are of the day's intervals, 0 to 1.
    """

    day: date
    energy_kwh: Decimal | None
    last_year_kwh: Decimal | None
    missing_share: float
    estimated_share: float
    corrected: bool
    coming: bool


@dataclass(frozen=True)
class MonthSoFar:
    """A month from its first day until before `until`, the day after the last complete one.

    `energy_kwh` is what was measured or estimated in those days; `last_year_kwh` the same days a year before,
    None when one of them has no readings at all.
    """

    starts_on: date
    until: date
    energy_kwh: Decimal | None
    last_year_kwh: Decimal | None
    days: tuple[DaySoFar, ...]

    @property
    def change(self) -> Decimal | None:
        """The difference to last year in per cent, or None when there is nothing to compare with."""
        if self.energy_kwh is None or not self.last_year_kwh:
            return None
        return (self.energy_kwh - self.last_year_kwh) / self.last_year_kwh * 100

    @property
    def is_partly_estimated(self) -> bool:
        return any(day.estimated_share for day in self.days)

    @property
    def is_partly_missing(self) -> bool:
        return any(day.missing_share for day in self.days if not day.coming)


def get_month_so_far(access: CustomerAccess, *, today: date) -> MonthSoFar | None:
    """Return the month of yesterday, for all the customer's locations, or None when nothing is known of it.

    Three queries: the holdings, this year's days and last year's.

    :raises PermissionDenied: without the reporting area
    """
    first, end = month_of(today - timedelta(days=1))
    holdings = list_holdings(access)
    ours = _by_day(sum_by_day(holdings, first, min(end, today)))
    theirs = _by_day(sum_by_day(holdings, a_year_before(first), a_year_before(end)))
    if not ours:
        return None
    until = _after_last_complete(ours) or max(ours) + timedelta(days=1)
    so_far = days_between(first, until)
    return MonthSoFar(
        starts_on=first,
        until=until,
        energy_kwh=_total(ours, so_far),
        last_year_kwh=_total(theirs, [a_year_before(day) for day in so_far], every_day=True),
        days=tuple(
            _day(day, ours.get(day, []), theirs.get(a_year_before(day), []), until)
            for day in days_between(first, end)
        ),
    )


def a_year_before(day: date) -> date:
    """Return the same day a year before; 28 February for a leap day."""
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def _by_day(sums: Iterable[PeriodSum]) -> dict[date, list[PeriodSum]]:
    days: dict[date, list[PeriodSum]] = defaultdict(list)
    for row in sums:
        days[row.starts_on].append(row)
    return dict(days)


def _after_last_complete(days: dict[date, list[PeriodSum]]) -> date | None:
    complete = [day for day, rows in days.items() if all(row.is_complete for row in rows)]
    return max(complete) + timedelta(days=1) if complete else None


def _total(
    days: dict[date, list[PeriodSum]], wanted: Iterable[date], *, every_day: bool = False
) -> Decimal | None:
    found = [_energy(days.get(day, [])) for day in wanted]
    if every_day and None in found:
        return None
    known = [energy for energy in found if energy is not None]
    return sum(known, Decimal(0)) if known else None


def _energy(rows: list[PeriodSum]) -> Decimal | None:
    known = [row.energy_kwh for row in rows if row.energy_kwh is not None]
    return sum(known, Decimal(0)) if known else None


def _day(day: date, ours: list[PeriodSum], theirs: list[PeriodSum], until: date) -> DaySoFar:
    intervals = sum(row.intervals for row in ours)
    return DaySoFar(
        day=day,
        energy_kwh=_energy(ours),
        last_year_kwh=_energy(theirs),
        missing_share=sum(row.missing for row in ours) / intervals if intervals else 1.0,
        estimated_share=sum(row.estimated for row in ours) / intervals if intervals else 0.0,
        corrected=any(row.corrected for row in ours),
        coming=day >= until and not ours,
    )
