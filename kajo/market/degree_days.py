"""Heating degree days as the Finnish Meteorological Institute counts them (S17).

A day counts 17 °C less its mean outdoor temperature; nothing when the mean is over 10 °C in spring or 12 °C
in autumn. The sources do not date the seasons: January to June is taken as spring, the rest as autumn.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from kajo.market.rows import DayTemperatureRow

INDOORS = Decimal(17)
SPRING_LIMIT = Decimal(10)
AUTUMN_LIMIT = Decimal(12)


def degree_days(day: date, mean_celsius: Decimal) -> Decimal:
    """Return the degree days (°C·d) of one day."""
    limit = SPRING_LIMIT if day.month <= 6 else AUTUMN_LIMIT
    return Decimal(0) if mean_celsius > limit else INDOORS - mean_celsius


def sum_degree_days(days: Iterable[DayTemperatureRow]) -> Decimal:
    """Return the degree days of several days. A day that is not among them adds nothing: count them first."""
    return sum((degree_days(row.day, row.mean_celsius) for row in days), Decimal(0))
