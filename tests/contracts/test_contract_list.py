"""What a customer sees of contracts: which, in which group, and at what price."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import override_settings
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from kajo.access.areas import Area
from kajo.contracts.checks import check_kinds_with_prices
from kajo.contracts.queries import (
    get_contract,
    get_location,
    list_contracts,
    list_endings,
    list_locations,
    summarise_contracts,
)
from kajo.contracts.queries.lists import Wanted
from kajo.contracts.rows import ContractDetail, ContractPage, ContractRow
from kajo.contracts.words import ContractOrder, ContractState, DwellingKind, HiddenPrice, ProductKind
from kajo.market.queries import get_vat_table
from tests.contracts.opened import opened
from tests.import_api import files
from tests.import_api.files import Record, take_in

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
VAT = [
    files.vat_rate("2013-01-01", "24"),
    files.vat_rate("2022-12-01", "10"),
    files.vat_rate("2023-05-01", "24"),
    files.vat_rate("2024-09-01", "25.5"),
]


def list_of(folder: Path, records: list[Record], *, number: str = "100") -> ContractPage:
    take_in(folder, [*VAT, *records])
    with opened(number) as access:
        return list_contracts(access, today=TODAY)


def numbers(page: ContractPage) -> list[str]:
    return [row.number for row in page.rows]


def only(folder: Path, records: list[Record]) -> ContractRow:
    (row,) = list_of(folder, records).rows
    return row


def detail_of(folder: Path, records: list[Record]) -> ContractDetail:
    row = only(folder, records)
    with opened("100") as access:
        return get_contract(access, row.key, today=TODAY)


def test_contracts_stand_as_valid_coming_and_ended(tmp_path: Path) -> None:
    contracts = list_of(
        tmp_path,
        [
            *(files.customer(), files.location(), files.location(gsrn=files.FLAT), files.product()),
            files.contract("OLD", starts_on="2022-01-01", last_day="2025-12-31"),
            files.contract("NOW", starts_on="2026-01-01", last_day="2026-11-24"),
            files.contract("NEXT", starts_on="2026-11-25"),
            files.contract("FLAT", gsrn=files.FLAT, starts_on="2026-11-24"),
            files.contract("NEVER", gsrn=files.FLAT, starts_on="2020-01-01", cancelled=True),
        ],
    )
    assert numbers(contracts) == ["FLAT", "NEXT", "NOW", "OLD"]
    assert [row.is_new for row in contracts.rows] == [True, True, False, False]
    counts = contracts.counts
    assert (counts.valid, counts.coming, counts.ended, counts.total) == (2, 1, 1, 4)
    assert contracts.rows[2].last_day == TODAY
    with opened("100") as access:
        for state, expected in (("valid", ["FLAT", "NOW"]), ("coming", ["NEXT"]), ("ended", ["OLD"])):
            wanted = Wanted(state=ContractState(state))
            assert numbers(list_contracts(access, today=TODAY, wanted=wanted)) == expected


def test_a_list_shows_the_price_of_the_day_with_vat(tmp_path: Path) -> None:
    prices = [
        {"starts_on": "2024-01-01", "price_without_vat": "3.22"},
        {"starts_on": "2027-01-01", "price_without_vat": "9"},
    ]
    row = only(tmp_path, [*files.home()[:-1], files.component(prices=prices)])
    (fee,) = row.components
    assert (fee.name, fee.unit.value, len(fee.prices)) == ("Basic fee", "€/month", 1)
    assert fee.current is not None
    assert fee.current.price_with_vat == Decimal("4.0411")
    assert row.hidden is None


def test_names_come_in_the_language_of_the_page_and_else_in_finnish(tmp_path: Path) -> None:
    take_in(tmp_path, files.home())
    with opened("100") as access, override("sv"):
        (row,) = list_contracts(access, today=TODAY).rows
    assert row.product == "Perussähkö"
    assert row.components[0].name == "Grundavgift"


def test_a_contract_that_ended_before_the_setting_never_shows_a_price(tmp_path: Path) -> None:
    contract = files.contract(starts_on="2018-01-01", last_day="2019-12-31")
    component = files.component(prices=[{"starts_on": "2018-01-01", "price_without_vat": "7.35"}])
    detail = detail_of(tmp_path, [*files.home()[:3], contract, component])
    assert detail.contract.state is ContractState.ENDED
    assert detail.contract.hidden is HiddenPrice.CONTRACT_ENDED
    sentence = "Prices of contracts that ended before 1 Jan 2020 are not shown."
    assert detail.contract.why_hidden.replace("\xa0", " ") == sentence
    assert "7.35" not in repr(detail)
    assert "9.114" not in repr(detail)


def test_a_contract_that_ended_on_the_day_of_the_setting_shows_its_price(tmp_path: Path) -> None:
    contract = files.contract(starts_on="2018-01-01", last_day="2020-01-01")
    component = files.component(prices=[{"starts_on": "2018-01-01", "price_without_vat": "7.35"}])
    row = only(tmp_path, [*files.home()[:3], contract, component])
    assert row.hidden is None
    assert row.components[0].prices[0].price_with_vat == Decimal("9.114")


def test_prices_that_ended_before_the_setting_are_hidden_in_a_contract_that_went_on(tmp_path: Path) -> None:
    prices = [
        {"starts_on": "2018-01-01", "price_without_vat": "7.35"},
        {"starts_on": "2020-01-01", "price_without_vat": "8"},
    ]
    detail = detail_of(
        tmp_path, [*files.home()[:3], files.contract(starts_on="2018-01-01"), files.component(prices=prices)]
    )
    (component,) = detail.components
    assert {price.price_without_vat for price in component.prices} == {Decimal(8)}
    assert component.hidden is HiddenPrice.PERIOD_ENDED
    assert detail.contract.hidden is None


def test_a_detail_cuts_prices_where_the_vat_changes(tmp_path: Path) -> None:
    contract = files.contract(starts_on="2024-08-01")
    component = files.component(prices=[{"starts_on": "2024-01-01", "price_without_vat": "3.22"}])
    (fee,) = detail_of(tmp_path, [*files.home()[:3], contract, component]).components
    assert [
        (price.starts_on, price.last_day, price.price_with_vat, price.is_current) for price in fee.prices
    ] == [
        (date(2024, 8, 1), date(2024, 8, 31), Decimal("3.9928"), False),
        (date(2024, 9, 1), None, Decimal("4.0411"), True),
    ]


def test_no_recorded_price_is_said_and_not_guessed(tmp_path: Path) -> None:
    row = only(tmp_path, files.home()[:4])
    assert (row.components, row.hidden) == ((), HiddenPrice.NOT_KNOWN)


def test_a_spot_contract_shows_its_margin_and_whose_price_it_adds(tmp_path: Path) -> None:
    records = [
        *(files.customer(), files.location(), files.product(kind="spot", spot_minutes=15), files.contract()),
        files.component(
            code="M",
            kind="margin",
            unit="c/kWh",
            prices=[{"starts_on": "2024-01-01", "price_without_vat": "-0.39"}],
        ),
        files.component(),
    ]
    row = only(tmp_path, records)
    assert row.spot_minutes == 15
    assert [component.kind.value for component in row.components] == ["basic_fee", "margin"]
    margin = row.components[1].current
    assert margin is not None
    assert margin.price_with_vat == Decimal("-0.48945")


def test_nobody_finds_anothers_contract_or_location_by_its_key(tmp_path: Path) -> None:
    others = [files.customer("200"), files.location("200", files.FLAT)]
    take_in(tmp_path, [*files.home(), *others, files.contract("S-2", "200", files.FLAT)])
    with opened("200") as access:
        (foreign,) = list_contracts(access, today=TODAY).rows
        (place,) = list_locations(access)
    with opened("100") as access:
        with pytest.raises(Http404):
            get_contract(access, foreign.key, today=TODAY)
        with pytest.raises(Http404):
            get_location(access, place.key)


def test_reader_of_reporting_sees_locations_and_no_contract(tmp_path: Path) -> None:
    take_in(tmp_path, files.home())
    with opened("100", area=Area.REPORTING) as access:
        (place,) = list_locations(access)
        assert place.whole_address == "Koivutie 4, 00100 Helsinki"
        with pytest.raises(PermissionDenied):
            list_contracts(access, today=TODAY)
    with opened("100", area=Area.INFORMATION) as access, pytest.raises(PermissionDenied):
        list_locations(access)


def test_locations_are_ordered_by_street_and_house_number(tmp_path: Path) -> None:
    streets = {"Äijäläntie 1": "1", "Koivutie 10": "2", "Koivutie 9 B": "3", "Aleksanterinkatu 5": "4"}
    records: list[Record] = [files.customer(), files.product()]
    for street, digit in streets.items():
        gsrn = digit * 18
        address = {"street": street, "postcode": "00100", "city": "Helsinki"}
        records += [files.location(gsrn=gsrn, address=address), files.contract(f"S-{digit}", gsrn=gsrn)]
    report = take_in(tmp_path, records)
    assert len(report.warnings) == 4
    with opened("100") as access:
        shown = [row.address for row in list_locations(access)]
    assert shown == ["Aleksanterinkatu 5", "Koivutie 9 B", "Koivutie 10", "Äijäläntie 1"]


def test_a_location_shows_datahubs_facts_and_the_profile(tmp_path: Path) -> None:
    facts = {"main_fuse": "3x25 A", "annual_estimate_kwh": 18000, "grid_company": "Verkko Oy"}
    profile = {"dwelling_kind": "detached", "floor_area_m2": 140, "solar_kwp": "5.5"}
    location = files.location(datahub=facts, profile=profile, weather_station="Kaisaniemi")
    take_in(tmp_path, [files.customer(), location, files.product(), files.contract()])
    with opened("100") as access:
        (row,) = list_locations(access)
        detail = get_location(access, row.key)
    assert (detail.main_fuse, detail.annual_estimate_kwh, detail.weather_station) == (
        "3x25 A",
        18000,
        "Kaisaniemi",
    )
    assert detail.municipality == "Helsinki"
    assert detail.profile.dwelling_kind is DwellingKind.DETACHED
    assert (detail.profile.solar_kwp, detail.profile.heating) == (Decimal("5.5"), None)


def many(count: int) -> list[Record]:
    records: list[Record] = [*VAT, files.customer("900"), files.product(), files.product("SPOT", **SPOT)]
    for number in range(count):
        gsrn = f"{number:018}"
        address = {"street": f"Koivutie {number}"}
        product = {"product": "SPOT"} if number % 2 else {}
        records += [
            files.location("900", gsrn, address=address),
            files.contract(f"M-{number:04}", "900", gsrn, starts_on=f"20{10 + number % 14}-01-01", **product),
            files.component(f"M-{number:04}"),
        ]
    return records


SPOT = {"kind": "spot", "spot_minutes": 15, "name": {"fi": "Pörssi", "en": "Spot"}}


def test_a_list_takes_four_queries_for_one_contract_and_for_a_thousand(
    tmp_path: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    take_in(tmp_path, files.home())
    take_in(tmp_path, many(1000))
    for customer, count in (("100", 1), ("900", 1000)):
        with opened(customer) as access:
            with django_assert_num_queries(4):  # counts, rows, prices; VAT, which is kept for some seconds
                contracts = list_contracts(access, today=TODAY)
            assert (contracts.found, len(contracts.rows)) == (count, min(count, 20))
            with django_assert_num_queries(1):
                summarise_contracts(access, today=TODAY)
            with django_assert_num_queries(1):
                list_endings(access, today=TODAY)
            with django_assert_num_queries(1):
                list_locations(access)
            with django_assert_num_queries(5):  # contracts, prices, VAT, changes, documents
                get_contract(access, contracts.rows[0].key, today=TODAY)
    assert get_vat_table().rates


def test_a_long_list_is_cut_into_pages_without_gaps(tmp_path: Path) -> None:
    take_in(tmp_path, many(45))
    with opened("900") as access:
        pages = [list_contracts(access, today=TODAY, wanted=Wanted(page=page)) for page in (1, 2, 3, 99)]
    assert [len(page.rows) for page in pages] == [20, 20, 5, 5]
    assert (pages[2].first, pages[3].number, pages[0].pages) == (41, 3, 3)
    shown = [row.location.address for page in pages[:3] for row in page.rows]
    assert shown == [f"Koivutie {number}" for number in range(45)]


def test_a_list_is_searched_by_address_gsrn_number_and_product(tmp_path: Path) -> None:
    take_in(tmp_path, many(30))
    with opened("900") as access:

        def found(search: str, kind: ProductKind | None = None) -> list[str]:
            return numbers(list_contracts(access, today=TODAY, wanted=Wanted(search=search, kind=kind)))

        assert found("koivutie 17") == ["M-0017"]
        assert found("KOIVUTIE 17 helsinki") == ["M-0017"]
        assert found("000000000000000009") == ["M-0009"]
        assert found("m-0003") == ["M-0003"]
        assert len(found("spot")) == 15
        assert found("koivutie 17", ProductKind.OPEN_ENDED) == []
        assert found("%") == []


def test_a_list_is_sorted_by_what_it_shows_but_never_by_price(tmp_path: Path) -> None:
    take_in(tmp_path, many(14))
    with opened("900") as access:

        def sorted_by(order: ContractOrder, *, descending: bool = False) -> list[str]:
            wanted = Wanted(order=order, descending=descending)
            return numbers(list_contracts(access, today=TODAY, wanted=wanted))

        assert sorted_by(ContractOrder.STARTS) == [f"M-{number:04}" for number in range(14)]
        assert sorted_by(ContractOrder.STARTS, descending=True)[0] == "M-0013"
        assert sorted_by(ContractOrder.ADDRESS, descending=True)[:2] == ["M-0013", "M-0012"]
        assert sorted_by(ContractOrder.PRODUCT)[:2] == ["M-0000", "M-0002"]
    assert not [order for order in ContractOrder if "price" in order.value]


@override_settings(CONTRACT_PRICES_KINDS=("open_ended",))
def test_a_kind_of_product_whose_prices_the_retailer_hides_shows_none(tmp_path: Path) -> None:
    take_in(tmp_path, many(2))
    with opened("900") as access:
        shown, hidden = list_contracts(access, today=TODAY).rows
        detail = get_contract(access, hidden.key, today=TODAY)
    assert (shown.hidden, hidden.hidden) == (None, HiddenPrice.KIND_HIDDEN)
    assert shown.components
    assert hidden.why_hidden == "Prices of contracts of this kind are not shown here."
    assert "3.22" not in repr(detail)
    assert "4.04" not in repr(detail)


def test_a_kind_that_is_none_keeps_the_server_from_starting() -> None:
    with override_settings(CONTRACT_PRICES_KINDS=("spot", "fixd_term")):
        (error,) = check_kinds_with_prices(None)
    assert error.id == "contracts.E001"
    assert "fixd_term" in str(error.msg)
    assert check_kinds_with_prices(None) == []
