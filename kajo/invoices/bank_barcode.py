"""The Finnish bank barcode: 54 digits, drawn as Code 128.

Source: Finance Finland, Bank Bar Code Guide v5.3. Version 4 carries a national reference, version 5 an RF.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe

from kajo.invoices.payment_numbers import compact, is_iban, is_national_reference, is_rf_reference

FINNISH_IBAN = re.compile("FI[0-9]{16}")
LARGEST = Decimal("999999.99")
MODULES = 332  # start, 27 pairs and check of 11 modules each, stop of 13
HEIGHT = 60
START_C, STOP = 105, 106

# Code 128's symbols by value, 0 to 106: the widths of bar, space, bar, … in modules.
SYMBOLS = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232
122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122
321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311
211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113
213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422
121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111
241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121
412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412
211214 211232 2331112
"""
WIDTHS = SYMBOLS.split()


class NoBarcode(ValueError):
    """The payment does not fit into a bank barcode; the message says why."""


def barcode_digits(*, iban: str, reference: str, amount: Decimal | None, due_on: date | None) -> str:
    """Return the 54 digits of a payment. No amount is left for the payer to fill in, as is no due date.

    :raises NoBarcode: for an account outside Finland, a wrong reference, or an amount below zero or too large
    """
    if not FINNISH_IBAN.fullmatch(compact(iban)) or not is_iban(iban):
        raise NoBarcode("the account is not Finnish")
    euros, cents = _amount(amount)
    due = due_on.strftime("%y%m%d") if due_on else "000000"
    version, rest = _reference(compact(reference))
    digits = f"{version}{compact(iban)[2:]}{euros:06d}{cents:02d}{rest}{due}"
    if len(digits) != 54:
        raise NoBarcode("the reference is too long")
    return digits


def _amount(amount: Decimal | None) -> tuple[int, int]:
    whole = amount or Decimal(0)
    if not 0 <= whole <= LARGEST or whole != round(whole, 2):
        raise NoBarcode("the amount does not fit")
    return divmod(int(whole * 100), 100)


def _reference(reference: str) -> tuple[str, str]:
    if is_rf_reference(reference):
        if not reference[4:].isdigit():
            raise NoBarcode("the reference has letters in it")
        return "5", reference[2:4] + reference[4:].zfill(21)
    if is_national_reference(reference):
        return "4", "000" + reference.zfill(20)
    raise NoBarcode("the reference is not valid")


def check_value(digits: str) -> int:
    """Return the value of Code 128's check symbol for pairs of digits."""
    pairs = _pairs(digits)
    return (START_C + sum(place * pair for place, pair in enumerate(pairs, 1))) % 103


def barcode_svg(digits: str) -> SafeString:
    """Return the symbol, one pixel a module; the page gives it its white ground and quiet zone."""
    values = [START_C, *_pairs(digits), check_value(digits), STOP]
    widths = [int(width) for value in values for width in WIDTHS[value]]
    bars, at = [], 0
    for place, width in enumerate(widths):
        if place % 2 == 0:
            bars.append(f"M{at} 0h{width}v{HEIGHT}h-{width}z")
        at += width
    return mark_safe(  # noqa: S308 nothing in it comes from elsewhere: numbers alone
        f'<svg viewBox="0 0 {at} {HEIGHT}" width="{at}" height="{HEIGHT}" shape-rendering="crispEdges"'
        f' aria-hidden="true"><path fill="#000" d="{"".join(bars)}"/></svg>'
    )


def _pairs(digits: str) -> list[int]:
    return [int(pair) for pair in re.findall("..", digits)]


def shown_digits(digits: str) -> str:
    """Return the digits in groups of four, as they stand under the symbol."""
    return " ".join(re.findall(".{1,4}", digits))
