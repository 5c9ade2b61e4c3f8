"""Documents of day-ahead prices: what real ones say, and how odd ones are refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kajo.core.refusals import ImportRefused
from kajo.market.formats import entsoe
from kajo.market.rows import SpotPriceRow

PRICES = Path(__file__).parents[1] / "data" / "prices"
HOURS = (PRICES / "entsoe_BE_60M.xml").read_bytes()
MIXED = (PRICES / "entsoe_BE_60M_15M_mix.xml").read_bytes()


def parse(content: bytes) -> list[SpotPriceRow]:
    return entsoe.parse(content, "prices.xml").prices


def refusal(content: bytes) -> str:
    with pytest.raises(ImportRefused) as refused:
        parse(content)
    return str(refused.value)


def test_a_day_of_hours_is_read_as_it_stands() -> None:
    prices = parse(HOURS)
    expected = (
        "64.98 57.86 53.73 47.52 47.05 56.89 77.77 88.24 100 84.92 74.6 68.82"
        " 60.56 63.86 68.1 68.37 76.35 54.04 98.97 115.47 86.85 69.59 57.42 50"
    )
    assert [row.price_eur_per_mwh for row in prices] == [Decimal(price) for price in expected.split()]
    assert prices[0].starts_at == datetime(2024, 10, 7, 22, tzinfo=UTC)
    assert {(row.zone, row.minutes) for row in prices} == {("10YBE----------2", 60)}


def test_a_position_left_out_repeats_the_price_before_it() -> None:
    prices = {row.starts_at: row for row in parse(MIXED)}
    noon = datetime(2024, 10, 6, 12, tzinfo=UTC)
    for quarter in range(4):
        assert prices[noon + timedelta(minutes=15 * quarter)].price_eur_per_mwh == Decimal("-0.01")


def test_quarters_and_hours_of_one_document_fill_three_days() -> None:
    prices = parse(MIXED)
    assert sum(row.minutes for row in prices) == 3 * 24 * 60
    assert {row.minutes for row in prices} == {15, 60}


def test_points_may_stand_in_any_order_and_namespaces_change() -> None:
    first, second = b"<position>1</position>", b"<position>2</position>"
    swapped = HOURS.replace(first, b"<position>X</position>").replace(second, first)
    swapped = swapped.replace(b"<position>X</position>", second).replace(b":7:3", b":7:0")
    assert [row.price_eur_per_mwh for row in parse(swapped)[:3]] == [
        Decimal(price) for price in ("57.86", "64.98", "53.73")
    ]


def test_the_document_says_when_it_was_made() -> None:
    assert entsoe.parse(HOURS, "prices.xml").created_at == datetime(2024, 10, 7, 14, 34, 54, tzinfo=UTC)


def test_an_answer_without_prices_is_refused_with_its_reason() -> None:
    answer = (
        b'<?xml version="1.0"?><Acknowledgement_MarketDocument xmlns="urn:x">'
        b"<Reason><code>999</code><text>No matching data found</text></Reason>"
        b"</Acknowledgement_MarketDocument>"
    )
    assert entsoe.recognise(answer)
    assert "999 No matching data found" in refusal(answer)


@pytest.mark.parametrize(
    ("former", "new", "said"),
    [
        (b"PT60M", b"PT5M", "PT15M and PT60M are"),
        (b">EUR<", b">GBP<", "currency_Unit.name is not EUR"),
        (b">A44<", b">A65<", "type A44"),
        (b"<position>3</position>", b"<position>25</position>", "not one of the period's 24"),
        (b"<position>3</position>", b"<position>2</position>", "there twice"),
        (b"<position>1</position>", b"<position>0</position>", "not one of the period's 24"),
        (b"64.98", b"NaN", "not a price"),
        (b"64.98", b"1e400", "not a price"),
        (b"64.98", b"sixty", "not a number"),
        (
            b"2024-10-08T22:00Z</end>\n            </timeInterval>",
            b"2024-10-08T22:07Z</end></timeInterval>",
            "divide",
        ),
        (b">A03<", b">A02<", "A01 and A03"),
        (b"</Publication_MarketDocument>", b"", "whole XML"),
        (
            b'<out_Domain.mRID codingScheme="A01">10YBE',
            b'<out_Domain.mRID codingScheme="A01">10YFR',
            "two zones",
        ),
    ],
)
def test_an_odd_document_is_refused_by_line(former: bytes, new: bytes, said: str) -> None:
    assert former in HOURS
    told = refusal(HOURS.replace(former, new))
    assert said in told
    assert "line " in told


def test_the_first_position_of_a_period_cannot_be_left_out() -> None:
    broken = HOURS.replace(b"<Point>", b"<Nothing>", 1).replace(b"</Point>", b"</Nothing>", 1)
    assert "position 1 is missing" in refusal(broken)


def test_a_document_with_entities_is_refused() -> None:
    bomb = HOURS.replace(
        b"<Publication_MarketDocument",
        b'<!DOCTYPE p [<!ENTITY e SYSTEM "file:///etc/passwd">]><Publication_MarketDocument',
        1,
    )
    assert "document type" in refusal(bomb.replace(b"64.98", b"&e;"))
