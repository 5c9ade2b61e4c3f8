"""What a period costs: a row for each part of the price, and VAT once per rate on their sum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property

from kajo.contracts.prices import sentence_of
from kajo.contracts.words import HiddenPrice, Unit
from kajo.core.languages import ThreeTexts
from kajo.pricing.words import CostKind, WhyNot

CENT = Decimal("0.01")
SHOWN_PRICE_DECIMALS = 4


class CannotPrice(Exception):
    """A price cannot be worked out. `reason` says why, `hidden` which rule hides a price, if one does."""

    def __init__(self, reason: WhyNot, hidden: HiddenPrice | None = None) -> None:
        self.reason, self.hidden = reason, hidden
        super().__init__(reason)

    @property
    def sentence(self) -> str:
        """Why, in the page's language."""
        return sentence_of(self.hidden) or str(self.reason.label)


@dataclass(frozen=True)
class CostRow:
    """What one part of the price comes to over days with one price and one VAT rate, half-open.

    `exact_amount` is in euros without VAT. The quantity is `energy_kwh` (exact, only what was measured) or,
    of a fee, `months`; `missing_minutes` is for how long no reading is known, which is not in the sum.
    """

    kind: CostKind
    own_name: ThreeTexts | None
    starts_on: date
    ends_on: date
    unit: Unit
    energy_kwh: Decimal | None
    months: Fraction | None
    exact_amount: Fraction
    vat_percent: Decimal
    missing_minutes: int = 0

    @property
    def name(self) -> str:
        """The component's name in the page's language."""
        return self.own_name.in_language() if self.own_name else str(self.kind.label)

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)

    @property
    def exact_price(self) -> Fraction | None:
        """The price in its unit: of exchange electricity the mean weighted by use. None of no energy."""
        if self.months is not None:
            return self.exact_amount / self.months
        return self.exact_amount * 100 / Fraction(self.energy_kwh) if self.energy_kwh else None

    @property
    def price(self) -> Decimal | None:
        """The price as it is shown: itself when six decimals hold it, else rounded to four."""
        exact = self.exact_price
        if exact is None:
            return None
        if (exact * 1_000_000).denominator == 1:
            return Decimal(int(exact * 1_000_000)).scaleb(-6).normalize() + 0
        return rounded(exact, SHOWN_PRICE_DECIMALS)

    @cached_property
    def amount_without_vat(self) -> Decimal:
        """The amount in euros, rounded half up to the cent."""
        return rounded(self.exact_amount, 2)


@dataclass(frozen=True)
class VatSum:
    """The rows of one rate: their sum, and the VAT on it rounded half up once."""

    percent: Decimal
    without_vat: Decimal

    @property
    def vat(self) -> Decimal:
        return (self.without_vat * self.percent / 100).quantize(CENT, rounding=ROUND_HALF_UP)

    @property
    def with_vat(self) -> Decimal:
        return self.without_vat + self.vat


@dataclass(frozen=True)
class Bill:
    """What the days from `starts_on` until before `ends_on` cost by a contract.

    `energy_kwh` is exact and holds only what was measured; `missing_minutes` says for how long nothing was.
    """

    starts_on: date
    ends_on: date
    rows: tuple[CostRow, ...]
    energy_kwh: Decimal
    missing_minutes: int

    @cached_property
    def sums(self) -> tuple[VatSum, ...]:
        """A sum for each VAT rate, in the order in which the rates first occur."""
        rates = dict.fromkeys(row.vat_percent for row in self.rows)
        return tuple(VatSum(percent, self._sum_of(percent)) for percent in rates)

    @property
    def total_without_vat(self) -> Decimal:
        return sum((one.without_vat for one in self.sums), Decimal(0))

    @property
    def vat(self) -> Decimal:
        return sum((one.vat for one in self.sums), Decimal(0))

    @property
    def total_with_vat(self) -> Decimal:
        return self.total_without_vat + self.vat

    def rows_of(self, *kinds: CostKind) -> tuple[CostRow, ...]:
        """Return the rows of some parts of the price."""
        return tuple(row for row in self.rows if row.kind in kinds)

    def _sum_of(self, percent: Decimal) -> Decimal:
        return sum((row.amount_without_vat for row in self.rows if row.vat_percent == percent), Decimal(0))


def rounded(exact: Fraction, decimals: int) -> Decimal:
    """Return a fraction with so many decimals, half up: away from zero, as VAT rules and Decimal mean it."""
    scaled = abs(exact) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if exact >= 0 else -whole).scaleb(-decimals)
