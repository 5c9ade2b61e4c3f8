"""Rules that hold for whatever was used and paid: against a slow calculation, and however a period is cut."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import cycle, islice

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kajo.contracts.terms import EffectTerms, Terms
from kajo.contracts.words import ComponentKind, ProductKind
from kajo.core.times import HELSINKI
from kajo.market.spot_curve import SpotCurve
from kajo.metering.readings import NO_VALUE
from kajo.pricing.calculation import work_out
from kajo.pricing.rows import Bill
from kajo.pricing.usage import Usage, exact_product
from kajo.pricing.words import WorkedOut
from tests.pricing.made_up import VAT, component, starts_of, terms

ENERGY, FEE, MARGIN, DAY, NIGHT = (
    ComponentKind.ENERGY,
    ComponentKind.BASIC_FEE,
    ComponentKind.MARGIN,
    ComponentKind.ENERGY_DAY,
    ComponentKind.ENERGY_NIGHT,
)
# Around both changes of the clocks, a change of VAT, and the day quarter prices began.
FIRST_DAYS = (date(2026, 3, 20), date(2025, 10, 20), date(2024, 8, 20), date(2025, 9, 25), date(2023, 4, 25))
CENT = Decimal("0.01")

energies = st.integers(0, 5_000_000)  # thousandths of a Wh
prices = st.integers(-50_000_000, 400_000_000)  # 10⁻⁶ c/kWh: from −500 to 4000 €/MWh
contracts = st.sampled_from(
    [
        terms(component(FEE, "3.98"), component(ENERGY, "7.35", (date(2026, 3, 25), "6.76"))),
        terms(component(FEE, "3.30"), component(DAY, "8.36"), component(NIGHT, "6.47")),
        terms(component(FEE, "3.46"), component(MARGIN, "0.48"), kind=ProductKind.SPOT, spot_minutes=15),
        terms(component(FEE, "2.98"), component(MARGIN, "0.3"), kind=ProductKind.SPOT, spot_minutes=60),
        terms(component(ENERGY, "6.21"), kind=ProductKind.HYBRID, spot_minutes=15),
        terms(
            component(ENERGY, "6.21"),
            kind=ProductKind.HYBRID,
            spot_minutes=60,
            effect=EffectTerms(multiplier=Decimal("0.5")),
        ),
    ]
)


@st.composite
def use_and_prices(draw: Callable[..., object]) -> tuple[date, date, Usage, SpotCurve]:
    """Return days, readings of them with some missing, and exchange prices of whole months around."""
    begins: date = draw(st.sampled_from(FIRST_DAYS))
    ends = begins + timedelta(days=draw(st.integers(2, 14)))
    minutes: int = draw(st.sampled_from([15, 60]))
    pattern: list[int | None] = draw(st.lists(st.none() | energies, min_size=1, max_size=40))
    values = [0, *pattern]
    starts = starts_of(begins, ends, minutes)
    energy = np.array([NO_VALUE if value is None else value for value in values], np.int64)
    use = Usage(starts, np.full(len(starts), minutes), np.resize(energy, len(starts)))
    known: list[int] = draw(st.lists(prices, min_size=1, max_size=30))
    around = starts_of(begins.replace(day=1), (ends + timedelta(days=32)).replace(day=1))
    curve = SpotCurve.of(around, np.full(len(around), 15), np.resize(np.array(known, np.int64), len(around)))
    return begins, ends, use, curve


def bill_of(contract: Terms, use: Usage, begins: date, ends: date, curve: SpotCurve) -> Bill:
    return work_out(contract, use, begins, ends, vat=VAT, spot=curve)


@given(contracts, use_and_prices(), st.data())
@settings(max_examples=60)
def test_two_parts_of_a_period_cost_what_it_costs_within_a_cent_a_row(
    contract: Terms, given_: tuple[date, date, Usage, SpotCurve], data: st.DataObject
) -> None:
    begins, ends, use, curve = given_
    cut = begins + timedelta(days=data.draw(st.integers(1, (ends - begins).days - 1)))
    whole = bill_of(contract, use, begins, ends, curve)
    parts = [bill_of(contract, use, begins, cut, curve), bill_of(contract, use, cut, ends, curve)]
    assert sum(part.energy_kwh for part in parts) == whole.energy_kwh
    assert sum(part.missing_minutes for part in parts) == whole.missing_minutes
    kinds = {row.kind for row in whole.rows}
    for kind in kinds:
        in_parts = [row for part in parts for row in part.rows_of(kind)]
        of_whole = whole.rows_of(kind)
        assert sum(row.energy_kwh or 0 for row in in_parts) == sum(row.energy_kwh or 0 for row in of_whole)
        assert sum(row.exact_amount for row in in_parts) == sum(row.exact_amount for row in of_whole)
    apart = sum(part.total_without_vat for part in parts) - whole.total_without_vat
    assert abs(apart) <= CENT * (sum(len(part.rows) for part in parts) + len(whole.rows)) / 2


@given(contracts, use_and_prices())
@settings(max_examples=40)
def test_sums_are_of_the_rows_and_vat_is_counted_once_a_rate(
    contract: Terms, given_: tuple[date, date, Usage, SpotCurve]
) -> None:
    begins, ends, use, curve = given_
    bill = bill_of(contract, use, begins, ends, curve)
    for one in bill.sums:
        rows = [row.amount_without_vat for row in bill.rows if row.vat_percent == one.percent]
        assert one.without_vat == sum(rows)
        assert one.vat == (sum(rows) * one.percent / 100).quantize(CENT, ROUND_HALF_UP)
    assert len({one.percent for one in bill.sums}) == len(bill.sums)
    assert bill.total_with_vat == bill.total_without_vat + bill.vat == sum(one.with_vat for one in bill.sums)
    assert all(row.amount_without_vat == row.amount_without_vat.quantize(CENT) for row in bill.rows)
    energy = [row for row in bill.rows if row.kind in (ENERGY, MARGIN, DAY, NIGHT)]
    assert sum(row.energy_kwh or 0 for row in energy) == bill.energy_kwh


@given(use_and_prices(), st.sampled_from([15, 60]))
@settings(max_examples=30)
def test_exchange_electricity_costs_what_a_slow_calculation_says(
    given_: tuple[date, date, Usage, SpotCurve], billed_minutes: int
) -> None:
    begins, ends, use, curve = given_
    contract = terms(component(MARGIN, "0.48"), kind=ProductKind.SPOT, spot_minutes=billed_minutes)
    bill = bill_of(contract, use, begins, ends, curve)
    by_quarter = dict(slow_prices(curve))
    cost, energy = Fraction(0), Fraction(0)
    for start, minutes, thousandths in zip(
        use.starts.tolist(), use.minutes.tolist(), use.energy.tolist(), strict=True
    ):
        if thousandths == NO_VALUE:
            continue
        length = max(minutes, billed_minutes) * 60
        hour = start // length * length
        paid = [by_quarter[quarter] for quarter in range(hour, hour + length, 900)]
        kwh = Fraction(thousandths, 1_000_000)
        cost += kwh * sum(paid, Fraction(0)) / len(paid) / 100
        energy += kwh
    (first, *others) = bill.rows_of(WorkedOut.SPOT)
    assert first.exact_amount + sum(row.exact_amount for row in others) == cost
    assert Fraction(bill.energy_kwh) == energy


def slow_prices(curve: SpotCurve) -> list[tuple[int, Fraction]]:
    return [
        (curve.first + 900 * i, Fraction(int(price), 4_000_000))
        for i, price in enumerate(curve.quarters.tolist())
    ]


@given(st.sampled_from(FIRST_DAYS), st.integers(1, 12), st.lists(energies, min_size=1, max_size=50))
@settings(max_examples=30)
def test_night_is_counted_as_the_clock_on_the_wall_shows(begins: date, days: int, wh: list[int]) -> None:
    ends = begins + timedelta(days=days)
    starts = starts_of(begins, ends)
    values = list(islice(cycle(wh), len(starts)))
    use = Usage(starts, np.full(len(starts), 15), np.array(values))
    bill = work_out(terms(component(DAY, "8"), component(NIGHT, "6")), use, begins, ends, vat=VAT)
    wall = [datetime.fromtimestamp(second, UTC).astimezone(HELSINKI) for second in starts.tolist()]
    night = sum(value for value, at in zip(values, wall, strict=True) if not 7 <= at.hour < 22)
    assert sum(row.energy_kwh or 0 for row in bill.rows_of(NIGHT)) == Decimal(night).scaleb(-6)


@given(st.lists(st.tuples(st.integers(0, 2**41), st.integers(-(2**33), 2**33)), max_size=50))
def test_products_are_exact_however_large(pairs: list[tuple[int, int]]) -> None:
    energy, price = (
        np.array(column, np.int64) for column in (zip(*pairs, strict=True) if pairs else ((), ()))
    )
    assert exact_product(energy, price) == sum(a * b for a, b in pairs)
