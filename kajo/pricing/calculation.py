"""What intervals cost by a contract's prices. Pure and exact: whole numbers and fractions until the cent.

A row covers the days that have one price and one VAT rate: it is cut at local midnight where either changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np

from kajo.contracts.prices import Period
from kajo.contracts.terms import Component, Terms
from kajo.contracts.words import ComponentKind, ProductKind, Unit
from kajo.core.times import month_of, months_between
from kajo.market.rows import VatTable
from kajo.market.spot_curve import NO_PRICE, QUARTER, UNITS_IN_CENT_PER_KWH, Ints, SpotCurve
from kajo.market.words import Supply
from kajo.metering.readings import THOUSANDTHS_IN_KWH
from kajo.metering.rows import in_kwh
from kajo.pricing import effect
from kajo.pricing.registers import DEFAULT, TimeTable
from kajo.pricing.rows import Bill, CannotPrice, CostRow
from kajo.pricing.usage import Usage, exact_product, midnight
from kajo.pricing.words import REGISTER_OF, CostKind, WhyNot, WorkedOut

SOLD_BY_ENERGY = (ComponentKind.ENERGY, ComponentKind.MARGIN, *REGISTER_OF)


def work_out(
    terms: Terms,
    usage: Usage,
    starts_on: date,
    ends_on: date,
    *,
    vat: VatTable,
    spot: SpotCurve | None = None,
    times: TimeTable = DEFAULT,
) -> Bill:
    """Return what the days from `starts_on` until before `ends_on` cost, as far as the contract held.

    A fee of €/month is paid for each whole calendar month once, and for a part of one by its days: days
    priced / days of that month. Energy that is missing is in no sum, and the rows say for how long it is.

    :param spot: exchange prices of all calendar months of the period, for products that have them
    :raises CannotPrice: when the prices, the VAT rates or all readings of the period are not known
    """
    period = terms.period.meets(Period(starts_on, ends_on))
    if period is None or period.ends_on is None:
        raise CannotPrice(WhyNot.NOT_IN_CONTRACT)
    days = Days(period.starts_on, period.ends_on)
    within = usage.within(*days.both).measured()
    if not len(within):
        raise CannotPrice(WhyNot.NO_READINGS)
    _refuse_unpriced(terms, days)
    curve = spot.by_hour() if spot is not None and terms.spot_minutes == 60 else spot
    sheet = Sheet(terms, within, days, vat, curve, times)
    return Bill(
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        rows=tuple(_rows(sheet)),
        energy_kwh=in_kwh(within.total),
        missing_minutes=days.minutes - int(within.minutes.sum()),
    )


def _refuse_unpriced(terms: Terms, days: Days) -> None:
    sold = [component for component in terms.components if component.kind in SOLD_BY_ENERGY]
    if not sold or any(component.dated[0][0] > days.starts_on for component in sold):
        raise CannotPrice(WhyNot.NO_PRICE)


@dataclass(frozen=True)
class Days:
    """Local days from `starts_on` until before `ends_on`."""

    starts_on: date
    ends_on: date

    @property
    def both(self) -> tuple[date, date]:
        return self.starts_on, self.ends_on

    @property
    def minutes(self) -> int:
        return (midnight(self.ends_on) - midnight(self.starts_on)) // 60

    @property
    def months(self) -> Fraction:
        """How many calendar months these are, a part of one by its days."""
        months = [Days(*month_of(month)) for month in months_between(*self.both)]
        return sum((Fraction(self.within(month).count, month.count) for month in months), Fraction(0))

    @property
    def count(self) -> int:
        return (self.ends_on - self.starts_on).days

    @property
    def quarters(self) -> Ints:
        """When each quarter-hour begins, seconds since 1970."""
        return np.arange(midnight(self.starts_on), midnight(self.ends_on), QUARTER)

    def within(self, other: Days) -> Days:
        """Return the days that are also in the other, which meets these."""
        return Days(max(self.starts_on, other.starts_on), min(self.ends_on, other.ends_on))


@dataclass(frozen=True)
class Sheet:
    """What one calculation works on; `usage` holds the measured intervals of its days."""

    terms: Terms
    usage: Usage
    days: Days
    vat: VatTable
    spot: SpotCurve | None
    times: TimeTable

    def rates(self, days: Days) -> Iterator[tuple[Days, Decimal]]:
        """Yield the days cut where the VAT of electricity changes, with its rate in per cent.

        :raises CannotPrice: where a rate is not known
        """
        for part in self.vat.split(Supply.ELECTRICITY_SALES, *days.both):
            if part.percent is None:
                raise CannotPrice(WhyNot.NO_VAT)
            yield Days(part.starts_on, part.ends_on or days.ends_on), part.percent

    def prices(self, component: Component, days: Days) -> Iterator[tuple[Days, Decimal, Decimal]]:
        """Yield the days cut where price or VAT changes, with the component's price and the rate."""
        for part, price in component.within(Period(*days.both)):
            for cut, percent in self.rates(Days(part.starts_on, part.ends_on or days.ends_on)):
                yield cut, price, percent

    def used(self, days: Days, kind: CostKind) -> tuple[Usage, int]:
        """Return what was measured of the energy that a component is paid for, and the minutes missing."""
        usage, minutes = self.usage.within(*days.both), days.minutes
        register = REGISTER_OF.get(kind) if isinstance(kind, ComponentKind) else None
        if register is not None:
            usage = usage.only(self.times.falls_in(register, usage.starts))
            minutes = int(self.times.falls_in(register, days.quarters).sum()) * QUARTER // 60
        return usage, minutes - int(usage.minutes.sum())

    def spot_cost(self, usage: Usage) -> Fraction:
        """Return Σ energy × exchange price in cents, interval by interval."""
        prices = self.spot_prices(usage.starts, usage.minutes)
        return Fraction(exact_product(usage.energy, prices), THOUSANDTHS_IN_KWH * UNITS_IN_CENT_PER_KWH)

    def mean_spot(self, days: Days) -> Fraction:
        """Return the plain mean of the exchange prices of all quarter-hours, c/kWh."""
        starts = days.quarters
        prices = self.spot_prices(starts, np.full(len(starts), QUARTER // 60))
        return Fraction(int(prices.sum()), len(prices) * UNITS_IN_CENT_PER_KWH)

    def spot_prices(self, starts: Ints, minutes: Ints) -> Ints:
        """Return the exchange price of each interval, in 1 / UNITS_IN_CENT_PER_KWH.

        :raises CannotPrice: where one is not known
        """
        if self.spot is None:
            raise CannotPrice(WhyNot.NO_SPOT_PRICE)
        prices = self.spot.prices_of(starts, minutes)
        if (prices == NO_PRICE).any():
            raise CannotPrice(WhyNot.NO_SPOT_PRICE)
        return prices


def _rows(sheet: Sheet) -> Iterator[CostRow]:
    for component in sheet.terms.components:
        for days, price, percent in sheet.prices(component, sheet.days):
            if component.unit is Unit.EUROS_PER_MONTH:
                yield _fee_row(component, days, price, percent)
            else:
                yield _energy_row(sheet, component, days, price, percent)
    if sheet.terms.kind is ProductKind.SPOT:
        for days, percent in sheet.rates(sheet.days):
            usage, missing = sheet.used(days, WorkedOut.SPOT)
            yield _worked_out(WorkedOut.SPOT, days, usage, sheet.spot_cost(usage), percent, missing)
    if sheet.terms.kind is ProductKind.HYBRID:
        for month in months_between(*sheet.days.both):
            yield from _effect_rows(sheet, Days(*month_of(month)))


def _fee_row(component: Component, days: Days, price: Decimal, percent: Decimal) -> CostRow:
    return CostRow(
        kind=component.kind,
        own_name=component.name,
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        unit=component.unit,
        energy_kwh=None,
        months=days.months,
        exact_amount=days.months * Fraction(price),
        vat_percent=percent,
    )


def _energy_row(sheet: Sheet, component: Component, days: Days, price: Decimal, percent: Decimal) -> CostRow:
    usage, missing = sheet.used(days, component.kind)
    return CostRow(
        kind=component.kind,
        own_name=component.name,
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        unit=component.unit,
        energy_kwh=in_kwh(usage.total),
        months=None,
        exact_amount=Fraction(usage.total, THOUSANDTHS_IN_KWH) * Fraction(price) / 100,
        vat_percent=percent,
        missing_minutes=missing,
    )


def _worked_out(
    kind: WorkedOut, days: Days, usage: Usage, cents: Fraction, percent: Decimal, missing: int
) -> CostRow:
    return CostRow(
        kind=kind,
        own_name=None,
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        unit=Unit.CENTS_PER_KWH,
        energy_kwh=in_kwh(usage.total),
        months=None,
        exact_amount=cents / 100,
        vat_percent=percent,
        missing_minutes=missing,
    )


def _effect_rows(sheet: Sheet, month: Days) -> Iterator[CostRow]:
    """Yield the month's effect on each energy component that was paid for: its energy × the effect."""
    days = month.within(sheet.days)
    usage = sheet.usage.within(*days.both)
    if not usage.total:
        return
    weighted = sheet.spot_cost(usage) / Fraction(usage.total, THOUSANDTHS_IN_KWH)
    mean = sheet.mean_spot(month)
    for component in sheet.terms.components:
        if component.kind is not ComponentKind.ENERGY and component.kind not in REGISTER_OF:
            continue
        for part, price, percent in sheet.prices(component, days):
            used, missing = sheet.used(part, component.kind)
            paid = effect.paid(weighted - mean, sheet.terms.effect, price=price, vat_percent=percent)
            cents = paid * Fraction(used.total, THOUSANDTHS_IN_KWH)
            yield _worked_out(WorkedOut.EFFECT, part, used, cents, percent, missing)
