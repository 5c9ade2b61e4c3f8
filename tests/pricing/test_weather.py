"""A home's own heating: what follows the cold, and when nothing can be said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kajo.access.holdings import list_holdings
from kajo.pricing.queries import get_heating_model
from kajo.pricing.weather import DayOfUse, fit
from tests.contracts.opened import opened
from tests.world import World

YEAR = [max(0.0, 17 - 6 + 14 * float(np.cos(day * 2 * np.pi / 365))) for day in range(365)]


def days(used: Iterable[float], cold: Iterable[float]) -> list[DayOfUse]:
    return [
        DayOfUse(Decimal(f"{kwh:.3f}"), Decimal(f"{degrees:.1f}"))
        for kwh, degrees in zip(used, cold, strict=True)
    ]


@given(st.floats(0, 60), st.floats(0.1, 5))
def test_a_home_that_follows_the_cold_exactly_is_known_exactly(base: float, slope: float) -> None:
    cold = [round(degrees, 1) for degrees in YEAR]
    model = fit(days((base + slope * degrees for degrees in cold), cold))
    assert model is not None
    assert float(model.base_kwh) == pytest.approx(base, abs=0.01)
    assert float(model.kwh_per_degree_day) == pytest.approx(slope, abs=0.001)
    assert model.r_squared > 0.999
    assert float(model.energy_of(Decimal(100))) == pytest.approx(100 * slope, abs=0.2)


def test_a_home_that_does_not_heat_with_electricity_has_no_model() -> None:
    noise = np.random.default_rng(1).normal(8, 2, 365)
    assert fit(days(noise, YEAR)) is None


def test_a_home_that_uses_less_in_the_cold_has_no_model() -> None:
    assert fit(days((40 - degrees for degrees in YEAR), YEAR)) is None


@pytest.mark.parametrize("cold", [YEAR[:59], [0.0] * 200, YEAR[170:180] * 10, []])
def test_too_few_days_or_too_little_cold_say_nothing(cold: list[float]) -> None:
    assert fit(days((5 + 2 * degrees for degrees in cold), cold)) is None


@pytest.mark.parametrize("kwh", [8, 0])
def test_a_home_that_always_uses_the_same_has_no_model(kwh: int) -> None:
    assert fit(days([kwh] * 365, YEAR)) is None


def test_an_electrically_heated_home_of_the_cast_follows_the_cold_and_a_flat_does_not(world: World) -> None:
    period = date(2025, 11, 1), date(2026, 11, 1)
    with opened(world.electric_household.number) as access:
        holdings = list_holdings(access, location_id=world.electric_home.pk)
        heated = get_heating_model(holdings, "Keski-Suomi", *period)
    with opened(world.spot_household.number) as access:
        flat = get_heating_model(list_holdings(access), "Etelä-Suomi", *period)
    assert heated is not None and heated.r_squared > 0.8 and heated.days >= 360
    assert flat is None
