"""Who held a metering point and when follows from contracts, and from nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kajo.access.areas import Area
from kajo.access.holdings import list_holdings
from kajo.access.models import Holding
from kajo.contracts.queries import list_locations
from kajo.core.refusals import ImportRefused
from tests.contracts.opened import opened
from tests.import_api import files
from tests.import_api.files import Record, take_in

pytestmark = pytest.mark.django_db

Days = tuple[str, date, date | None]


def holdings() -> list[Days]:
    """Return (customer number, first day, day after the last) of every holding."""
    rows = Holding.everything.order_by("starts_on").values_list("owner__number", "starts_on", "ends_on")
    return list(rows)


def two_customers() -> list[Record]:
    return [
        *(files.customer("100"), files.customer("200"), files.product()),
        *(files.location("100"), files.location("200")),
    ]


def refusal(folder: Path, records: list[Record]) -> str:
    with pytest.raises(ImportRefused) as refused:
        take_in(folder, records)
    return str(refused.value)


def test_contracts_that_follow_each_other_make_one_holding(tmp_path: Path) -> None:
    take_in(tmp_path, two_customers())
    take_in(
        tmp_path,
        [
            files.contract("A", starts_on="2022-01-01", last_day="2023-12-31"),
            files.contract("B", starts_on="2024-01-01", last_day="2024-12-31"),
            files.contract("C", starts_on="2025-01-02"),
        ],
    )
    assert holdings() == [
        ("100", date(2022, 1, 1), date(2025, 1, 1)),
        ("100", date(2025, 1, 2), None),
    ]


def test_one_moves_out_and_another_moves_in_by_one_file(tmp_path: Path) -> None:
    take_in(tmp_path, [*two_customers(), files.contract("A", "100")])
    move = [
        files.contract("B", "200", starts_on="2025-11-01", change_number=2),
        files.contract("A", "100", last_day="2025-10-31", change_number=2),
    ]
    take_in(tmp_path, move)
    assert holdings() == [
        ("100", date(2024, 1, 1), date(2025, 11, 1)),
        ("200", date(2025, 11, 1), None),
    ]
    for number in ("100", "200"):
        with opened(number, area=Area.REPORTING) as access:
            (place,) = list_locations(access)
            (held,) = list_holdings(access, location_id=place.id)
            assert held.covers(date(2025, 10, 31)) == (number == "100")


def test_two_customers_cannot_hold_a_point_on_one_day(tmp_path: Path) -> None:
    take_in(tmp_path, [*two_customers(), files.contract("A", "100", last_day="2025-10-31")])
    told = refusal(tmp_path, [files.bulletin(), files.contract("B", "200", starts_on="2025-10-31")])
    assert "records.jsonl, line 2, starts_on: contract B begins on 2025-10-31" in told
    assert "contract A holds the point (from 2024-01-01 to 2025-10-31); end that one earlier" in told
    assert [customer for customer, _, _ in holdings()] == ["100"]


def test_a_customer_cannot_have_two_contracts_of_a_location_on_one_day(tmp_path: Path) -> None:
    contracts = [files.contract("A"), files.contract("B", starts_on="2025-01-01")]
    assert "contract A holds the point" in refusal(tmp_path, [*two_customers(), *contracts])


def test_cancelled_contract_takes_its_holding_with_it(tmp_path: Path) -> None:
    take_in(tmp_path, [*two_customers(), files.contract("A")])
    take_in(tmp_path, [files.contract("A", cancelled=True, change_number=2)])
    assert holdings() == []
    take_in(tmp_path, [files.contract("B", "200")])
    assert [customer for customer, _, _ in holdings()] == ["200"]


def test_a_contract_that_moves_to_another_location_leaves_the_first(tmp_path: Path) -> None:
    take_in(tmp_path, [*two_customers(), files.location("100", files.FLAT), files.contract("A")])
    take_in(tmp_path, [files.contract("A", gsrn=files.FLAT, change_number=2)])
    (holding,) = Holding.everything.all()
    with opened("100", area=Area.REPORTING) as access:
        (place,) = list_locations(access)
    assert (place.gsrn, holding.location_id) == (files.FLAT, place.id)


START = date(2024, 1, 1)
PERIODS = st.lists(
    st.tuples(st.sampled_from(["100", "200"]), st.integers(0, 40), st.one_of(st.none(), st.integers(0, 20))),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(periods=PERIODS)
def test_holdings_cover_exactly_the_days_of_contracts(
    periods: list[tuple[str, int, int | None]], tmp_path: Path
) -> None:
    Holding.everything.all().delete()
    folder = tmp_path
    prefix = f"{len(list(folder.iterdir()))}"
    days = {
        (customer, START + timedelta(days=day))
        for customer, first, length in periods
        for day in range(first, first + length + 1 if length is not None else 100)
    }
    overlap = sum((length + 1 if length is not None else 100 - first) for _, first, length in periods)
    overlap -= len({day for _, day in days})
    gsrn = f"{abs(hash((prefix, tuple(periods)))) % 10**18:018}"
    records: list[Record] = [files.customer("100"), files.customer("200"), files.product()]
    records += [files.location("100", gsrn), files.location("200", gsrn)]
    for number, (customer, first, length) in enumerate(periods):
        starts_on = START + timedelta(days=first)
        last_day = None if length is None else str(starts_on + timedelta(days=length))
        facts = {"starts_on": str(starts_on), "last_day": last_day}
        records.append(files.contract(f"{gsrn}-{number}", customer, gsrn, **facts))
    if overlap:
        refusal(folder, records)
        return
    take_in(folder, records)
    held = {
        (customer, starts_on + timedelta(days=day))
        for customer, starts_on, ends_on in holdings()
        for day in range(((ends_on or START + timedelta(days=100)) - starts_on).days)
    }
    assert held == days
    assert len(held) == len({day for _, day in held})
