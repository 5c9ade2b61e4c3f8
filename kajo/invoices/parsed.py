"""What reading a file gives, whatever its form: invoices, before it is known whose they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from kajo.core.refusals import Faults
from kajo.invoices.records import InvoiceRecord, InvoiceRow
from kajo.invoices.words import Notice, Source

NOT_CONTENT = {"change_number", "pdf"}


@dataclass(frozen=True)
class Odd:
    """Something odd about an invoice that was taken all the same, with its facts as texts."""

    code: Notice
    facts: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        shown = ", ".join(f"{name} {value}" for name, value in self.facts.items())
        return (
            f"{self.code.value.replace('_', ' ')} ({shown})" if shown else self.code.value.replace("_", " ")
        )


@dataclass(frozen=True)
class ParsedInvoice:
    """One invoice of a file. `line` is where it begins; `sha256` tells its content from another's."""

    facts: InvoiceRecord
    line: int
    source: Source
    sha256: str
    original: bytes | None = None
    pdf: bytes | None = None
    odd: tuple[Odd, ...] = ()


@dataclass(frozen=True)
class ParsedFile:
    """The invoices of one file, and what is wrong with it."""

    faults: Faults
    invoices: tuple[ParsedInvoice, ...]


def parsed_of(record: InvoiceRecord, line: int) -> ParsedInvoice:
    """Return the invoice of a JSON Lines record."""
    content = record.model_dump_json(exclude=NOT_CONTENT, exclude_defaults=True)
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    return ParsedInvoice(record, line, Source.JSON, sha256, pdf=record.pdf)


def has_sums(row: InvoiceRow) -> bool:
    """Tell whether the row states a sum."""
    return row.amount_without_vat is not None or row.amount_with_vat is not None


def is_subtotal(row: InvoiceRow) -> bool:
    """Tell whether the row only repeats the sum of its own rows."""
    return any(has_sums(sub) for sub in row.rows)


def counted_rows(rows: tuple[InvoiceRow, ...]) -> Iterator[InvoiceRow]:
    """Yield the rows that make the totals: of a subtotal its own rows, in its stead."""
    for row in rows:
        yield from row.rows if is_subtotal(row) else (row,)
