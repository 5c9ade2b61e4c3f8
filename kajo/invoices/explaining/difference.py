"""Splitting the difference of two invoices into causes: pure, and to the cent the whole difference.

The energy of the longer period, of the weather and of everything else is told at the earlier price; what is
left is the price's, on today's energy. So each kWh and each cent is counted once.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from kajo.invoices.explaining.rows import Bought, Part, fee_change
from kajo.invoices.explaining.words import Cause
from kajo.pricing.rows import rounded
from kajo.pricing.weather import HeatingModel

MOST_ROUNDING = Decimal("0.02")  # VAT is rounded once a rate, each cause once
WH = 3


def split(before: Bought, now: Bought, model: HeatingModel | None = None) -> tuple[Part, ...]:
    """Return the causes of `now.total - before.total`; those of nothing are left out.

    :param model: how the home's use follows the cold, where that is known
    """
    energies = _energies(before, now, model)
    price_before, price_now = before.price or now.price or Fraction(0), now.price or Fraction(0)
    euros = {cause: energy * price_before for cause, energy in energies.items()}
    euros[Cause.DAYS] += before.fee_euros * (now.months / before.months - 1)
    euros[Cause.PRICE] = (price_now - price_before) * Fraction(now.energy_kwh) + fee_change(before, now)
    return _to_the_cent(now.total - before.total, euros, energies)


def _energies(before: Bought, now: Bought, model: HeatingModel | None) -> dict[Cause, Fraction]:
    """Return the kWh of each cause: together they are all that was used more."""
    longer = Fraction(now.days, before.days)
    used_before, used_now = Fraction(before.energy_kwh), Fraction(now.energy_kwh)
    energies = {Cause.DAYS: used_before * (longer - 1)}
    if model is not None and before.degree_days is not None and now.degree_days is not None:
        colder = Fraction(now.degree_days) - Fraction(before.degree_days) * longer
        energies[Cause.WEATHER] = Fraction(model.kwh_per_degree_day) * colder
    energies[Cause.USE] = used_now - used_before - sum(energies.values(), Fraction(0))
    return energies


def _to_the_cent(
    difference: Decimal, euros: Mapping[Cause, Fraction], energies: Mapping[Cause, Fraction]
) -> tuple[Part, ...]:
    cents = {cause: rounded(amount, 2) for cause, amount in euros.items()}
    rest = difference - sum(cents.values(), Decimal(0))
    if abs(rest) <= MOST_ROUNDING and any(cents.values()):
        largest = max(cents, key=lambda cause: abs(cents[cause]))
        cents[largest] += rest
    else:
        cents[Cause.OTHER] = rest
    return tuple(
        Part(cause, cents[cause], rounded(energies[cause], WH) if cause in energies else None)
        for cause in Cause
        if cents.get(cause) or rounded(energies.get(cause, Fraction(0)), WH)
    )
