"""Numbers that a payment needs: references, accounts and banks, and whether their check digits are right."""

from __future__ import annotations

import re
from itertools import cycle

from stdnum import bic as bic_numbers
from stdnum import iban as iban_numbers
from stdnum import iso11649

NATIONAL = re.compile(r"[0-9]{4,20}")
RF = re.compile(r"RF[0-9]{2}[0-9A-Z]{1,21}")
WEIGHTS = (7, 3, 1)
GROUP, RF_GROUP = 5, 4


def compact(number: str) -> str:
    """Return a reference, account or bank as machines write it: capitals, no spaces, no leading zeros."""
    text = "".join(number.split()).upper()
    return text.lstrip("0") if text.isascii() and text.isdigit() else text


def check_digit(base: str) -> str:
    """Return the check digit of a national reference's other digits: weights 7, 3, 1 from the right."""
    weighted = sum(int(digit) * weight for digit, weight in zip(reversed(base), cycle(WEIGHTS), strict=False))
    return str(-weighted % 10)


def is_national_reference(reference: str) -> bool:
    """Tell whether it is a Finnish reference, 4 to 20 digits without leading zeros, rightly checked."""
    number = compact(reference)
    return NATIONAL.fullmatch(number) is not None and check_digit(number[:-1]) == number[-1]


def is_rf_reference(reference: str) -> bool:
    """Tell whether it is a creditor reference of ISO 11649; its body need not be a national reference."""
    number = compact(reference)
    return RF.fullmatch(number) is not None and iso11649.is_valid(number)


def is_reference(reference: str) -> bool:
    """Tell whether it is a right reference of either kind."""
    return is_national_reference(reference) or is_rf_reference(reference)


def rf_of(national: str) -> str:
    """Return the RF reference around a national one.

    :raises ValueError: when the national reference is not right
    """
    if not is_national_reference(national):
        raise ValueError(f"{national} is not a national reference")
    body = compact(national)
    return f"RF{98 - int(f'{body}271500') % 97:02d}{body}"


def is_iban(account: str) -> bool:
    """Tell whether it is an account number of a right length with right check digits, of any country."""
    return iban_numbers.is_valid(compact(account))


def is_bic(bank: str) -> bool:
    """Tell whether it has the form of a bank's identifier (ISO 9362)."""
    return bic_numbers.is_valid(compact(bank))


def show_reference(reference: str) -> str:
    """Return a reference as bills print it: national in fives from the right, RF in fours from the left."""
    number = compact(reference)
    if RF.fullmatch(number):
        return " ".join(number[start : start + RF_GROUP] for start in range(0, len(number), RF_GROUP))
    first = len(number) % GROUP
    groups = [number[:first], *(number[at : at + GROUP] for at in range(first, len(number), GROUP))]
    return " ".join(group for group in groups if group)


def show_iban(account: str) -> str:
    """Return an account number in fours."""
    number = compact(account)
    return " ".join(number[start : start + RF_GROUP] for start in range(0, len(number), RF_GROUP))
