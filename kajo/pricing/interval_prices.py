"""What each interval costs a kWh: for those who want to add an invoice up themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import numpy as np

from kajo.contracts.terms import Terms
from kajo.contracts.words import ProductKind, Unit
from kajo.core.times import HELSINKI
from kajo.market.spot_curve import NO_PRICE, UNITS_IN_CENT_PER_KWH, Ints, SpotCurve
from kajo.metering.readings import NO_VALUE
from kajo.metering.rows import in_kwh
from kajo.pricing.registers import TimeTable
from kajo.pricing.usage import Usage, midnight
from kajo.pricing.words import REGISTER_OF

ONE_UNIT = Decimal(1) / UNITS_IN_CENT_PER_KWH


@dataclass(frozen=True)
class PricedInterval:
    """An interval of local time with its exact energy and prices without VAT; None: not known.

    `price` is c/kWh of all that is paid by the kWh: with the exchange price where that is paid, without a
    consumption effect, which is a whole month's.
    """

    starts_at: datetime
    ends_at: datetime
    energy_kwh: Decimal | None
    spot_price: Decimal | None
    price: Decimal | None

    @property
    def amount(self) -> Decimal | None:
        """Euros without VAT, exact."""
        return None if self.energy_kwh is None or self.price is None else self.energy_kwh * self.price / 100


def list_priced_intervals(
    terms: Terms, usage: Usage, *, spot: SpotCurve | None, times: TimeTable
) -> Iterator[PricedInterval]:
    """Yield every interval with its price, in order of time."""
    fixed = _fixed_prices(terms, usage, times)
    exchange = _exchange_prices(terms, usage, spot)
    paid = (
        np.where(exchange == NO_PRICE, NO_PRICE, fixed + exchange)
        if terms.kind is ProductKind.SPOT
        else fixed
    )
    columns = (usage.starts, usage.minutes, usage.energy, exchange, paid)
    for start, minutes, energy, spot_price, price in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        yield PricedInterval(
            starts_at=_local(start),
            ends_at=_local(start + minutes * 60),
            energy_kwh=None if energy == NO_VALUE else in_kwh(energy),
            spot_price=None if spot_price == NO_PRICE else spot_price * ONE_UNIT,
            price=None if price == NO_PRICE else price * ONE_UNIT,
        )


def _local(second: int) -> datetime:
    return datetime.fromtimestamp(second, HELSINKI)


def _fixed_prices(terms: Terms, usage: Usage, times: TimeTable) -> Ints:
    """Return the sum of the contract's own prices by the kWh, in 1 / UNITS_IN_CENT_PER_KWH."""
    total = np.zeros(len(usage), np.int64)
    for component in terms.components:
        if component.unit is not Unit.CENTS_PER_KWH:
            continue
        register = REGISTER_OF.get(component.kind)
        counts = np.full(len(usage), True) if register is None else times.falls_in(register, usage.starts)
        for part, price in component.within(terms.period):
            holds = counts & (usage.starts >= midnight(part.starts_on))
            if part.ends_on is not None:
                holds &= usage.starts < midnight(part.ends_on)
            total[holds] += int(price * UNITS_IN_CENT_PER_KWH)
    return total


def _exchange_prices(terms: Terms, usage: Usage, spot: SpotCurve | None) -> Ints:
    if spot is None:
        return np.full(len(usage), NO_PRICE)
    curve = spot.by_hour() if terms.spot_minutes == 60 else spot
    return curve.prices_of(usage.starts, usage.minutes)
