"""Reading the market's tables."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
from django.db.models import Aggregate, BinaryField, F, Func
from numpy.typing import NDArray

from kajo.core.briefly import briefly
from kajo.market.models import DayTemperature, SpotPrice, VatRate
from kajo.market.rows import DayTemperatureRow, VatTable
from kajo.market.spot_curve import SpotCurve
from kajo.market.words import Supply

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
