"""VAT, and exchange prices that were never paid: their shape is plausible, every number is made up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np

from demo.calendar import Calendar, Floats
from demo.weather import EPOCH, STATIONS, daily_means, drifting
from kajo.core.times import days_between
from kajo.market.records import SpotPriceRecord, VatRateRecord
from kajo.market.spot_curve import SpotCurve
from kajo.market.words import Supply

FINLAND = "10YFI-1--------U"
CENTRAL_EUROPE = ZoneInfo("Europe/Brussels")  # the exchange's days begin at one o'clock in Finland
QUARTERS_SINCE = date(2025, 10, 1)

VAT: dict[Supply, tuple[tuple[date, str], ...]] = {
    Supply.ELECTRICITY_SALES: (
        (date(2013, 1, 1), "24"),
        (date(2022, 12, 1), "10"),
        (date(2023, 5, 1), "24"),
        (date(2024, 9, 1), "25.5"),
    ),
    Supply.DISTRIBUTION: ((date(2013, 1, 1), "24"), (date(2024, 9, 1), "25.5")),
    Supply.OTHER: ((date(2013, 1, 1), "24"), (date(2024, 9, 1), "25.5")),
}

# Dearer or cheaper than the day's level, €/MWh, by the hour in Central Europe.
WORKDAY = (-16, -19, -20, -19, -14, -4, 12, 24, 22, 10, 4, 0, -3, -5, -4, 0, 9, 20, 26, 21, 10, 0, -7, -12)
DAY_OFF = (-14, -17, -19, -20, -19, -16, -11, -5, 1, 3, 1, -3, -6, -8, -7, -3, 6, 16, 21, 16, 8, 0, -6, -10)


def vat_lines() -> Iterator[str]:
    """Yield the lines of the VAT table."""
    for supply, rates in VAT.items():
        for starts_on, percent in rates:
            yield VatRateRecord(
                record="vat_rate",
                change_number=1,
                supply=supply,
                starts_on=starts_on,
                percent=Decimal(percent),
            ).model_dump_json()


def spot_price_lines(starts_on: date, ends_on: date) -> Iterator[str]:
    """Yield a line for each of the exchange's days: hours until the end of September 2025, then quarters."""
    for record in spot_prices(starts_on, ends_on):
        yield record.model_dump_json()


def spot_curve(starts_on: date, ends_on: date) -> SpotCurve:
    """Return the same prices as they are reckoned with."""
    starts, minutes, prices = [], [], []
    for record in spot_prices(starts_on, ends_on):
        count = len(record.prices_eur_per_mwh)
        starts.append(int(record.starts_at.timestamp()) + np.arange(count) * record.minutes * 60)
        minutes.append(np.full(count, record.minutes))
        prices.append(np.array([int(price * 100_000) for price in record.prices_eur_per_mwh]))
    return SpotCurve.of(np.concatenate(starts), np.concatenate(minutes), np.concatenate(prices))


def spot_prices(starts_on: date, ends_on: date) -> Iterator[SpotPriceRecord]:
    """Yield a record for each of the exchange's days."""
    days = days_between(starts_on, ends_on)
    for day, level in zip(days, _levels(starts_on, ends_on), strict=True):
        minutes: Literal[15, 60] = 15 if day >= QUARTERS_SINCE else 60
        begins = _market_midnight(day)
        prices = _prices_of(day, level, begins, minutes)
        yield SpotPriceRecord(
            record="spot_price",
            change_number=1,
            zone=FINLAND,
            starts_at=begins.astimezone(UTC),
            minutes=minutes,
            prices_eur_per_mwh=[Decimal(f"{price:.2f}") for price in prices],
        )


def _market_midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=CENTRAL_EUROPE)


def _levels(starts_on: date, ends_on: date) -> Floats:
    """Return each day's level, €/MWh: cold makes it dear, wind cheap."""
    calendar = Calendar(starts_on, ends_on)
    cold = np.clip(8 - daily_means(STATIONS["south"], calendar), 0, None)
    since_epoch = (ends_on - EPOCH).days
    wind = drifting(np.random.default_rng(404), since_epoch, 0.72)[-len(calendar.days) :]
    levels: Floats = 36 + 2.1 * cold + 24 * wind + 9 * np.clip(wind - 1, 0, None) * cold / 3
    return levels


def _prices_of(day: date, level: float, begins: datetime, minutes: int) -> Floats:
    steps = int(
        (_market_midnight(day + timedelta(days=1)) - begins.astimezone(UTC)) / timedelta(minutes=minutes)
    )
    hours = np.arange(steps) * minutes / 60
    shape = np.array(DAY_OFF if day.weekday() >= 5 else WORKDAY, dtype=float)
    shape = np.interp(hours, np.arange(24) + 0.5, shape)
    rng = np.random.default_rng([505, day.toordinal()])
    price = level + shape * np.clip(level / 40, 0.35, 2.5) + rng.normal(0, 2.2, steps)
    cheap = price < 12
    price[cheap] = 12 - (12 - price[cheap]) * 0.35  # it seldom falls far below nothing
    prices: Floats = np.clip(price, -20, 600)
    return prices
