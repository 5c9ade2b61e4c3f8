"""References, IBANs and BICs that others published are told from those with a slip in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kajo.invoices.payment_numbers import (
    check_digit,
    is_bic,
    is_iban,
    is_national_reference,
    is_reference,
    is_rf_reference,
    rf_of,
    show_iban,
    show_reference,
)

NATIONAL_TEXT = (
    "1232 11112 12344 1234561 7777776 1357914 590738390 868624 1234567907 868516259619897 "
    "559582243294671 69875672083435364 7758474790647489 78777679656628687 92125374252539897737 "
    "12345678912345678917 "
)
NATIONAL = NATIONAL_TEXT.split()
RF_TEXT = (
    "RF09868516259619897 RF06559582243294671 RF61698756720839 RF847758474790647489 "
    "RF6078777679656628687 RF10868624 RF7192125374252539897737 RF66590738390 RF951357914 "
    "RF9811112 RF9212342345 RF07999999999993 RF54111135 RF332348236 "
)
RF = RF_TEXT.split()
IBANS_TEXT = (
    "FI7944052020036082 FI5810171000000122 FI0250004640001302 FI1566010001530641 "
    "FI1680001400050267 FI7331313001000058 FI8333010001100775 FI3936363002092492 "
    "FI9239390001003391 FI2112345600000785 FI3715903000000776 FI4950009420028730 "
)
IBANS = IBANS_TEXT.split()


@pytest.mark.parametrize("reference", NATIONAL)
def test_published_national_references_are_valid(reference: str) -> None:
    assert is_national_reference(reference) and is_reference("00" + reference)
    assert check_digit(reference[:-1]) == reference[-1]
    assert is_rf_reference(rf_of(reference))


@pytest.mark.parametrize("reference", ["12345", "1042005", "", "121", "1232x", "123456789123456789174"])
def test_a_wrong_national_reference_is_told(reference: str) -> None:
    assert not is_national_reference(reference)


@pytest.mark.parametrize("reference", RF)
def test_published_rf_references_are_valid(reference: str) -> None:
    assert is_rf_reference(reference) and is_reference(reference.lower())
    if is_national_reference(reference[4:]):
        assert rf_of(reference[4:]) == reference


def test_a_received_rf_reference_need_not_hold_a_national_one() -> None:
    assert is_rf_reference("RF18539007547034")
    assert not is_national_reference("539007547034")
    with pytest.raises(ValueError, match="539007547034"):
        rf_of("539007547034")


@pytest.mark.parametrize("iban", IBANS)
def test_published_finnish_ibans_are_valid(iban: str) -> None:
    assert is_iban(show_iban(iban))
    assert not is_iban(iban[:-1] + str((int(iban[-1]) + 1) % 10))


def test_other_countries_have_ibans_and_banks_have_bics() -> None:
    assert is_iban("DE33100205000001194700")
    assert is_bic("OKOYFIHH") and not is_bic("OKOY")


@given(st.from_regex("[1-9][0-9]{2,18}", fullmatch=True), st.data())
def test_one_wrong_digit_is_always_told(base: str, data: st.DataObject) -> None:
    reference = base + check_digit(base)
    place = data.draw(st.integers(0, len(reference) - 1))
    digit = data.draw(st.sampled_from("0123456789".replace(reference[place], "")))
    wrong = reference[:place] + digit + reference[place + 1 :]
    assert is_national_reference(reference) and is_rf_reference(rf_of(reference))
    assert not is_national_reference(wrong) or wrong.startswith("0")


def test_numbers_are_show_in_groups() -> None:
    assert show_reference("00123456789012") == "12 34567 89012"
    assert show_reference("1234567907") == "12345 67907"
    assert show_reference("RF09868516259619897") == "RF09 8685 1625 9619 897"
    assert show_iban("FI2112345600000785") == "FI21 1234 5600 0007 85"
