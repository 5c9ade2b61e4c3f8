"""Who is in the cast, and what the cast may not be."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fi import ytunnus

from demo.bulletins import bulletin_lines
from demo.cast import CONTRACTS, PASSWORD, TODAY, cast_of, coming_day, moving_day
from demo.market_files import FINLAND, spot_price_lines, vat_lines
from demo.numbers import business_id, gsrn
from demo.register_files import lines_of
from kajo.import_api.records import LINE
from kajo.market.records import SpotPriceRecord
from kajo.metering.gsrn import has_right_check_digit

ROOT = Path(__file__).parents[2]
CAST = cast_of(TODAY)
DAYS = st.dates(date(2026, 6, 1), date(2032, 12, 31))


def test_there_are_homes_enough_to_compare() -> None:
    assert len(CAST.locations) >= 60
    alike = Counter((home.profile.dwelling, home.profile.heating) for home in CAST.locations.values())
    assert sum(1 for number in alike.values() if number >= 10) >= 3


def test_more_neighbours_leave_the_others_as_they_are() -> None:
    few = cast_of(TODAY, neighbours_wanted=12)
    assert few.locations.items() <= CAST.locations.items()
    assert few.people == CAST.people


def test_everybody_is_made_up() -> None:
    assert all(person.email.endswith("@example.org") for person in CAST.people.values())
    points = [home.gsrn for home in CAST.locations.values()]
    assert all(point.startswith("999") and has_right_check_digit(point) for point in points)
    numbers = [customer.business_id for customer in CAST.customers.values() if customer.business_id]
    assert all(number.startswith("99") and ytunnus.is_valid(number) for number in numbers)


def test_no_two_have_one_name_or_number() -> None:
    for many in (
        [person.username for person in CAST.people.values()],
        [customer.number for customer in CAST.customers.values()],
        [customer.business_id for customer in CAST.customers.values() if customer.business_id],
        [contract.number for home in CAST.locations.values() for contract in home.contracts],
    ):
        assert len(set(many)) == len(many)


def test_named_contracts_are_there() -> None:
    numbers = {contract.number for home in CAST.locations.values() for contract in home.contracts}
    assert set(CONTRACTS.values()) <= numbers


def test_housing_manager_has_three_people_and_twelve_companies() -> None:
    assert len(CAST.firms["housing_managers"].members) == 3
    managed = {number for link in CAST.links if link.firm == "housing_managers" for number in link.customers}
    assert len(managed) == 12


def test_the_demos_password_is_one_that_kajo_takes() -> None:
    validate_password(PASSWORD)


@given(DAYS)
def test_cast_of_any_day_holds_together(today: date) -> None:
    cast = cast_of(today, neighbours_wanted=3)
    for home in CAST.locations.values():
        for one, following in zip(home.contracts, home.contracts[1:], strict=False):
            assert one.last_day is not None
            assert one.last_day < following.starts_on
    assert moving_day(today) + timedelta(days=14) <= today < coming_day(today)
    for line in lines_of(cast):
        LINE.validate_json(line)


@given(st.integers(0, 10**14 - 1))
def test_made_up_metering_points_are_well_formed(serial: int) -> None:
    assert has_right_check_digit(gsrn(serial))


@given(st.integers(0, 99_000))
def test_made_up_business_ids_are_well_formed(serial: int) -> None:
    assert ytunnus.is_valid(business_id(serial))


def test_exchange_prices_turn_from_hours_to_quarters_in_october_2025() -> None:
    days = [LINE.validate_json(line) for line in spot_price_lines(date(2025, 9, 30), date(2025, 10, 28))]
    prices = [record for record in days if isinstance(record, SpotPriceRecord)]
    assert [(price.minutes, len(price.prices_eur_per_mwh)) for price in prices[:2]] == [(60, 24), (15, 96)]
    assert prices[1].starts_at.isoformat() == "2025-09-30T22:00:00+00:00"
    assert {len(price.prices_eur_per_mwh) for price in prices[1:]} == {96, 100}
    assert {price.zone for price in prices} == {FINLAND}


def test_some_exchange_prices_are_negative() -> None:
    records = [LINE.validate_json(line) for line in spot_price_lines(date(2023, 11, 1), TODAY)]
    spot = [record.prices_eur_per_mwh for record in records if isinstance(record, SpotPriceRecord)]
    prices = [price for day in spot for price in day]
    assert min(prices) < 0 < max(prices) < 1000


@pytest.mark.parametrize("today", [TODAY, date(2027, 2, 28)])
def test_bulletins_and_vat_are_as_the_import_wants_them(today: date) -> None:
    assert len([LINE.validate_json(line) for line in (*bulletin_lines(today), *vat_lines())]) == 16


def test_the_home_to_register_with_is_nobodys_yet() -> None:
    readme = (ROOT / "README.md").read_text()
    found = re.search(r"customer number (\d+) and metering point number (\d+)", readme)
    assert found is not None
    (customer,) = [customer for customer in CAST.customers.values() if customer.number == found[1]]
    assert not customer.owners and customer.contacts
    assert found[2] in {home.gsrn for home in CAST.locations.values() if home.customer == customer.number}
