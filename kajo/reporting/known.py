"""What is known of a location before anything is added up: who held it when, and what was received."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kajo.access.holdings import Holding, list_holdings
from kajo.access.policy import CustomerAccess
from kajo.contracts.queries import get_location_row, list_locations
from kajo.contracts.rows import LocationRow
from kajo.metering.queries import list_series
from kajo.metering.rows import Series
from kajo.metering.words import Flow
from kajo.reporting.periods import Period
from kajo.reporting.rows import ReportedLocation
from kajo.reporting.sums import held_days


@dataclass(frozen=True)
class Known:
    """A location with the customer's holdings of it and the series that reach into them.

    `has_others`: whether the customer has or has had other locations.
    """

    location: LocationRow
    holdings: list[Holding]
    series: list[Series]
    has_others: bool = False

    @cached_property
    def has_production(self) -> bool:
        return any(one.flow is Flow.PRODUCTION for one in self.series)

    @cached_property
    def data_from(self) -> date | None:
        return min((one.starts_on for one in self.series), default=None)

    @cached_property
    def data_until(self) -> date | None:
        return max((one.ends_on for one in self.series), default=None)

    @cached_property
    def complete_until(self) -> date | None:
        complete = [one.complete_until for one in self.series if one.flow is Flow.CONSUMPTION]
        return max((day for day in complete if day), default=None)

    @cached_property
    def held_from(self) -> date | None:
        return min((holding.starts_on for holding in self.holdings), default=None)

    @cached_property
    def held_until(self) -> date | None:
        """The day after the customer's last at the location; None when it is still held."""
        ends = [holding.ends_on for holding in self.holdings]
        return None if None in ends else max((end for end in ends if end), default=None)

    def window(self, period: Period) -> tuple[date, date]:
        """Return the days of a period of which readings should be there by now, half-open."""
        if self.data_from is None or self.data_until is None:
            return period.starts_on, period.starts_on
        first = max(period.starts_on, self.data_from)
        return first, max(first, min(period.ends_on, self.data_until))

    def expected_days(self, period: Period) -> int:
        """Return on how many days of a period readings should be there by now."""
        return held_days(self.holdings, *self.window(period))


def get_known(access: CustomerAccess, location: str) -> Known:
    """Return what is known of one of the customer's locations. Three queries.

    :raises Http404: when the customer has no such location
    :raises PermissionDenied: without the reporting area
    """
    row = get_location_row(access, location)
    every = list_holdings(access)
    holdings = [holding for holding in every if holding.location_id == row.id]
    return Known(row, holdings, list_series(holdings), has_others=len(holdings) < len(every))


def list_reported(access: CustomerAccess, *, today: date) -> list[ReportedLocation]:
    """Return the customer's locations to choose from: those still held first, by address. Three queries.

    :raises PermissionDenied: without the reporting area
    """
    holdings = list_holdings(access)
    by_location, series = defaultdict(list), defaultdict(list)
    location_of = {holding.id: holding.location_id for holding in holdings}
    for holding in holdings:
        by_location[holding.location_id].append(holding)
    for one in list_series(holdings):
        series[location_of[one.holding_id]].append(one)
    found = [
        _reported(Known(location, by_location[location.id], series[location.id]))
        for location in list_locations(access)
    ]
    return sorted(found, key=lambda one: one.has_ended(today))


def newest_of(locations: Sequence[ReportedLocation], *, today: date) -> ReportedLocation | None:
    """Return the location with the newest readings, of those still held when there is one."""
    return max(
        locations,
        key=lambda one: (not one.has_ended(today), one.data_until or date.min),
        default=None,
    )


def _reported(known: Known) -> ReportedLocation:
    return ReportedLocation(
        location=known.location,
        data_from=known.data_from,
        data_until=known.data_until,
        held_from=known.held_from,
        held_until=known.held_until,
    )
