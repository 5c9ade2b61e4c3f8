"""Identifiers that are well formed and plainly nobody's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar
from zlib import crc32

Choice = TypeVar("Choice")


def gsrn(serial: int) -> str:
    """Return a metering point's 18 digits: no country has the prefix 999."""
    body = f"999{serial:014d}"
    total = sum(int(digit) * weight for digit, weight in zip(reversed(body), [3, 1] * 9, strict=False))
    return f"{body}{-total % 10}"


def business_id(serial: int) -> str:
    """Return a business ID of the unused series 99…: the first valid one at or after the serial."""
    while True:
        body = f"99{serial:05d}"
        rest = (
            sum(int(digit) * weight for digit, weight in zip(body, (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
        )
        if rest != 1:
            return f"{body}-{0 if rest == 0 else 11 - rest}"
        serial += 1


def phone(serial: int) -> str:
    """Return a phone number as it is dialled in Finland, of a series that no operator has."""
    return f"049 999 {serial:05d}"


def identity_code(serial: int) -> str:
    """Return a personal identity code of the numbers 900 and over, which are given to nobody for good."""
    born = date(1940, 1, 1) + timedelta(days=serial * 397 % 20_000)
    digits = f"{born:%d%m%y}{900 + serial % 100}"
    return f"{digits[:6]}-{digits[6:]}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(digits) % 31]}"


def drawn(choices: Sequence[Choice], *about: object) -> Choice:
    """Return one of the choices, for the same thing always the same."""
    return choices[crc32("|".join(map(str, about)).encode()) % len(choices)]
