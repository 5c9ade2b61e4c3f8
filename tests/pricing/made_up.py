"""Contracts, readings and exchange prices made up for tests of the calculation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from kajo.contracts.prices import Period
from kajo.contracts.terms import Component, Terms
from kajo.contracts.words import ComponentKind, ProductKind, Unit
from kajo.core.languages import ThreeTexts
from kajo.market.rows import VatTable
from kajo.market.spot_curve import SpotCurve
from kajo.market.words import Supply
from kajo.metering.readings import NO_VALUE
from kajo.pricing.usage import Ints, Usage, midnight

SALES = Supply.ELECTRICITY_SALES
VAT = VatTable(
    {
        SALES: [
            (date(2013, 1, 1), Decimal(24)),
            (date(2022, 12, 1), Decimal(10)),
            (date(2023, 5, 1), Decimal(24)),
            (date(2024, 9, 1), Decimal("25.5")),
        ]
    }
)
SINCE = date(2015, 1, 1)


def component(kind: ComponentKind, *dated: tuple[date, str] | str) -> Component:
    """Return a component; a price without its day holds from the contract's first."""
    unit = Unit.EUROS_PER_MONTH if kind is ComponentKind.BASIC_FEE else Unit.CENTS_PER_KWH
    known = [(SINCE, one) if isinstance(one, str) else one for one in dated]
    return Component(kind, unit, ThreeTexts(kind.label), tuple((day, Decimal(price)) for day, price in known))


def terms(*components: Component, kind: ProductKind = ProductKind.OPEN_ENDED, **facts: Any) -> Terms:
    period = Period(facts.pop("starts_on", SINCE), facts.pop("ends_on", None))
    return Terms(period, kind, tuple(components), **facts)


def starts_of(starts_on: date, ends_on: date, minutes: int = 15) -> Ints:
    return np.arange(midnight(starts_on), midnight(ends_on), minutes * 60)


def usage(starts_on: date, ends_on: date, wh: list[int | None] | int, minutes: int = 15) -> Usage:
    """Return readings of whole days in Wh, None where missing; a short list is repeated."""
    starts = starts_of(starts_on, ends_on, minutes)
    values = wh if isinstance(wh, list) else [wh]
    energy = np.array([NO_VALUE if value is None else value * 1000 for value in values], np.int64)
    return Usage(starts, np.full(len(starts), minutes), np.resize(energy, len(starts)))


def spot(starts_on: date, ends_on: date, eur_per_mwh: list[str] | str, minutes: int = 15) -> SpotCurve:
    """Return exchange prices of whole days; a short list is repeated."""
    starts = starts_of(starts_on, ends_on, minutes)
    values = eur_per_mwh if isinstance(eur_per_mwh, list) else [eur_per_mwh]
    prices = np.array([int(Decimal(value) * 100_000) for value in values], np.int64)
    return SpotCurve.of(starts, np.full(len(starts), minutes), np.resize(prices, len(starts)))
