"""The shape of what other systems send: one record a line, strict, with the sender's change number."""

from __future__ import annotations

import re
import unicodedata
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)

EXACT_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
R = TypeVar("R", bound="Record")


def _printable(text: str) -> str:
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in text):
        raise ValueError("holds a control character; leave it out")
    return text


def _exact(value: Any) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str) or not EXACT_NUMBER.fullmatch(value):
        raise ValueError('is not a number written as text with a decimal point, such as "7.35"')
    return Decimal(value)


Text = Annotated[str, AfterValidator(_printable)]
Exact = Annotated[Decimal, BeforeValidator(_exact), WithJsonSchema({"type": "string", "format": "decimal"})]
"""A decimal number, written as text with a decimal point."""

Language = Literal["fi", "sv", "en"]

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2200, 1, 1)  # what is outside is a slip of the pen
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
Instant = Annotated[
    AwareDatetime,
    Field(ge=datetime(1990, 1, 1, tzinfo=UTC), le=datetime(2200, 1, 1, tzinfo=UTC)),
]


class Part(BaseModel):
    """A group of fields inside a record."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, str_strip_whitespace=True)


class Record(Part):
    """One line of a file. Among records of the same thing, the highest change number holds."""

    change_number: int = Field(
        ge=0,
        lt=2**63,
        description="Grows with every change of the thing in the sender's system. "
        "A lower number never replaces a higher one; an equal one changes nothing.",
    )

    @abstractmethod
    def identity(self) -> tuple[object, ...] | None:
        """Return what the sender knows the thing by, or None when the record holds several."""


@dataclass(frozen=True)
class Line(Generic[R]):
    """A record and the line of the file that it stood on, counted from 1."""

    number: int
    record: R


@dataclass(frozen=True)
class Counts:
    """What an import did with the rows of a file."""

    read: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.read + other.read,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.missing + other.missing,
        )


class Words(Part):
    """A short text in the three languages."""

    fi: Text = Field(min_length=1, max_length=150, description="In Finnish.")
    sv: Text = Field(default="", max_length=150, description="In Swedish; empty: the Finnish text is shown.")
    en: Text = Field(default="", max_length=150, description="In English; empty: the Finnish text is shown.")


def newer_than(kept: Mapping[tuple[object, ...], int], lines: Sequence[Line[R]]) -> list[Line[R]]:
    """Return the lines whose thing is new, or kept with a lower change number; `kept` is by identity."""
    return [line for line in lines if line.record.change_number > kept.get(line.record.identity() or (), -1)]
