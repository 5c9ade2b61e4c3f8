"""What a customer's contract cost: everything is fetched with the customer's own proofs, then worked out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from kajo.access.holdings import Holding, list_holdings
from kajo.access.policy import CustomerAccess
from kajo.contracts.terms import PricedContract, Terms, get_priced_contract
from kajo.contracts.words import HiddenPrice, ProductKind
from kajo.core.times import local_midnight, month_of
from kajo.market.degree_days import degree_days
from kajo.market.queries import get_spot_curve, get_vat_table, list_day_temperatures
from kajo.market.rows import VatTable
from kajo.market.spot_curve import SpotCurve
from kajo.metering.queries import read_intervals, sum_by_day
from kajo.metering.rows import Intervals
from kajo.metering.words import ReadingType
from kajo.pricing.calculation import work_out
from kajo.pricing.interval_prices import PricedInterval, list_priced_intervals
from kajo.pricing.registers import TimeTable, times_of
from kajo.pricing.rows import Bill, CannotPrice
from kajo.pricing.usage import Usage
from kajo.pricing.weather import DayOfUse, HeatingModel, fit
from kajo.pricing.words import WhyNot


@dataclass(frozen=True)
class Pricing:
    """All that a contract's price of some days follows from; `spot` is None where the product has none."""

    starts_on: date
    ends_on: date
    terms: Terms
    holdings: tuple[Holding, ...]
    intervals: Intervals
    spot: SpotCurve | None
    vat: VatTable
    times: TimeTable

    def bill(
        self,
        starts_on: date | None = None,
        ends_on: date | None = None,
        *,
        intervals: Intervals | None = None,
    ) -> Bill:
        """Return what all the days cost, or some of them, or what they would cost by other readings.

        :raises CannotPrice: when the prices, the VAT rates or all readings of the days are not known
        """
        usage = Usage.of(self.intervals if intervals is None else intervals)
        days = starts_on or self.starts_on, ends_on or self.ends_on
        return work_out(self.terms, usage, *days, vat=self.vat, spot=self.spot, times=self.times)

    def priced_intervals(self) -> Iterator[PricedInterval]:
        """Yield each interval that something is known of, with its price."""
        usage = Usage.of(self.intervals)
        return list_priced_intervals(self.terms, usage, spot=self.spot, times=self.times)


def get_pricing(
    access: CustomerAccess,
    contract: str,
    starts_on: date,
    ends_on: date,
    *,
    reading_type: ReadingType | None = None,
) -> Pricing:
    """Return what prices a contract, named by its key, from `starts_on` until before `ends_on`.

    Readings are today's, as billed unless a reading type is named. Five queries, six with exchange prices.

    :raises CannotPrice: when one of the prices of those days is not shown
    :raises Http404: when the customer has no such contract
    :raises PermissionDenied: without the areas of contracts and of reporting
    """
    priced = get_priced_contract(access, contract, starts_on, ends_on)
    if isinstance(priced, HiddenPrice):
        raise CannotPrice(WhyNot.HIDDEN, priced)
    holdings = list_holdings(access, location_id=priced.location_id)
    return Pricing(
        starts_on=starts_on,
        ends_on=ends_on,
        terms=priced.terms,
        holdings=tuple(holdings),
        intervals=read_intervals(holdings, starts_on, ends_on, reading_type=reading_type),
        spot=_spot_of(priced, starts_on, ends_on),
        vat=get_vat_table(),
        times=times_of(priced.grid_area),
    )


def _spot_of(priced: PricedContract, starts_on: date, ends_on: date) -> SpotCurve | None:
    """Return the exchange prices of the period, for a consumption effect those of its whole months."""
    if priced.terms.spot_minutes is None:
        return None
    if priced.terms.kind is ProductKind.HYBRID:
        starts_on, ends_on = month_of(starts_on)[0], month_of(ends_on - timedelta(days=1))[1]
    zone = priced.bidding_zone or settings.ENV.bidding_zone
    return get_spot_curve(zone, local_midnight(starts_on), local_midnight(ends_on))


def get_heating_model(
    holdings: Sequence[Holding], station: str, starts_on: date, ends_on: date
) -> HeatingModel | None:
    """Return how a home's use follows the cold, by its whole days of a half-open period. Two queries."""
    temperatures = list_day_temperatures(station, starts_on, ends_on)
    cold = {row.day: degree_days(row.day, row.mean_celsius) for row in temperatures}
    return fit(
        [
            DayOfUse(day.energy_kwh, cold[day.starts_on])
            for day in sum_by_day(holdings, starts_on, ends_on)
            if day.starts_on in cold and day.is_complete and day.energy_kwh is not None
        ]
    )
