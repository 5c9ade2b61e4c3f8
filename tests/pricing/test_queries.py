"""Contracts are priced from their readings; who may not see prices or readings learns no euros."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from pytest_django import DjangoAssertNumQueries, Settings

from kajo.access.areas import Area
from kajo.contracts.models import Contract
from kajo.contracts.words import ComponentKind, HiddenPrice
from kajo.core.times import local_midnight
from kajo.market.models import SpotPrice
from kajo.market.queries import get_spot_curve
from kajo.metering.words import ReadingType
from kajo.pricing.queries import get_pricing
from kajo.pricing.rows import CannotPrice
from kajo.pricing.words import WhyNot, WorkedOut
from tests.contracts.opened import opened
from tests.world import World

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
FINLAND = "10YFI-1--------U"


def test_a_month_of_exchange_electricity_is_priced_by_few_queries(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with opened(world.spot_household.number) as access, django_assert_num_queries(6):
        priced = get_pricing(access, world.spot_contract.key, OCTOBER, NOVEMBER)
        bill = priced.bill()
    assert [row.kind for row in bill.rows] == [
        ComponentKind.BASIC_FEE,
        ComponentKind.MARGIN,
        WorkedOut.SPOT,
    ]
    assert len(priced.intervals) == 2980  # October has an hour more
    assert bill.energy_kwh == priced.intervals.total_kwh


def test_a_fixed_price_needs_no_exchange_prices(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with opened(world.electric_household.number) as access, django_assert_num_queries(5):
        fee, energy = get_pricing(access, world.fixed_contract.key, OCTOBER, NOVEMBER).bill().rows
    assert (fee.price, fee.amount_without_vat) == (Decimal("3.98"), Decimal("3.98"))
    assert energy.price == Decimal("6.76")
    exact = (energy.energy_kwh or 0) * Decimal("0.0676")
    assert energy.amount_without_vat == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_a_consumption_effect_is_of_the_whole_month_although_half_of_it_is_asked_for(world: World) -> None:
    with opened(world.hybrid_household.number) as access:
        half = get_pricing(access, world.hybrid_contract.key, OCTOBER, date(2026, 10, 16)).bill()
        rest = get_pricing(access, world.hybrid_contract.key, date(2026, 10, 16), NOVEMBER).bill()
        whole = get_pricing(access, world.hybrid_contract.key, OCTOBER, NOVEMBER).bill()
    (in_all,) = whole.rows_of(WorkedOut.EFFECT)
    parts = [*half.rows_of(WorkedOut.EFFECT), *rest.rows_of(WorkedOut.EFFECT)]
    assert sum(row.exact_amount for row in parts) == in_all.exact_amount != 0


def test_night_and_day_add_up_to_the_whole(world: World) -> None:
    with opened(world.night_household.number) as access:
        bill = get_pricing(access, world.night_contract.key, OCTOBER, NOVEMBER).bill()
    day, night = bill.rows_of(ComponentKind.ENERGY_DAY, ComponentKind.ENERGY_NIGHT)
    assert (day.energy_kwh or 0) + (night.energy_kwh or 0) == bill.energy_kwh


def test_missing_readings_are_told(world: World) -> None:
    with opened(world.spot_household.number) as access:
        bill = get_pricing(access, world.spot_contract.key, NOVEMBER, date(2026, 11, 24)).bill()
    assert bill.missing_minutes == 4 * 60
    assert {row.missing_minutes for row in bill.rows_of(WorkedOut.SPOT, ComponentKind.MARGIN)} == {240}


def test_the_reading_type_can_be_chosen(world: World) -> None:
    with opened(world.real_household.number) as access:
        key, days = world.real_contract.key, (date(2025, 9, 1), date(2025, 10, 1))
        billed = get_pricing(access, key, *days).bill()
        assert get_pricing(access, key, *days, reading_type=ReadingType.BN02).bill() == billed
        with pytest.raises(CannotPrice) as refused:
            get_pricing(access, key, *days, reading_type=ReadingType.BN01).bill()
    assert billed.energy_kwh == Decimal("663.57")
    assert refused.value.reason is WhyNot.NO_READINGS


def test_a_hidden_price_is_told_by_its_reason_alone(world: World) -> None:
    with opened(world.electric_household.number) as access:
        hidden = Contract.of(access).get(number=world.hidden_contract.number)
        with pytest.raises(CannotPrice) as refused:
            get_pricing(access, hidden.key, date(2019, 1, 1), date(2019, 2, 1)).bill()
    assert (refused.value.reason, refused.value.hidden) == (WhyNot.HIDDEN, HiddenPrice.CONTRACT_ENDED)
    assert "that ended before" in refused.value.sentence


def test_a_price_that_ended_too_long_ago_hides_the_days_that_had_it(world: World, settings: Settings) -> None:
    settings.CONTRACT_PRICES_FROM = date(2025, 4, 1)  # its prices changed a month before
    with opened(world.night_household.number) as access:
        with pytest.raises(CannotPrice) as refused:
            get_pricing(access, world.night_contract.key, date(2025, 2, 1), date(2025, 3, 2)).bill()
        assert get_pricing(access, world.night_contract.key, OCTOBER, NOVEMBER).bill().rows
    assert (refused.value.reason, refused.value.hidden) == (WhyNot.HIDDEN, HiddenPrice.PERIOD_ENDED)


@pytest.mark.parametrize("area", [Area.CONTRACTS, Area.REPORTING, Area.INVOICES])
def test_whoever_may_see_only_one_of_prices_and_readings_gets_no_euros(world: World, area: Area) -> None:
    with opened(world.spot_household.number, area=area) as access, pytest.raises(PermissionDenied):
        get_pricing(access, world.spot_contract.key, OCTOBER, NOVEMBER).bill()


def test_another_customers_contract_is_not_there(world: World) -> None:
    with opened(world.spot_household.number) as access, pytest.raises(Http404):
        get_pricing(access, world.fixed_contract.key, OCTOBER, NOVEMBER).bill()


def test_the_curve_has_the_prices_that_are_kept(world: World) -> None:
    begins, ends = local_midnight(date(2025, 9, 30)), local_midnight(date(2025, 10, 2))
    curve = get_spot_curve(FINLAND, begins, ends)
    assert curve.first == int(begins.timestamp())
    kept = SpotPrice.objects.filter(zone=FINLAND, starts_at__gte=begins, starts_at__lt=ends)
    prices = kept.order_by("starts_at").values_list("price_eur_per_mwh", "minutes")
    expected = [price / 10 * 4_000_000 for price, minutes in prices for _ in range(minutes // 15)]
    assert curve.quarters.tolist() == expected
    assert len(expected) == 192
