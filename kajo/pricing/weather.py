"""How much of a home's use follows the cold: kWh of a day = base + slope × degree days, by least squares.

Only the slope's part may be corrected for weather or explained by it. A home whose days do not follow the
degree days well enough has no such model: standards call for R², and refusal under a threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

LEAST_R_SQUARED = 0.5
LEAST_DAYS = 60
LEAST_HEATING_DAYS = 20  # of those, days on which there was anything to heat


@dataclass(frozen=True)
class DayOfUse:
    """A whole local day: what was used (kWh), and its degree days (°C·d)."""

    energy_kwh: Decimal
    degree_days: Decimal


@dataclass(frozen=True)
class HeatingModel:
    """A home's own regression: kWh a day without heating, kWh a degree day, and how well it fits (0…1)."""

    base_kwh: Decimal
    kwh_per_degree_day: Decimal
    r_squared: float
    days: int

    def energy_of(self, degree_days: Decimal) -> Decimal:
        """Return the kWh that so many degree days call for, or with a negative number spare, to the Wh."""
        return (self.kwh_per_degree_day * degree_days).quantize(Decimal("0.001"))


def fit(days: Sequence[DayOfUse]) -> HeatingModel | None:
    """Return a home's model, or None: too few days, a poor fit, or no more use in the cold."""
    cold = np.array([float(day.degree_days) for day in days])
    if len(days) < LEAST_DAYS or (cold > 0).sum() < LEAST_HEATING_DAYS or np.ptp(cold) == 0:
        return None
    used = np.array([float(day.energy_kwh) for day in days])
    (slope, base), *_ = np.linalg.lstsq(np.column_stack([cold, np.ones_like(cold)]), used, rcond=None)
    spread = float(((used - used.mean()) ** 2).sum())
    unexplained = float(((used - base - slope * cold) ** 2).sum())
    r_squared = 1 - unexplained / spread if spread else 0.0
    if r_squared < LEAST_R_SQUARED or slope <= 0:
        return None
    return HeatingModel(
        base_kwh=Decimal(f"{base:.6f}"),
        kwh_per_degree_day=Decimal(f"{slope:.6f}"),
        r_squared=r_squared,
        days=len(days),
    )
