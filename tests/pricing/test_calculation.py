"""What a month costs: fees, energy, exchange prices, VAT, missing readings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from kajo.contracts.words import ComponentKind, ProductKind
from kajo.market.rows import VatTable
from kajo.market.spot_curve import SpotCurve
from kajo.pricing.calculation import work_out
from kajo.pricing.rows import Bill, CannotPrice
from kajo.pricing.usage import Usage
from kajo.pricing.words import WhyNot, WorkedOut
from tests.pricing.made_up import VAT, component, spot, terms, usage

ENERGY, FEE, MARGIN = ComponentKind.ENERGY, ComponentKind.BASIC_FEE, ComponentKind.MARGIN
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
SPOT_CONTRACT = terms(component(MARGIN, "0.48"), kind=ProductKind.SPOT, spot_minutes=15)


def amounts(bill: Bill) -> list[str]:
    return [str(row.amount_without_vat) for row in bill.rows]


def test_a_month_of_a_fixed_price_is_fee_and_energy_with_vat_once() -> None:
    contract = terms(component(FEE, "4.14"), component(ENERGY, "6.33"))
    bill = work_out(contract, usage(APRIL, MAY, 125), APRIL, MAY, vat=VAT)
    fee, energy = bill.rows
    assert energy.energy_kwh == bill.energy_kwh == Decimal("360.000")
    assert (fee.amount_without_vat, energy.amount_without_vat) == (Decimal("4.14"), Decimal("22.79"))
    assert (energy.price, energy.vat_percent) == (Decimal("6.33"), Decimal("25.5"))
    assert (bill.total_without_vat, bill.vat, bill.total_with_vat) == tuple(
        map(Decimal, ("26.93", "6.87", "33.80"))
    )
    assert bill.missing_minutes == 0


def test_vat_is_rounded_once_on_the_sum_and_not_row_by_row() -> None:
    contract = terms(component(FEE, "0.02"), component(ENERGY, "0.02"), component(MARGIN, "0.02"))
    bill = work_out(contract, usage(APRIL, date(2026, 4, 2), [1042, 1041]), APRIL, MAY, vat=VAT)
    assert amounts(bill) == ["0.02", "0.02", "0.02"]
    assert [one.vat for one in bill.sums] == [Decimal("0.02")]  # 0.0153; each row alone would be 0.01


@pytest.mark.parametrize(
    ("cents", "paid"), [("2", "0.01"), ("1.9999", "0.00"), ("-2", "-0.01"), ("-1.9999", "0.00")]
)
def test_half_a_cent_goes_up_and_of_a_discount_away_from_nothing(cents: str, paid: str) -> None:
    contract = terms(component(ENERGY, "0"), component(ComponentKind.DISCOUNT, cents))
    bill = work_out(contract, usage(APRIL, date(2026, 4, 2), [250, *[0] * 95]), APRIL, MAY, vat=VAT)
    assert bill.energy_kwh == Decimal("0.25")
    assert bill.rows[1].amount_without_vat == Decimal(paid)


def test_each_exchange_price_is_paid_for_its_own_quarter() -> None:
    use, prices = usage(APRIL, MAY, [100, 300]), spot(APRIL, MAY, ["10", "-2.5"])
    bill = work_out(SPOT_CONTRACT, use, APRIL, MAY, vat=VAT, spot=prices)
    (row,) = bill.rows_of(WorkedOut.SPOT)
    assert row.energy_kwh == Decimal(576)
    assert (
        row.exact_amount
        == Fraction(1440) * (Fraction(100 * 10) - Fraction(300) * Fraction("2.5")) / 1_000_000
    )
    assert row.exact_price == (Fraction(1) * 100 - Fraction("0.25") * 300) / 400
    assert row.price == Decimal("0.0625")
    assert amounts(bill) == ["2.76", "0.36"]


def test_hours_of_use_are_paid_at_the_mean_of_their_quarters() -> None:
    by_hour, prices = usage(APRIL, MAY, 400, minutes=60), spot(APRIL, MAY, ["1", "2", "3", "5"])
    bill = work_out(SPOT_CONTRACT, by_hour, APRIL, MAY, vat=VAT, spot=prices)
    assert bill.rows_of(WorkedOut.SPOT)[0].exact_price == Fraction("0.275")


def test_hourly_billed_exchange_electricity_takes_the_mean_for_every_quarter() -> None:
    use, prices = usage(APRIL, MAY, [1000, 0, 0, 0]), spot(APRIL, MAY, ["1", "2", "3", "5"])
    hourly = terms(component(MARGIN, "0"), kind=ProductKind.SPOT, spot_minutes=60)
    assert work_out(hourly, use, APRIL, MAY, vat=VAT, spot=prices).rows[-1].exact_price == Fraction("0.275")
    quarterly = work_out(SPOT_CONTRACT, use, APRIL, MAY, vat=VAT, spot=prices)
    assert quarterly.rows[-1].exact_price == Fraction("0.1")


def test_before_quarter_prices_an_hours_price_holds_for_its_quarters() -> None:
    begins, ends = date(2025, 9, 1), date(2025, 10, 1)
    bill = work_out(
        SPOT_CONTRACT,
        usage(begins, ends, 100),
        begins,
        ends,
        vat=VAT,
        spot=spot(begins, ends, ["4", "8"], 60),
    )
    assert bill.rows[-1].exact_price == Fraction("0.6")


def test_an_exchange_price_that_is_not_known_is_not_taken_as_nothing() -> None:
    for prices in (
        None,
        spot(APRIL, date(2026, 4, 30), "10"),
        SpotCurve.of(*[usage(APRIL, APRIL, 1).starts] * 3),
    ):
        with pytest.raises(CannotPrice) as refused:
            work_out(SPOT_CONTRACT, usage(APRIL, MAY, 100), APRIL, MAY, vat=VAT, spot=prices)
        assert refused.value.reason is WhyNot.NO_SPOT_PRICE


def test_missing_readings_are_counted_and_never_taken_as_nothing_used() -> None:
    contract = terms(component(ENERGY, "6.33"))
    (row,) = work_out(contract, usage(APRIL, MAY, [100, 100, None, 100]), APRIL, MAY, vat=VAT).rows
    assert row.missing_minutes == 720 * 15
    assert row.energy_kwh == Decimal("216.000")


def test_days_that_nothing_was_received_of_are_missing_too() -> None:
    contract = terms(component(ComponentKind.ENERGY_DAY, "8"), component(ComponentKind.ENERGY_NIGHT, "6"))
    bill = work_out(contract, usage(APRIL, date(2026, 4, 29), 100), APRIL, MAY, vat=VAT)
    assert bill.missing_minutes == 2 * 1440
    assert [row.missing_minutes for row in bill.rows] == [2 * 900, 2 * 540]


def test_without_any_reading_there_is_no_bill() -> None:
    contract = terms(component(ENERGY, "6.33"))
    for use in (usage(APRIL, APRIL, 1), usage(APRIL, MAY, [None]), usage(MARCH, APRIL, 100)):
        with pytest.raises(CannotPrice) as refused:
            work_out(contract, use, APRIL, MAY, vat=VAT)
        assert refused.value.reason is WhyNot.NO_READINGS


def test_a_period_of_which_no_energy_price_is_known_is_not_priced() -> None:
    for contract in (terms(component(FEE, "4")), terms(component(ENERGY, (date(2026, 4, 2), "6")))):
        with pytest.raises(CannotPrice) as refused:
            work_out(contract, usage(APRIL, MAY, 100), APRIL, MAY, vat=VAT)
        assert refused.value.reason is WhyNot.NO_PRICE


def test_days_outside_the_contract_cost_nothing() -> None:
    contract = terms(component(FEE, "3.10"), component(ENERGY, "6"), ends_on=date(2026, 4, 11))
    bill = work_out(contract, usage(MARCH, MAY, 100), APRIL, MAY, vat=VAT)
    assert (bill.starts_on, bill.ends_on) == (APRIL, date(2026, 4, 11))
    assert bill.rows[0].months == Fraction(1, 3)
    assert bill.rows[1].energy_kwh == Decimal(96)
    with pytest.raises(CannotPrice) as refused:
        work_out(contract, usage(MARCH, MAY, 100), date(2026, 4, 11), MAY, vat=VAT)
    assert refused.value.reason is WhyNot.NOT_IN_CONTRACT


def test_a_fee_is_paid_by_the_days_of_a_cut_month() -> None:
    contract = terms(component(FEE, "3.10"), component(ENERGY, "6"))
    begins, ends = date(2026, 1, 31), date(2026, 3, 15)
    fee = work_out(contract, usage(begins, ends, 1), begins, ends, vat=VAT).rows[0]
    assert fee.months == Fraction(1, 31) + 1 + Fraction(14, 31)
    assert (fee.price, fee.amount_without_vat) == (Decimal("3.1"), Decimal("4.60"))


def test_a_price_that_changes_makes_two_rows() -> None:
    contract = terms(component(ENERGY, "6", (date(2026, 4, 16), "7")))
    rows = work_out(contract, usage(APRIL, MAY, 100), APRIL, MAY, vat=VAT).rows
    assert [(row.starts_on, row.last_day, row.price) for row in rows] == [
        (APRIL, date(2026, 4, 15), Decimal(6)),
        (date(2026, 4, 16), date(2026, 4, 30), Decimal(7)),
    ]


@pytest.mark.parametrize(
    ("begins", "changes", "ends", "rates"),
    [
        (date(2024, 8, 1), date(2024, 9, 1), date(2024, 10, 1), ("24", "25.5")),
        (date(2022, 11, 15), date(2022, 12, 1), date(2022, 12, 15), ("24", "10")),
        (date(2023, 4, 1), date(2023, 5, 1), date(2023, 6, 1), ("10", "24")),
    ],
)
def test_vat_follows_the_time_of_supply_from_local_midnight(
    begins: date, changes: date, ends: date, rates: tuple[str, str]
) -> None:
    contract = terms(component(FEE, "3"), component(MARGIN, "0.4"), kind=ProductKind.SPOT, spot_minutes=60)
    use, prices = usage(begins, ends, 500, minutes=60), spot(begins, ends, "80", 60)
    bill = work_out(contract, use, begins, ends, vat=VAT, spot=prices)
    assert len(bill.rows) == 6
    for before, after in zip(bill.rows[::2], bill.rows[1::2], strict=True):
        assert (before.starts_on, before.ends_on, after.starts_on, after.ends_on) == (
            begins,
            changes,
            changes,
            ends,
        )
        assert (before.vat_percent, after.vat_percent) == tuple(map(Decimal, rates))
    assert bill.rows[2].energy_kwh == Decimal((changes - begins).days * 12)
    assert [one.percent for one in bill.sums] == list(map(Decimal, rates))
    assert bill.total_without_vat == sum(row.amount_without_vat for row in bill.rows)


def test_without_a_vat_rate_there_is_no_bill() -> None:
    with pytest.raises(CannotPrice) as refused:
        work_out(terms(component(ENERGY, "6")), usage(APRIL, MAY, 1), APRIL, MAY, vat=VatTable({}))
    assert refused.value.reason is WhyNot.NO_VAT


def test_a_supplement_and_a_discount_are_paid_for_the_same_energy() -> None:
    contract = terms(
        component(ENERGY, "6"),
        component(ComponentKind.DISCOUNT, "-1.50"),
        component(ComponentKind.GREEN_SUPPLEMENT, "0.25"),
    )
    bill = work_out(contract, usage(APRIL, MAY, 100), APRIL, MAY, vat=VAT)
    assert {row.energy_kwh for row in bill.rows} == {Decimal(288)}
    assert amounts(bill) == ["17.28", "-4.32", "0.72"]


def test_a_great_consumer_is_priced_to_the_last_digit() -> None:
    energy = [2**31 - 1, 2**31 - 3]  # Wh a quarter: all that a day block holds
    use = usage(APRIL, MAY, list(energy))
    bill = work_out(
        SPOT_CONTRACT, use, APRIL, MAY, vat=VAT, spot=spot(APRIL, MAY, ["4000.00001", "3999.99999"])
    )
    exact = 1440 * sum(
        Fraction(wh, 1000) * price
        for wh, price in zip(energy, (Fraction("400.000001"), Fraction("399.999999")), strict=True)
    )
    assert bill.rows[-1].exact_amount * 100 == exact


def test_usage_can_be_of_hours_first_and_quarters_later() -> None:
    middle = date(2026, 4, 16)
    hours, quarters = usage(APRIL, middle, 400, minutes=60), usage(middle, MAY, 100)
    joined = Usage(
        np.concatenate([hours.starts, quarters.starts]),
        np.concatenate([hours.minutes, quarters.minutes]),
        np.concatenate([hours.energy, quarters.energy]),
    )
    bill = work_out(SPOT_CONTRACT, joined, APRIL, MAY, vat=VAT, spot=spot(APRIL, MAY, ["1", "2", "3", "5"]))
    assert bill.missing_minutes == 0
    assert bill.rows[-1].exact_price == Fraction("0.275")
