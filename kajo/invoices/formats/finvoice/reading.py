"""Facts out of XML elements: what each is called, how it is written, and whether the invoice needs it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from lxml import etree

from kajo.core.records import FIRST_DAY, LAST_DAY
from kajo.core.refusals import Faults
from kajo.invoices.payment_numbers import compact

NUMBER = re.compile(r"-?[0-9]{1,12}([,.][0-9]{1,8})?")
DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")
MOST_PERCENT = 999
SHORT = 40
LACKS = "is missing; add it and send the invoice anew"


@dataclass(frozen=True)
class Fact:
    """A field of the record, the elements of which the first that has words holds it, and how to read it."""

    field: str
    paths: tuple[str, ...]
    read: Callable[[str], Any]
    is_needed: bool = False


def text(written: str) -> str:
    """Return the words with single spaces between."""
    return " ".join(written.split())


def number(written: str) -> Decimal:
    """Return the number, exact. A decimal point is understood too, and spaces between digits.

    :raises ValueError: when it is no number of at most 12 digits before the comma and 8 after
    """
    plain = "".join(written.split())
    if not NUMBER.fullmatch(plain):
        raise ValueError("is not a number such as 50,20")
    return Decimal(plain.replace(",", "."))


def percent(written: str) -> Decimal:
    """Return the per cent.

    :raises ValueError: when it is no number from 0 to 999
    """
    found = number(written)
    if not 0 <= found <= MOST_PERCENT:
        raise ValueError("is not a per cent such as 25,5")
    return found


def day(written: str) -> date:
    """Return the day.

    :raises ValueError: when it is none between 1990 and 2200
    """
    parts = DAY.fullmatch(written.strip())
    try:
        found = date(*map(int, parts.groups())) if parts else None
    except ValueError:
        found = None
    if found is None or not FIRST_DAY <= found <= LAST_DAY:
        raise ValueError("is not a day such as 20260131")
    return found


def language(written: str) -> str:
    """Return the code of a language in two small letters."""
    return text(written).lower()[:2]


def payment_number(written: str) -> str:
    """Return a reference, account or bank as machines write it."""
    return compact(written)


class Reader:
    """Reads one document. What is needed and lacks is a fault; what is not and cannot be read, a note."""

    def __init__(self, faults: Faults, line: int) -> None:
        self.faults, self._line = faults, line

    def read(self, element: etree._Element, facts: Iterable[Fact], prefix: str = "") -> dict[str, Any]:
        """Return the fields that the element has; `prefix` stands before each element's name."""
        found: dict[str, Any] = {}
        for fact in facts:
            for path in fact.paths:
                holder = element.find(prefix + path)
                if holder is not None and holder.text and holder.text.strip():
                    self._take(found, fact, holder)
                    break
            else:
                if fact.is_needed:
                    self.refuse(element, fact.paths[0], LACKS)
        return found

    def texts(self, element: etree._Element, path: str) -> list[str]:
        """Return the words of every element of the path that has some."""
        return [text(found.text) for found in element.findall(path) if found.text and found.text.strip()]

    def refuse(self, element: etree._Element, name: str, problem: str) -> None:
        """Note why the invoice cannot be taken."""
        self.faults.add(self.line_of(element), name, problem)

    def note(self, element: etree._Element, name: str, problem: str) -> None:
        """Tell the sender of something odd for which the invoice is not refused."""
        self.faults.warn(self.line_of(element), name, problem)

    def line_of(self, element: etree._Element) -> int:
        """Return the line of the file on which the element begins."""
        line: int | None = cast("int | None", element.sourceline)
        return (line or 1) + self._line - 1

    def _take(self, found: dict[str, Any], fact: Fact, holder: etree._Element) -> None:
        written = holder.text or ""
        try:
            found[fact.field] = fact.read(written)
        except ValueError as error:
            problem = f"{written.strip()[:SHORT]!r} {error}"
            if fact.is_needed:
                self.refuse(holder, str(holder.tag), f"{problem}; correct it and send the invoice anew")
            else:
                self.note(holder, str(holder.tag), f"{problem}; it is left out")
