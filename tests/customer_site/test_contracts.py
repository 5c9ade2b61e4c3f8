"""What people see of their contracts, and what they do not."""

from __future__ import annotations

from django.test import override_settings

from tests.conftest import Visit
from tests.world import World


def test_vaino_sees_his_contracts_grouped_with_their_counts(world: World, visit: Visit) -> None:
    page = visit(world.vaino).get("contract-list", world.electric_household)
    page.says("2 valid contracts.").says("Kajo Fixed 24 starts 15 Jan 2027").says("2 have ended.")
    page.says("All 5").says("Valid 2").says("Coming 1").says("Ended 2")


def test_a_group_is_shown_alone_when_it_is_chosen(world: World, visit: Visit) -> None:
    page = visit(world.vaino).get("contract-list", world.electric_household, state="coming")
    page.says("Starts 15 Jan 2027").has_no("Satakunnankatu")


def test_who_has_a_next_contract_is_told_that_nothing_need_be_done(world: World, visit: Visit) -> None:
    page = visit(world.vaino).get("contract-list", world.electric_household)
    page.says("Kajo Fixed 24 ends 14 Jan 2027").says("starts 15 Jan 2027. You need not do anything.")
    visit(world.timo).get("contract-list", world.night_household).has_no("You need not do anything.")


def test_earlier_prices_stand_after_the_one_that_holds_now(world: World, visit: Visit) -> None:
    page = visit(world.sanna).get("contract-detail", world.spot_contract)
    now, earlier = page.body.split("Earlier prices")
    assert "4.34" in now
    assert "4.04" not in now
    assert earlier.index("4.04") < earlier.index("3.99")


def test_the_contract_of_2019_shows_no_price_and_says_why(world: World, visit: Visit) -> None:
    listed = visit(world.vaino).get("contract-list", world.electric_household)
    detail = visit(world.vaino).get("contract-detail", world.hidden_contract)
    for page in (listed, detail):
        page.says("before 1 Jan 2020")
    detail.has_no("With VAT").has_no("c/kWh").has_no("€/mo")


@override_settings(CONTRACT_PRICES_FROM=__import__("datetime").date(2030, 1, 1))
def test_the_retailer_decides_from_when_prices_are_shown(world: World, visit: Visit) -> None:
    page = visit(world.pentti).get("contract-list", world.ended_household)
    page.says("before 1 Jan 2030").has_no("c/kWh")


def test_a_price_has_two_rows_where_only_the_vat_changed(world: World, visit: Visit) -> None:
    page = visit(world.sanna).get("contract-detail", world.spot_contract)
    page.says("1 Sep 2023 – 31 Aug 2024").says("3.99").says("24.0%")
    page.says("1 Sep 2024 – 31 Dec 2025").says("4.04").says("25.5%")
    page.says("3.22")


def test_a_spot_contract_says_how_its_price_is_made(world: World, visit: Visit) -> None:
    visit(world.sanna).get("contract-list", world.spot_household).says("exchange price +")
    visit(world.sanna).get("contract-detail", world.spot_contract).says("exchange price of each quarter-hour")


def test_bertta_who_sees_kalles_reporting_finds_no_contracts(world: World, visit: Visit) -> None:
    bertta = visit(world.bertta)
    bertta.get("contract-list", world.kalles_household).is_not_there()
    bertta.get("contract-detail", world.kalles_contract).is_not_there()
    bertta.get("front", world.kalles_household).has_no("Contracts")


def test_raimo_whose_right_has_expired_finds_nothing(world: World, visit: Visit) -> None:
    raimo = visit(world.raimo)
    for page in ("front", "contract-list"):
        raimo.get(page, world.electric_household).is_not_there()


def test_another_customers_contract_is_not_there_under_ones_own_address(world: World, visit: Visit) -> None:
    page = visit(world.vaino).get(
        "contract-detail", world.spot_contract, customer=world.electric_household.key
    )
    page.is_not_there()
