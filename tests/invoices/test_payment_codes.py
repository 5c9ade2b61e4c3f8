"""What a bank's app reads from the codes is what the invoice says."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from kajo.invoices.bank_barcode import (
    MODULES,
    WIDTHS,
    NoBarcode,
    barcode_digits,
    barcode_svg,
    check_value,
    shown_digits,
)
from kajo.invoices.epc_qr import NoQr, epc_payload, qr_svg
from kajo.invoices.payment_numbers import check_digit, rf_of

VECTORS = json.loads((Path(__file__).parents[1] / "data/barcode/vectors.json").read_text())["vectors"]
CHECKS = {  # by standards' own arithmetic, some of the vectors
    "479440520200360820048831500000000868516259619897100612": 40,
    "416800014000502670009358500000078777679656628687000000": 30,
    "579440520200360820048831509000000868516259619897100612": 74,
    "549500094200287300000000007000000000999999999993201212": 50,
}
BILL: dict[str, Any] = {
    "payee": "Kajo Energia Oy",
    "iban": "FI21 1234 5600 0007 85",
    "bic": "OKOYFIHH",
    "reference": "1234567907",
    "amount": Decimal("128.46"),
    "due_on": date(2026, 12, 10),
}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["code"]))
def test_published_barcodes_come_out_digit_by_digit(vector: dict[str, str | None]) -> None:
    due = vector["due"]
    assert vector["code"] == barcode_digits(
        iban=str(vector["iban"]),
        reference=str(vector["reference"]),
        amount=None if vector["amount"] is None else Decimal(vector["amount"]),
        due_on=date.fromisoformat(due) if due else None,
    )


def test_there_are_thirteen_published_barcodes() -> None:
    assert len(VECTORS) == 13


@pytest.mark.parametrize(("digits", "check"), CHECKS.items())
def test_the_check_symbol_is_right(digits: str, check: int) -> None:
    assert check_value(digits) == check


def test_a_barcode_is_as_wide_as_its_modules() -> None:
    assert len(set(WIDTHS)) == 107
    assert {sum(map(int, widths)) for widths in WIDTHS[:-1]} == {11}
    assert f'width="{MODULES}"' in barcode_svg(VECTORS[0]["code"])


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"iban": "DE33100205000001194700"}, "not Finnish"),
        ({"iban": "FI2112345600000786"}, "not Finnish"),
        ({"amount": Decimal("-0.01")}, "amount"),
        ({"amount": Decimal("1000000.00")}, "amount"),
        ({"amount": Decimal("0.001")}, "amount"),
        ({"reference": "1234567908"}, "not valid"),
        ({"reference": "RF48ABC"}, "not valid|letters"),
        ({"reference": "RF18539007547034"}, ""),
    ],
)
def test_a_payment_that_does_not_fit_has_no_barcode(changed: dict[str, Any], why: str) -> None:
    facts = {key: BILL[key] for key in ("iban", "reference", "amount", "due_on")} | changed
    if not why:
        assert barcode_digits(**facts)[0] == "5"
        return
    with pytest.raises(NoBarcode, match=why):
        barcode_digits(**facts)


@given(
    st.from_regex("[1-9][0-9]{2,18}", fullmatch=True),
    st.decimals(Decimal(0), Decimal("999999.99"), places=2),
    st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2099, 12, 31))),
    st.booleans(),
)
def test_a_barcode_can_be_read_backwards(base: str, amount: Decimal, due: date | None, as_rf: bool) -> None:
    national = base + check_digit(base)
    reference = rf_of(national) if as_rf else national
    digits = barcode_digits(iban=BILL["iban"], reference=reference, amount=amount, due_on=due)
    assert len(digits) == 54 and digits.isdigit()
    assert "FI" + digits[1:17] == BILL["iban"].replace(" ", "")
    assert Decimal(digits[17:25]) / 100 == amount
    rest = digits[25:48]
    assert reference == (f"RF{rest[:2]}{rest[2:].lstrip('0')}" if as_rf else rest.lstrip("0"))
    assert digits[48:] == (due.strftime("%y%m%d") if due else "000000")


def test_the_digits_are_shown_in_groups() -> None:
    assert shown_digits(VECTORS[0]["code"]).startswith("4495 0009 4200")


def test_a_qr_code_says_what_a_finnish_bank_asks() -> None:
    assert epc_payload(**BILL).split("\n") == [
        "BCD", "001", "1", "SCT", "OKOYFIHH", "Kajo Energia Oy", "FI2112345600000785", "EUR128.46",
        "", "1234567907", "", "ReqdExctnDt/2026-12-10",
    ]  # fmt: skip


def test_an_rf_reference_stands_in_the_same_line_and_no_date_leaves_no_line() -> None:
    lines = epc_payload(**BILL | {"reference": "RF09 8685 1625 9619 897", "due_on": None}).split("\n")
    assert lines[9:] == ["RF09868516259619897"]


@pytest.mark.parametrize(
    "changed",
    [
        {"payee": " \n"},
        {"bic": ""},
        {"iban": "FI2112345600000786"},
        {"reference": "17"},
        {"amount": Decimal(0)},
        {"amount": Decimal("-5.00")},
        {"amount": Decimal("1000000000.00")},
    ],
)
def test_a_payment_that_lacks_something_has_no_qr_code(changed: dict[str, Any]) -> None:
    with pytest.raises(NoQr):
        epc_payload(**BILL | changed)


@given(st.text(min_size=1, max_size=200))
def test_no_name_of_a_payee_breaks_the_lines_or_the_largest_code(name: str) -> None:
    try:
        payload = epc_payload(**BILL | {"payee": name})
    except NoQr:
        return
    assert payload.count("\n") == 11
    assert len(payload.encode(errors="surrogatepass")) <= 331


def test_a_qr_code_has_whole_pixels_and_a_name() -> None:
    payload = epc_payload(**BILL)
    svg = qr_svg(payload, 'Code of "Kajo" & others')
    assert 'viewBox="0 0 44 44"' in svg and "<title>Code of &quot;Kajo&quot; &amp; others</title>" in svg
    assert int(segno.make_qr(payload.encode(), error="m", boost_error=False).version) <= 13
