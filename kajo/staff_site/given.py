"""Lists of customers that staff paste or send as CSV: customer numbers and business IDs, each once."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from io import StringIO

# What the column of numbers may be called in a CSV file; without such a head the first column is taken.
HEADS = {
    *("customer number", "customer", "number", "business id"),
    *("asiakasnumero", "asiakas", "y-tunnus"),
    *("kundnummer", "kund", "fo-nummer"),
}
BETWEEN = re.compile(r"[\s,;]+")
LONGEST = 20


def read_pasted(text: str) -> list[str]:
    """Return what stands between blanks, commas and semicolons, each once, in order."""
    return each_once(BETWEEN.split(text))


def read_csv(content: bytes) -> list[str]:
    """Return the column of customer numbers or business IDs, each once, in order.

    :raises ValueError: when it is no text
    """
    text = content.decode("utf-8-sig") if not content.startswith(b"\xff\xfe") else content.decode("utf-16")
    if "\x00" in text:
        raise ValueError("no text")
    head = text.partition("\n")[0]
    rows = [row for row in csv.reader(StringIO(text), delimiter=max(";,\t", key=head.count)) if any(row)]
    if not rows:
        return []
    heads = [cell.strip().casefold() for cell in rows[0]]
    known = next((place for place, cell in enumerate(heads) if cell in HEADS), None)
    column, body = (known, rows[1:]) if known is not None else (0, rows)
    return each_once(row[column] for row in body if len(row) > column)


def each_once(numbers: Iterable[str]) -> list[str]:
    """Return them without blanks, in order, each once; too long ones are cut, and so are no customer's."""
    return list(dict.fromkeys(number.strip()[: LONGEST + 1] for number in numbers if number.strip()))
