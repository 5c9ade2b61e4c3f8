"""The consumption effect: cheaper for those who use electricity when it is cheap."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kajo.contracts.terms import EffectTerms, Terms
from kajo.contracts.words import ComponentKind, ProductKind
from kajo.pricing.calculation import work_out
from kajo.pricing.rows import Bill, CannotPrice
from kajo.pricing.words import WhyNot, WorkedOut
from tests.pricing.made_up import VAT, component, spot, terms, usage

APRIL, MIDDLE, MAY = date(2026, 4, 1), date(2026, 4, 16), date(2026, 5, 1)
DEAR_AND_CHEAP = ["70", "50"]  # €/MWh by turns: the month's mean is 6 c/kWh
THREE_TO_ONE = [300, 100]  # Wh by turns: what they paid is 6.5 c/kWh on average


def hybrid(price: str = "8", effect: EffectTerms | None = None, minutes: int = 15) -> Terms:
    fee, energy = component(ComponentKind.BASIC_FEE, "4"), component(ComponentKind.ENERGY, price)
    return terms(fee, energy, kind=ProductKind.HYBRID, spot_minutes=minutes, effect=effect or EffectTerms())


def april(contract: Terms, wh: list[int | None] = THREE_TO_ONE, prices: list[str] = DEAR_AND_CHEAP) -> Bill:
    return work_out(contract, usage(APRIL, MAY, wh), APRIL, MAY, vat=VAT, spot=spot(APRIL, MAY, prices))


def effect_of(bill: Bill) -> Fraction | None:
    (row,) = bill.rows_of(WorkedOut.EFFECT)
    return row.exact_price


def test_the_consumer_authoritys_example() -> None:
    """Weighted price 6.5 c/kWh, the month's mean 6.0: half a cent more than the fixed 8 c/kWh, fee 4 €."""
    bill = april(hybrid())
    assert effect_of(bill) == Fraction("0.5")
    energy_and_effect = bill.rows_of(ComponentKind.ENERGY, WorkedOut.EFFECT)
    assert sum(row.exact_price or 0 for row in energy_and_effect) == Fraction("8.5")
    assert bill.energy_kwh == Decimal(576)
    assert bill.total_without_vat == Decimal("4.00") + Decimal("46.08") + Decimal("2.88")


def test_who_uses_when_it_is_cheap_pays_less() -> None:
    assert effect_of(april(hybrid(), [100, 300])) == Fraction("-0.5")
    assert effect_of(april(hybrid(), [200, 200])) == 0


@pytest.mark.parametrize(
    ("effect", "wh", "paid"),
    [
        (EffectTerms(multiplier=Decimal("0.5")), THREE_TO_ONE, "0.25"),
        (EffectTerms(cap=Decimal("0.3")), THREE_TO_ONE, "0.3"),
        (EffectTerms(cap=Decimal("0.3")), [100, 300], "-0.3"),
        (EffectTerms(cap=Decimal(1)), THREE_TO_ONE, "0.5"),
        (EffectTerms(multiplier=Decimal("0.5"), cap=Decimal("0.3")), THREE_TO_ONE, "0.25"),
        (EffectTerms(cap=Decimal("0.3765"), with_vat=True), THREE_TO_ONE, "0.3"),
        (EffectTerms(with_vat=True), THREE_TO_ONE, "0.5"),
    ],
)
def test_a_contract_says_how_much_of_the_effect_is_paid(
    effect: EffectTerms, wh: list[int | None], paid: str
) -> None:
    assert effect_of(april(hybrid(effect=effect), wh)) == Fraction(paid)


def test_energy_can_be_free_but_is_never_paid_to_the_customer() -> None:
    never_under = EffectTerms(stops_at_zero=True)
    assert effect_of(april(hybrid("0.2"), [100, 300])) == Fraction("-0.5")
    assert effect_of(april(hybrid("0.2", never_under), [100, 300])) == Fraction("-0.2")
    assert effect_of(april(hybrid("8", never_under), [100, 300])) == Fraction("-0.5")


def test_by_hours_the_quarters_within_an_hour_are_alike() -> None:
    prices = ["70", "50", "70", "50", "20", "20", "20", "20"]
    wh: list[int | None] = [300, 100, 300, 100, 200, 200, 200, 200]
    assert effect_of(april(hybrid(minutes=15), wh, prices)) == Fraction("0.25")
    assert effect_of(april(hybrid(minutes=60), wh, prices)) == 0


def test_an_effect_is_of_one_calendar_month() -> None:
    june = date(2026, 6, 1)
    prices = spot(APRIL, june, DEAR_AND_CHEAP)
    bill = work_out(hybrid(), usage(APRIL, june, THREE_TO_ONE), APRIL, june, vat=VAT, spot=prices)
    rows = bill.rows_of(WorkedOut.EFFECT)
    assert [(row.starts_on, row.ends_on) for row in rows] == [(APRIL, MAY), (MAY, june)]
    assert {row.exact_price for row in rows} == {Fraction("0.5")}


def test_half_a_month_is_held_against_the_whole_months_mean() -> None:
    half = [*["100"] * 1440, *["20"] * 1440]  # dear at first: 10, then 2 c/kWh; the mean is 6
    prices = spot(APRIL, MAY, half)
    bill = work_out(hybrid(), usage(APRIL, MIDDLE, 100), APRIL, MIDDLE, vat=VAT, spot=prices)
    assert effect_of(bill) == 4
    with pytest.raises(CannotPrice) as refused:
        only_half = spot(APRIL, MIDDLE, "100")
        work_out(hybrid(), usage(APRIL, MIDDLE, 100), APRIL, MIDDLE, vat=VAT, spot=only_half)
    assert refused.value.reason is WhyNot.NO_SPOT_PRICE


def test_missing_readings_weigh_nothing_and_are_told() -> None:
    (row,) = april(hybrid(), [300, 100, None, None]).rows_of(WorkedOut.EFFECT)
    assert row.exact_price == Fraction("0.5")
    assert row.missing_minutes == 1440 * 15


def test_a_month_in_which_nothing_was_used_has_no_effect() -> None:
    assert april(hybrid(), [0]).rows_of(WorkedOut.EFFECT) == ()


def test_day_and_night_get_the_same_effect_each_on_its_own_energy() -> None:
    day, night = (component(kind, "8") for kind in (ComponentKind.ENERGY_DAY, ComponentKind.ENERGY_NIGHT))
    rows = april(terms(day, night, kind=ProductKind.HYBRID, spot_minutes=15)).rows_of(WorkedOut.EFFECT)
    assert [row.exact_price for row in rows] == [Fraction("0.5")] * 2
    assert [row.energy_kwh for row in rows] == [Decimal(360), Decimal(216)]
