"""An invoice's total beside another's, and the causes that add up to the difference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from kajo.core.times import month_of, months_between
from kajo.invoices.explaining.words import Against, Cause


@dataclass(frozen=True)
class Bought:
    """What an invoice was of: half-open days, kWh, and euros with VAT, exact, of energy and of fees.

    `total` is what the invoice says; what it has besides energy and fees is the rest. `degree_days` is None
    where the weather of those days is not known.
    """

    key: str
    number: str
    starts_on: date
    ends_on: date
    energy_kwh: Decimal
    energy_euros: Fraction
    fee_euros: Fraction
    total: Decimal
    degree_days: Decimal | None = None

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)

    @property
    def months(self) -> Fraction:
        """How many calendar months these are, a part of one by its days, as fees are paid."""
        months = [month_of(month) for month in months_between(self.starts_on, self.ends_on)]
        return sum(
            (
                Fraction((min(end, self.ends_on) - max(first, self.starts_on)).days, (end - first).days)
                for first, end in months
            ),
            Fraction(0),
        )

    @property
    def price(self) -> Fraction | None:
        """Euros with VAT for a kWh on average, without fees; None when there was no energy."""
        return self.energy_euros / Fraction(self.energy_kwh) if self.energy_kwh else None


def fee_change(before: Bought, now: Bought) -> Fraction:
    """Return by how many euros with VAT the fees are more than those before were of as many months."""
    return now.fee_euros - before.fee_euros * (now.months / before.months)


@dataclass(frozen=True)
class Part:
    """One cause: its euros, rounded to the cent, and its kWh where it is of energy."""

    cause: Cause
    euros: Decimal
    energy_kwh: Decimal | None = None


@dataclass(frozen=True)
class Explanation:
    """The difference to another invoice, and its causes. `r_squared` of the home's heating model, 0…1.

    Without the model, or where a day's temperature is not known, weather is no part, and is in the use.
    """

    against: Against
    now: Bought
    before: Bought
    parts: tuple[Part, ...]
    r_squared: float | None = None

    @property
    def difference(self) -> Decimal:
        return self.now.total - self.before.total

    @property
    def days(self) -> int:
        """By how many days the period is longer."""
        return self.now.days - self.before.days

    @property
    def share_percent(self) -> Decimal | None:
        """How much of the differences between the home's days the cold explains, per cent."""
        return None if self.r_squared is None else Decimal(round(self.r_squared * 100))

    def part(self, cause: Cause) -> Part | None:
        return next((part for part in self.parts if part.cause is cause), None)
