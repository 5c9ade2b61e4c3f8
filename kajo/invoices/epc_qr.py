"""The QR code of a credit transfer (EPC069-12), as Finnish banks read it.

Source: Finance Finland's QR guideline of 2015: version 001 with BIC, a reference of either kind in the line
of structured references, and the due date in the last line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kajo.invoices.payment_numbers import compact, is_bic, is_iban, is_reference

LARGEST = Decimal("999999999.99")
LONGEST_NAME = 70
SIZE = 132


class NoQr(ValueError):
    """The payment does not fit into a QR code; the message says why."""


def epc_payload(
    *, payee: str, iban: str, bic: str, reference: str, amount: Decimal, due_on: date | None
) -> str:
    """Return the text of the code.

    :raises NoQr: when a needed part is missing or wrong
    """
    name = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", payee).split())[:LONGEST_NAME].strip()
    if not name:
        raise NoQr("the payee has no name")
    if not is_iban(iban) or not is_bic(bic):
        raise NoQr("the account or the bank's code is not valid")
    if not is_reference(reference):
        raise NoQr("the reference is not valid")
    if not 0 < amount <= LARGEST or amount != round(amount, 2):
        raise NoQr("the amount does not fit")
    due = f"ReqdExctnDt/{due_on.isoformat()}" if due_on else ""
    lines = ["BCD", "001", "1", "SCT", compact(bic), name, compact(iban), f"EUR{amount:.2f}"]
    return "\n".join([*lines, "", compact(reference), "", due]).rstrip("\n")


def qr_svg(payload: str, label: str) -> SafeString:
    """Return the code as a picture; `label` names it to those who do not see it.

    Up to 44 modules wide, which all but the longest texts are, a module is three whole pixels. The page gives
    the code its white ground and quiet zone.
    """
    frame, path = _drawn(payload)
    return format_html(
        '<svg viewBox="0 0 {0} {0}" width="{1}" height="{1}" shape-rendering="crispEdges" role="img">'
        '<title>{2}</title><path fill="#000" d="{3}"/></svg>',
        frame, SIZE, label, path,
    )  # fmt: skip


@lru_cache(maxsize=256)  # a page is looked at more than once, and choosing the mask takes milliseconds
def _drawn(payload: str) -> tuple[float, str]:
    """Return how many modules wide the code is with what is left round it, and its dark modules."""
    code = segno.make_qr(payload.encode(), error="m", boost_error=False)
    side, _ = code.symbol_size(border=0)
    frame = max(side, SIZE // 3)
    edge = (frame - side) // 2
    path = "".join(
        f"M{left + edge} {top + edge}h{right - left}v1h-{right - left}z"
        for top, row in enumerate(code.matrix)
        for left, right in _dark_runs(row)
    )
    return frame, path


def _dark_runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, after the last) of the dark modules that stand side by side."""
    for is_dark, run in groupby(enumerate(row), key=lambda module: bool(module[1])):
        places = [place for place, _ in run]
        if is_dark:
            yield places[0], places[-1] + 1
