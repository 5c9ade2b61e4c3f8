"""Why an invoice is more or less than another: causes in kWh and euros that add up to the difference."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kajo.invoices.explaining.difference import split
from kajo.invoices.explaining.rows import Bought, Part
from kajo.invoices.explaining.words import Cause
from kajo.pricing.weather import HeatingModel

SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (date(2026, month, 1) for month in (9, 10, 11, 12))
MODEL = HeatingModel(Decimal(8), Decimal("1.5"), 0.9, 365)


def bought(
    starts_on: date,
    ends_on: date,
    kwh: str,
    euros: str,
    *,
    fee: str = "0",
    other: str = "0",
    degree_days: str | None = None,
) -> Bought:
    total = Decimal(euros) + Decimal(fee) + Decimal(other)
    cold = None if degree_days is None else Decimal(degree_days)
    return Bought("k", "1", starts_on, ends_on, Decimal(kwh), Fraction(euros), Fraction(fee), total, cold)


def told(parts: Sequence[Part]) -> dict[Cause, tuple[str, str | None]]:
    return {
        part.cause: (str(part.euros), None if part.energy_kwh is None else f"{part.energy_kwh.normalize():f}")
        for part in parts
    }


def test_a_longer_period_alone_is_the_length_of_the_period() -> None:
    before = bought(SEPTEMBER, OCTOBER, "300", "30.00", fee="4.00")
    now = bought(OCTOBER, NOVEMBER, "310", "31.00", fee="4.00")
    assert told(split(before, now)) == {Cause.DAYS: ("1.00", "10")}


def test_two_months_are_two_fees() -> None:
    before = bought(SEPTEMBER, OCTOBER, "300", "30.00", fee="4.00")
    now = bought(OCTOBER, DECEMBER, "610", "61.00", fee="8.00")
    assert told(split(before, now)) == {Cause.DAYS: ("35.00", "310")}


def test_a_price_and_a_fee_that_rise_are_the_price() -> None:
    before = bought(SEPTEMBER, OCTOBER, "300", "30.00", fee="4.00")
    now = bought(SEPTEMBER, OCTOBER, "300", "33.00", fee="4.50")
    assert told(split(before, now)) == {Cause.PRICE: ("3.50", None)}


def test_more_use_is_told_at_the_earlier_price() -> None:
    before = bought(SEPTEMBER, OCTOBER, "300", "30.00")
    now = bought(SEPTEMBER, OCTOBER, "400", "48.00")
    assert told(split(before, now)) == {Cause.USE: ("10.00", "100"), Cause.PRICE: ("8.00", None)}


def test_the_cold_takes_its_part_of_the_use() -> None:
    before = bought(OCTOBER, NOVEMBER, "310", "31.00", degree_days="310")
    now = bought(OCTOBER, NOVEMBER, "370", "37.00", degree_days="340")
    assert told(split(before, now, MODEL)) == {Cause.WEATHER: ("4.50", "45"), Cause.USE: ("1.50", "15")}
    assert told(split(before, now)) == {Cause.USE: ("6.00", "60")}


def test_a_longer_period_is_expected_to_have_more_cold_days() -> None:
    before = bought(SEPTEMBER, OCTOBER, "300", "30.00", degree_days="300")
    now = bought(OCTOBER, NOVEMBER, "310", "31.00", degree_days="310")
    assert told(split(before, now, MODEL)) == {Cause.DAYS: ("1.00", "10")}


def test_other_rows_are_told_apart() -> None:
    before = bought(SEPTEMBER, OCTOBER, "300", "30.00")
    now = bought(SEPTEMBER, OCTOBER, "300", "30.00", other="5.00")
    assert told(split(before, now)) == {Cause.OTHER: ("5.00", None)}


@pytest.mark.parametrize(("before_kwh", "now_kwh"), [("0", "100"), ("100", "0"), ("0", "0")])
def test_a_period_without_use_has_no_price_of_its_own(before_kwh: str, now_kwh: str) -> None:
    before = bought(SEPTEMBER, OCTOBER, before_kwh, str(int(before_kwh) // 10), fee="4")
    now = bought(SEPTEMBER, OCTOBER, now_kwh, str(int(now_kwh) // 10), fee="4")
    parts = split(before, now)
    assert sum(part.euros for part in parts) == now.total - before.total


amounts = st.decimals(-100, 2000, places=2)
kwh = st.decimals(0, 5000, places=3)
colds = st.none() | st.decimals(0, 1500, places=1)


@given(
    st.tuples(st.integers(1, 100), kwh, amounts, amounts, amounts, colds),
    st.tuples(st.integers(1, 100), kwh, amounts, amounts, amounts, colds),
    st.sampled_from([None, MODEL]),
)
def test_causes_add_up_to_the_difference_whatever_it_is(
    one: tuple[int, Decimal, Decimal, Decimal, Decimal, Decimal | None],
    other: tuple[int, Decimal, Decimal, Decimal, Decimal, Decimal | None],
    model: HeatingModel | None,
) -> None:
    before, now = (
        Bought(
            "k", "1", SEPTEMBER, SEPTEMBER + timedelta(days=days), energy, Fraction(euros), Fraction(fee),
            euros + fee + rest, cold,
        )
        for days, energy, euros, fee, rest, cold in (one, other)
    )  # fmt: skip
    parts = split(before, now, model)
    assert sum(part.euros for part in parts) == now.total - before.total
    assert all(part.euros == part.euros.quantize(Decimal("0.01")) for part in parts)
    energy = sum(part.energy_kwh or Decimal(0) for part in parts)
    assert abs(energy - (now.energy_kwh - before.energy_kwh)) <= Decimal("0.002")
    assert (Cause.WEATHER in told(parts)) <= (model is not None and None not in (one[5], other[5]))
