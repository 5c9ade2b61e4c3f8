"""What other rooms get from the market's tables."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kajo.market.words import Supply


@dataclass(frozen=True, order=True)
class SpotPriceRow:
    """The exchange price of one interval, without VAT; `starts_at` is UTC."""

    zone: str
    minutes: int
    starts_at: datetime
    price_eur_per_mwh: Decimal


@dataclass(frozen=True)
class DayTemperatureRow:
    """The mean outdoor temperature of a local day."""

    station: str
    day: date
    mean_celsius: Decimal


@dataclass(frozen=True)
class VatPeriod:
    """A rate until before `ends_on` (None: still); `percent` is None before the first known rate."""

    starts_on: date
    ends_on: date | None
    percent: Decimal | None

    def with_vat(self, price: Decimal) -> Decimal | None:
        """Return the exact price with VAT, negative prices too; None where the rate is not known."""
        return None if self.percent is None else price * (1 + self.percent / 100)


@dataclass(frozen=True)
class VatTable:
    """The VAT rates of each kind of supply, by the day they begin."""

    rates: Mapping[Supply, Sequence[tuple[date, Decimal]]]

    def find_percent(self, supply: Supply, day: date) -> Decimal | None:
        """Return the rate of a supply on that day, or None before the first that is known."""
        rates = self.rates.get(supply, ())
        place = bisect_right([starts_on for starts_on, _ in rates], day)
        return rates[place - 1][1] if place else None

    def split(self, supply: Supply, starts_on: date, ends_on: date | None) -> list[VatPeriod]:
        """Return a half-open period cut where the rate of the supply changes, in order."""
        inside = [
            day
            for day, _ in self.rates.get(supply, ())
            if starts_on < day and (ends_on is None or day < ends_on)
        ]
        cuts: list[date] = [starts_on, *inside]
        ends: list[date | None] = [*inside, ends_on]
        return [
            VatPeriod(begins, ends_before, self.find_percent(supply, begins))
            for begins, ends_before in zip(cuts, ends, strict=True)
        ]
