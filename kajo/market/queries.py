"""Reading the market's tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby

import numpy as np
from django.db.models import Aggregate, BinaryField, F, Func
from numpy.typing import NDArray

from kajo.core.briefly import briefly
from kajo.market.models import DayTemperature, SpotPrice, VatRate
from kajo.market.rows import DayTemperatureRow, SpotPriceRow, VatTable
from kajo.market.spot_curve import SpotCurve
from kajo.market.words import Supply

HOUR = 60

SIX_DECIMALS = 100_000  # €/MWh has five, c/kWh one more


class _Packed(Aggregate):
    """Whole numbers of all rows in order of time, eight bytes each.

    A month's 2,976 prices as Python's own numbers take ten times as long to read.
    """

    template = "string_agg(int8send((%(expressions)s)::bigint), '' order by starts_at, minutes)"
    output_field = BinaryField()


@briefly
def get_vat_table() -> VatTable:
    """Return all VAT rates, by one query."""
    rates: dict[Supply, list[tuple[date, Decimal]]] = defaultdict(list)
    rows = VatRate.objects.order_by("starts_on").values_list("supply", "starts_on", "percent")
    for supply, starts_on, percent in rows:
        rates[Supply(supply)].append((starts_on, percent))
    return VatTable(dict(rates))


def list_spot_prices(zone: str, starts_at: datetime, ends_at: datetime) -> list[SpotPriceRow]:
    """Return the prices of the intervals that begin in a half-open time, in order, none twice.

    Where an hour and its quarters are both known, the quarters are returned if all are there, else the hour.
    """
    prices: list[SpotPriceRow] = []
    for hour, quarters in _by_hour(zone, starts_at, ends_at):
        prices += [hour] if hour is not None and len(quarters) < 4 else quarters
    return prices


def list_hourly_prices(zone: str, starts_at: datetime, ends_at: datetime) -> list[SpotPriceRow]:
    """Return a price for each hour that begins in a half-open time: the plain mean of its four quarters.

    An hour without all its quarters has its own price, where one is known, or is left out.
    """
    prices: list[SpotPriceRow] = []
    for hour, quarters in _by_hour(zone, starts_at, ends_at):
        if len(quarters) == 4:
            mean = sum((row.price_eur_per_mwh for row in quarters), Decimal(0)) / 4
            prices.append(SpotPriceRow(zone, HOUR, quarters[0].starts_at, mean))
        elif hour is not None:
            prices.append(hour)
    return prices


def get_spot_curve(zone: str, starts_at: datetime, ends_at: datetime) -> SpotCurve:
    """Return the prices of the whole hours that a half-open time touches, by one statement."""
    first = starts_at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    kept = SpotPrice.objects.filter(zone=zone, starts_at__gte=first, starts_at__lt=ends_at).aggregate(
        starts=_Packed(Func("starts_at", template="extract(epoch from %(expressions)s)")),
        minutes=_Packed("minutes"),
        prices=_Packed(F("price_eur_per_mwh") * SIX_DECIMALS),
    )
    return SpotCurve.of(*(_whole_numbers(kept[name]) for name in ("starts", "minutes", "prices")))


def list_day_temperatures(station: str, starts_on: date, ends_on: date) -> list[DayTemperatureRow]:
    """Return a station's daily means in a half-open period, in order; days without one are left out."""
    days = DayTemperature.objects.filter(station=station, day__gte=starts_on, day__lt=ends_on)
    return [
        DayTemperatureRow(*row) for row in days.order_by("day").values_list("station", "day", "mean_celsius")
    ]


def _whole_numbers(packed: bytes | memoryview | None) -> NDArray[np.int64]:
    return np.frombuffer(packed or b"", ">i8").astype(np.int64)


def _by_hour(
    zone: str, starts_at: datetime, ends_at: datetime
) -> Iterator[tuple[SpotPriceRow | None, list[SpotPriceRow]]]:
    kept = SpotPrice.objects.filter(zone=zone, starts_at__gte=starts_at, starts_at__lt=ends_at)
    rows = kept.order_by("starts_at").values_list("zone", "minutes", "starts_at", "price_eur_per_mwh")
    prices = (SpotPriceRow(*row) for row in rows)
    for _, in_hour in groupby(prices, key=lambda row: int(row.starts_at.timestamp()) // 3600):
        together = list(in_hour)
        hour = next((row for row in together if row.minutes == HOUR), None)
        yield hour, [row for row in together if row.minutes != HOUR]
