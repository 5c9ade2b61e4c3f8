"""This month up to the last complete day, and the same days a year before: the front page begins with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kajo.access.holdings import Holding, list_holdings
from kajo.access.policy import CustomerAccess
from kajo.core.times import days_between, month_of
from kajo.metering.queries import sum_days_of_periods
from kajo.metering.rows import PeriodSum
from kajo.reporting.periods import ONE_DAY, a_year_before
from kajo.reporting.rows import change_in_percent
from kajo.reporting.sums import total

Days = Mapping[date, list[PeriodSum]]


class DaySoFar(NamedTuple):
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
    None when one of them has no readings at all. `locations` is how many are added up; `same_locations` tells
    whether they are those of the year before.
    """

    starts_on: date
    until: date
    energy_kwh: Decimal | None
    last_year_kwh: Decimal | None
    days: tuple[DaySoFar, ...]
    locations: int
    same_locations: bool

    @property
    def change(self) -> Decimal | None:
        """The difference to last year in per cent, or None when there is nothing to compare with."""
        return change_in_percent(self.energy_kwh, self.last_year_kwh)

    @property
    def is_partly_estimated(self) -> bool:
        return any(day.estimated_share for day in self._passed)

    @property
    def is_partly_missing(self) -> bool:
        return any(day.missing_share for day in self._passed)

    @property
    def _passed(self) -> list[DaySoFar]:
        return [day for day in self.days if day.day < self.until]


def get_month_so_far(access: CustomerAccess, *, today: date) -> MonthSoFar | None:
    """Return the month of yesterday, for all the customer's locations, or None when nothing is known of it.

    Two queries: the holdings, and the days of this year and the last.

    :raises PermissionDenied: without the reporting area
    """
    first, end = month_of(today - ONE_DAY)
    holdings = list_holdings(access)
    before = a_year_before(first), a_year_before(end)
    every = _by_day(sum_days_of_periods(holdings, [before, (first, min(end, today))]))
    ours = {day: rows for day, rows in every.items() if day >= first}
    theirs = {day: rows for day, rows in every.items() if day < first}
    if not ours:
        return None
    until = _after_last_complete(holdings, ours) or max(ours) + ONE_DAY
    so_far = days_between(first, until)
    same_days = days_between(a_year_before(first), a_year_before(until - ONE_DAY) + ONE_DAY)
    places = {holding.id: holding.location_id for holding in holdings}
    return MonthSoFar(
        starts_on=first,
        until=until,
        energy_kwh=total(_energy(ours.get(day, [])) for day in so_far),
        last_year_kwh=_total_of_every(theirs, same_days),
        days=tuple(
            _day(day, ours.get(day, []), theirs.get(a_year_before(day), []), until)
            for day in days_between(first, end)
        ),
        locations=len(_locations(ours, so_far, places)),
        same_locations=_locations(ours, so_far, places) == _locations(theirs, same_days, places),
    )


def _by_day(sums: Iterable[PeriodSum]) -> Days:
    days: dict[date, list[PeriodSum]] = defaultdict(list)
    for row in sums:
        days[row.starts_on].append(row)
    return dict(days)


def _after_last_complete(holdings: Sequence[Holding], days: Days) -> date | None:
    """Return the day after the last one of which nothing is missing at any location that sends readings."""
    sending = {row.holding_id for rows in days.values() for row in rows}
    complete = [
        day
        for day, rows in days.items()
        if {row.holding_id for row in rows if row.is_complete}
        == {holding.id for holding in holdings if holding.id in sending and holding.covers(day)}
    ]
    return max(complete) + ONE_DAY if complete else None


def _locations(days: Days, wanted: Iterable[date], places: Mapping[int, int]) -> set[int]:
    return {places[row.holding_id] for day in wanted for row in days.get(day, [])}


def _total_of_every(days: Days, wanted: Iterable[date]) -> Decimal | None:
    """Return the energy of the days, or None when one of them has no readings at all."""
    found = [_energy(days.get(day, [])) for day in wanted]
    return None if None in found else total(found)


def _energy(rows: list[PeriodSum]) -> Decimal | None:
    return total(row.energy_kwh for row in rows)


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
