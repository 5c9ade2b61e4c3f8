"""Which prices of a contract are shown, and what they are: everything that could reveal a price asks here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings

from kajo.contracts.words import HiddenPrice, ProductKind
from kajo.market.rows import VatTable
from kajo.market.words import Supply
from kajo.ui.formats import day, page_language


@dataclass(frozen=True)
class Period:
    """Local days from `starts_on` until before `ends_on` (None: open)."""

    starts_on: date
    ends_on: date | None

    @property
    def last_day(self) -> date | None:
        return None if self.ends_on is None else self.ends_on - timedelta(days=1)

    def ended_before(self, day: date) -> bool:
        return self.ends_on is not None and self.ends_on <= day

    def holds(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    def meets(self, other: Period) -> Period | None:
        """Return the days that both have, or None."""
        starts_on = max(self.starts_on, other.starts_on)
        ends = [period.ends_on for period in (self, other) if period.ends_on is not None]
        ends_on = min(ends, default=None)
        return Period(starts_on, ends_on) if ends_on is None or starts_on < ends_on else None


def why_hidden(kind: ProductKind, contract: Period, price: Period | None = None) -> HiddenPrice | None:
    """Return why a contract's prices, or its price of that period, are not shown; None when they are.

    Two settings decide: CONTRACT_PRICES_KINDS, whose prices are shown at all, and CONTRACT_PRICES_FROM: what
    ended before that day has no price to show.
    """
    if kind not in settings.CONTRACT_PRICES_KINDS:
        return HiddenPrice.KIND_HIDDEN
    first_day: date = settings.CONTRACT_PRICES_FROM
    if contract.ended_before(first_day):
        return HiddenPrice.CONTRACT_ENDED
    if price is not None and price.ended_before(first_day):
        return HiddenPrice.PERIOD_ENDED
    return None


def sentence_of(reason: HiddenPrice | None) -> str:
    """Return the reason as a page says it, in the page's language; empty when there is none."""
    if reason is None:
        return ""
    return str(reason.label) % {"day": day(settings.CONTRACT_PRICES_FROM, page_language())}


@dataclass(frozen=True)
class PricePeriod:
    """One price of a component over days with one VAT rate; with VAT None where the rate is not known."""

    period: Period
    price_without_vat: Decimal
    vat_percent: Decimal | None
    price_with_vat: Decimal | None


@dataclass(frozen=True)
class Prices:
    """The prices that may be shown, in order, and why some or all are not; `hidden` None when all are."""

    periods: tuple[PricePeriod, ...]
    hidden: HiddenPrice | None

    def find(self, day: date) -> PricePeriod | None:
        """Return the price of that day, or None."""
        return next((price for price in self.periods if price.period.holds(day)), None)


def prices_of(
    kind: ProductKind, contract: Period, dated: Sequence[tuple[date, Decimal]], vat: VatTable
) -> Prices:
    """Return a component's prices within its contract, cut where the price or the VAT changes.

    :param dated: (first day, price without VAT), in order of the day; each holds until the next begins
    """
    hidden = why_hidden(kind, contract)
    if hidden is not None:
        return Prices((), hidden)
    shown: list[PricePeriod] = []
    ends: list[date | None] = [starts_on for starts_on, _ in dated[1:]]
    for (starts_on, price), ends_on in zip(dated, [*ends, None], strict=True):
        period = contract.meets(Period(starts_on, ends_on))
        if period is None:
            continue
        why = why_hidden(kind, contract, period)
        if why is None:
            shown += _with_vat(period, price, vat)
        hidden = hidden or why
    return Prices(tuple(shown), hidden if shown else hidden or HiddenPrice.NOT_KNOWN)


def _with_vat(period: Period, price: Decimal, vat: VatTable) -> list[PricePeriod]:
    parts = vat.split(Supply.ELECTRICITY_SALES, period.starts_on, period.ends_on)
    return [
        PricePeriod(Period(part.starts_on, part.ends_on), price, part.percent, part.with_vat(price))
        for part in parts
    ]
