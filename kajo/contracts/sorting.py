"""How locations are sorted and found: by street, then house number as a number."""

from __future__ import annotations

import re

from kajo.core.sorting import sort_key


def address_line(*, street: str, building: str, staircase: str, apartment: str, **_: str) -> str:
    """Return the address as it is written on one line, without the postcode: `Koivutie 4 B 12`."""
    return " ".join(part for part in (street, building, staircase, apartment) if part)


def address_sort_key(*, city: str, **parts: str) -> str:
    """Return what a location is sorted by: 4 before 10, å ä ö last."""
    padded = re.sub(r"[0-9]+", lambda number: number[0].zfill(6), address_line(**parts))
    return sort_key(f"{padded} {city}")


def search_key(gsrn: str, *, postcode: str, city: str, **parts: str) -> str:
    """Return what a location is found by: lower-case address, postcode, city and GSRN."""
    return f"{address_line(**parts)} {postcode} {city} {gsrn}".casefold()
