"""Phone numbers and e-mail addresses: how they are read, kept and shown."""

from __future__ import annotations

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kajo.information.words import ContactKind

HERE = "FI"


def read_value(kind: str, text: str) -> str:
    """Return a contact as it is kept: a number as `+358401234567`, an address in small letters.

    :raises ValueError: when it is neither
    """
    return read_phone(text) if kind == ContactKind.PHONE else read_email(text)


def read_phone(text: str) -> str:
    """Return a phone number with its country; without one it is Finnish.

    :raises ValueError: when no number could be that
    """
    try:
        number = phonenumbers.parse(text, HERE)
    except phonenumbers.NumberParseException:
        raise ValueError("is not a phone number such as +358 40 1234567") from None
    if number.extension or not phonenumbers.is_possible_number(number):
        raise ValueError("is not a phone number such as +358 40 1234567")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_email(text: str) -> str:
    """Return an e-mail address in small letters.

    :raises ValueError: when it is none
    """
    try:
        validate_email(text)
    except ValidationError:
        raise ValueError("is not an e-mail address such as name@example.com") from None
    return text.lower()


def shown_value(kind: str, value: str) -> str:
    """Return a contact as pages show it: a number in groups, with its country."""
    if kind != ContactKind.PHONE:
        return value
    number = phonenumbers.parse(value)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def can_take_sms(value: str) -> bool:
    """Tell whether a number, as it is kept, may take text messages: not if it is known to be a fixed line."""
    kind = phonenumbers.number_type(phonenumbers.parse(value))
    return kind in (
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
        phonenumbers.PhoneNumberType.PERSONAL_NUMBER,
        phonenumbers.PhoneNumberType.UNKNOWN,
    )
