"""Row by row: what the invoice says beside what it should, the difference, and the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kajo.contracts.words import ComponentKind, ProductKind
from kajo.invoices.checking.matching import Site, check_rows, leaves
from kajo.invoices.checking.rows import Finding, RowCheck, worst
from kajo.invoices.checking.taxes import check_vats
from kajo.invoices.checking.words import Reason, Verdict
from kajo.invoices.detail_rows import LineRow
from kajo.invoices.words import RowKind
from kajo.pricing.calculation import work_out
from kajo.pricing.rows import Bill, rounded
from tests.invoices.made_up import line_of, lines_of, site_of, vats_of
from tests.pricing.made_up import VAT, component, spot, terms, usage

AUGUST, SEPTEMBER, OCTOBER = date(2024, 8, 1), date(2024, 9, 1), date(2024, 10, 1)
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
FEE, ENERGY, MARGIN = ComponentKind.BASIC_FEE, ComponentKind.ENERGY, ComponentKind.MARGIN

FIXED = work_out(
    terms(component(FEE, "4.14"), component(ENERGY, "6.33")),
    usage(APRIL, MAY, [125, 131, 88]),
    APRIL,
    MAY,
    vat=VAT,
)
EXCHANGE = work_out(
    terms(component(FEE, "3.46"), component(MARGIN, "0.48"), kind=ProductKind.SPOT, spot_minutes=15),
    usage(APRIL, MAY, [125, 131, 88, 97]),
    APRIL,
    MAY,
    vat=VAT,
    spot=spot(APRIL, MAY, ["41.02", "-3.5", "120.31", "64", "77.7"]),
)
OVER_A_CHANGE = work_out(
    terms(component(FEE, "4"), component(ENERGY, "6", (date(2024, 8, 15), "7"))),
    usage(AUGUST, OCTOBER, [125, 131, 88]),
    AUGUST,
    OCTOBER,
    vat=VAT,
)


def checked(bill: Bill, lines: Sequence[LineRow] | None = None, site: Site | None = None) -> list[RowCheck]:
    return check_rows(lines_of(bill) if lines is None else lines, site or site_of(bill))


def reasons(row: RowCheck) -> list[Reason]:
    return [finding.reason for finding in row.findings]


def spoilt(bill: Bill, kind: RowKind, **other: Any) -> RowCheck:
    """Return the check of one row that says something else, among rows that are right."""
    lines = [replace(line, **other) if line.kind is kind else line for line in lines_of(bill)]
    rows = checked(bill, lines)
    assert all(row.verdict is Verdict.AGREES for row in rows if row.kind is not kind)
    return next(row for row in rows if row.kind is kind)


@pytest.mark.parametrize("bill", [FIXED, EXCHANGE, OVER_A_CHANGE])
def test_a_right_invoice_agrees_to_the_cent(bill: Bill) -> None:
    rows = checked(bill)
    assert len(rows) == len(bill.rows)
    assert {row.verdict for row in rows} == {Verdict.AGREES}
    assert {row.difference for row in rows} == {Decimal(0)}
    vats = check_vats(vats_of(lines_of(bill)), rows)
    assert {vat.verdict for vat in vats} == {Verdict.AGREES}
    assert sum(vat.computed_base + vat.computed_vat for vat in vats) == bill.total_with_vat


def test_energy_that_was_not_used_is_found() -> None:
    right = line_of(FIXED.rows[1])
    row = spoilt(
        FIXED, RowKind.ENERGY, quantity=(right.quantity or 0) + 50, amount_without_vat=Decimal("24.07")
    )
    assert row.verdict is Verdict.DIFFERS
    assert reasons(row) == [Reason.WRONG_QUANTITY]
    assert row.difference == Decimal("3.17")


def test_a_price_that_was_not_agreed_is_found() -> None:
    for price, amount in (("6.83", "22.56"), ("6", "19.81"), ("6.3", "20.81")):
        changed = {"unit_price_without_vat": Decimal(price), "amount_without_vat": Decimal(amount)}
        row = spoilt(FIXED, RowKind.ENERGY, **changed)
        assert (row.verdict, reasons(row)) == (Verdict.DIFFERS, [Reason.WRONG_PRICE])


def test_a_fee_that_was_not_agreed_is_found() -> None:
    row = spoilt(
        FIXED, RowKind.BASIC_FEE, unit_price_without_vat=Decimal("5.14"), amount_without_vat=Decimal("5.14")
    )
    assert reasons(row) == [Reason.WRONG_PRICE]
    row = spoilt(FIXED, RowKind.BASIC_FEE, quantity=Decimal(2), amount_without_vat=Decimal("8.28"))
    assert reasons(row) == [Reason.WRONG_MONTHS]


def test_vat_that_is_in_a_row_already_is_found() -> None:
    with_vat = Decimal("6.33") * Decimal("1.255")
    row = spoilt(FIXED, RowKind.ENERGY, unit_price_without_vat=with_vat, amount_without_vat=Decimal("26.23"))
    assert row.computed and row.computed.amount == Decimal("20.90")
    assert (row.verdict, reasons(row)) == (Verdict.DIFFERS, [Reason.VAT_IN_ROW])


def test_vat_that_is_added_twice_is_found() -> None:
    lines = lines_of(FIXED)
    (vat,) = vats_of(lines)
    for twice in (vat.vat * 2, vat.vat + (vat.base + vat.vat) * Decimal("0.255")):
        stated = [replace(vat, vat=twice.quantize(Decimal("0.01")))]
        (found,) = check_vats(stated, checked(FIXED))
        assert [one.reason for one in found.findings] == [Reason.VAT_TWICE]
        assert found.verdict is Verdict.DIFFERS
        assert found.computed_vat == vat.vat


def test_vat_that_is_rounded_row_by_row_is_no_mistake() -> None:
    bill = work_out(
        terms(*(component(kind, "0.05") for kind in (ENERGY, MARGIN, ComponentKind.GREEN_SUPPLEMENT))),
        usage(APRIL, MAY, [7]),
        APRIL,
        MAY,
        vat=VAT,
    )
    lines = lines_of(bill)
    assert [line.amount_without_vat for line in lines] == [Decimal("0.01")] * 3
    (vat,) = vats_of(lines)
    assert vat.vat == Decimal("0.01")
    (found,) = check_vats([replace(vat, vat=Decimal("0.00"))], checked(bill))
    assert ([one.reason for one in found.findings], found.verdict) == ([Reason.VAT_BY_ROW], Verdict.EXPLAINED)


def test_a_sum_that_is_not_of_the_rows_is_found() -> None:
    (vat,) = vats_of(lines_of(FIXED))
    base = (vat.base or Decimal(0)) + 1
    (found,) = check_vats(
        [replace(vat, base=base, vat=(base * Decimal("0.255")).quantize(Decimal("0.01")))], checked(FIXED)
    )
    assert [one.reason for one in found.findings] == [Reason.WRONG_BASE]


def test_a_rate_of_other_days_is_found() -> None:
    row = spoilt(FIXED, RowKind.ENERGY, vat_percent=Decimal(24))
    assert reasons(row) == [Reason.WRONG_VAT_RATE]
    assert row.findings[0].sentence == "The VAT rate of these days is 25.5 %."


def test_a_row_that_does_not_multiply_is_found() -> None:
    row = spoilt(FIXED, RowKind.ENERGY, amount_without_vat=Decimal("31.20"))
    assert reasons(row) == [Reason.WRONG_SUM]


def test_an_invoice_that_rounds_before_it_multiplies_is_understood() -> None:
    assert FIXED.energy_kwh == Decimal("330.24")
    row = spoilt(FIXED, RowKind.ENERGY, quantity=Decimal(330), amount_without_vat=Decimal("20.89"))
    assert (row.verdict, reasons(row)) == (Verdict.EXPLAINED, [Reason.ROUNDED])


def test_a_mean_exchange_price_with_two_decimals_agrees() -> None:
    exact = EXCHANGE.rows[2]
    price = (exact.price or Decimal(0)).quantize(Decimal("0.01"))
    assert spoilt(EXCHANGE, RowKind.ENERGY, unit_price_without_vat=price).verdict is Verdict.AGREES
    wrong = spoilt(EXCHANGE, RowKind.ENERGY, unit_price_without_vat=price + Decimal("0.01"))
    assert Reason.WRONG_PRICE in reasons(wrong)


def test_exchange_electricity_can_be_billed_in_one_row_with_its_margin() -> None:
    fee, margin, energy = EXCHANGE.rows
    amount = rounded(margin.exact_amount + energy.exact_amount, 2)
    together = line_of(energy, unit_price_without_vat=None, amount_without_vat=amount)
    rows = checked(EXCHANGE, [line_of(fee), together])
    assert [row.verdict for row in rows] == [Verdict.AGREES, Verdict.AGREES]


def test_prices_that_followed_each_other_can_be_billed_in_one_row_or_in_rows_without_days() -> None:
    energy = OVER_A_CHANGE.rows_of(ENERGY)
    assert len(energy) == 3
    dayless = [line_of(row, starts_on=None, ends_on=None) for row in energy]
    fees = [line_of(row, starts_on=None, ends_on=None) for row in OVER_A_CHANGE.rows_of(FEE)]
    assert {row.verdict for row in checked(OVER_A_CHANGE, [*fees, *dayless])} == {Verdict.AGREES}
    in_one = replace(
        dayless[0],
        quantity=sum((row.energy_kwh or Decimal(0) for row in energy), Decimal(0)),
        amount_without_vat=sum((row.amount_without_vat for row in energy), Decimal(0)),
        unit_price_without_vat=None,
    )
    assert checked(OVER_A_CHANGE, [*fees, in_one])[-1].verdict in (Verdict.AGREES, Verdict.EXPLAINED)


def test_what_the_invoice_lacks_is_told() -> None:
    rows = checked(FIXED, [line_of(FIXED.rows[1])])
    assert [reasons(row) for row in rows] == [[], [Reason.NOT_ON_INVOICE]]
    assert rows[1].computed and rows[1].computed.amount == Decimal("4.14")
    assert rows[1].said is None


def test_what_the_contract_does_not_have_is_told() -> None:
    extra = line_of(FIXED.rows[1], kind=RowKind.GREEN_SUPPLEMENT)
    discount = line_of(FIXED.rows[1], kind=RowKind.DISCOUNT, amount_without_vat=Decimal("-5"))
    reminder = line_of(FIXED.rows[0], kind=RowKind.REMINDER_FEE, amount_without_vat=Decimal("5"))
    *_, green, gift, fee = checked(FIXED, [*lines_of(FIXED), extra, discount, reminder])
    assert (green.verdict, reasons(green)) == (Verdict.DIFFERS, [Reason.NO_SUCH_PRICE])
    for row in (gift, fee):
        assert (row.verdict, reasons(row)) == (Verdict.NOT_CHECKED, [Reason.NOT_OF_CONTRACT])


def test_missing_readings_leave_the_energy_unknown_and_the_price_checked() -> None:
    contract = terms(component(ENERGY, "6.33"))
    bill = work_out(contract, usage(APRIL, MAY, [125, 131, None]), APRIL, MAY, vat=VAT)
    assert checked(bill)[0].verdict is Verdict.AGREES
    right = line_of(bill.rows[0])
    more = replace(right, quantity=(right.quantity or 0) + 100, amount_without_vat=Decimal("21.89"))
    (row,) = checked(bill, [more])
    assert (row.verdict, reasons(row)) == (Verdict.UNKNOWN, [Reason.MISSING_READINGS])
    assert row.findings[0].sentence.startswith("Readings of 240 h are missing.")


def test_an_invoice_that_follows_earlier_readings_is_understood() -> None:
    contract = terms(component(FEE, "4.14"), component(ENERGY, "6.33"))
    then = work_out(contract, usage(APRIL, MAY, [111, 131, 88]), APRIL, MAY, vat=VAT)
    corrected = Finding(Reason.CORRECTED_SINCE, {"day": "5 May"})
    site = replace(site_of(FIXED), others_of=lambda days: [(corrected, then)])
    fee, energy = checked(FIXED, lines_of(then), site)
    assert fee.verdict is Verdict.AGREES
    assert (energy.verdict, reasons(energy)) == (Verdict.EXPLAINED, [Reason.CORRECTED_SINCE])
    assert "until 5 May" in energy.findings[0].sentence
    dearer = [
        replace(
            lines_of(then)[1], unit_price_without_vat=Decimal("6.93"), amount_without_vat=Decimal("21.95")
        )
    ]
    energy = checked(FIXED, dearer, site)[0]
    assert Reason.WRONG_PRICE in reasons(energy) and energy.verdict is Verdict.DIFFERS


def test_rows_with_vat_alone_are_brought_to_prices_without() -> None:
    lines = [
        replace(
            line,
            unit_price_without_vat=None,
            unit_price_with_vat=(line.unit_price_without_vat or Decimal(0)) * Decimal("1.255"),
            amount_without_vat=None,
            amount_with_vat=((line.amount_without_vat or Decimal(0)) * Decimal("1.255")).quantize(
                Decimal("0.01")
            ),
        )
        for line in lines_of(FIXED)
    ]
    assert {row.verdict for row in checked(FIXED, lines)} == {Verdict.AGREES}


def test_a_subtotal_is_not_added_to_what_it_sums() -> None:
    parts = tuple(lines_of(FIXED))
    total = replace(parts[0], is_subtotal=True, parts=parts, kind=RowKind.OTHER)
    assert list(leaves([total])) == list(parts)


def test_a_mistake_is_worse_than_what_cannot_be_known() -> None:
    assert worst([Verdict.AGREES, Verdict.UNKNOWN, Verdict.EXPLAINED]) is Verdict.UNKNOWN
    assert worst([Verdict.UNKNOWN, Verdict.DIFFERS]) is Verdict.DIFFERS
    assert worst([Verdict.AGREES, Verdict.NOT_CHECKED]) is Verdict.AGREES
    assert worst([]) is Verdict.NOT_CHECKED


@given(st.integers(1, 400), st.sampled_from([FIXED, EXCHANGE]))
def test_every_change_of_a_sum_is_noticed(cents: int, bill: Bill) -> None:
    lines = lines_of(bill)
    for place, line in enumerate(lines):
        changed = replace(
            line, amount_without_vat=(line.amount_without_vat or Decimal(0)) + Decimal(cents) / 100
        )
        row = checked(bill, [*lines[:place], changed, *lines[place + 1 :]])[place]
        assert row.difference == Decimal(cents) / 100
        assert row.verdict is Verdict.DIFFERS or (cents == 1 and row.verdict is Verdict.EXPLAINED)
