"""What reading a file gives, whatever its form: invoices, before it is known whose they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from kajo.core.refusals import Faults
from kajo.files.names import clean_name
from kajo.invoices.links import bill_name
from kajo.invoices.records import InvoiceRecord, InvoiceRow
from kajo.invoices.words import Channel, FileKind, Notice, Source

NOT_CONTENT = {"change_number", "pdf"}
XML, PDF = "application/xml", "application/pdf"
OFFICE = "application/vnd.openxmlformats-officedocument"
# What may lie beside an invoice, by the end of its name; none of these is a kind of file that is imported.
BESIDE = {
    ".pdf": PDF,
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".xlsx": f"{OFFICE}.spreadsheetml.sheet",
    ".docx": f"{OFFICE}.wordprocessingml.document",
}


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
class Attachment:
    """A file that a link of the invoice names; `place` is the link's, from 1. Its content may come later."""

    place: int
    name: str
    content: bytes | None = None


@dataclass(frozen=True)
class GivenFile:
    """A file that came with an invoice. `place` is that of an attachment's link, 0 of all else."""

    kind: FileKind
    name: str
    media_type: str
    content: bytes
    place: int = 0

    @property
    def sha256(self) -> bytes:
        return hashlib.sha256(self.content).digest()


@dataclass(frozen=True)
class ParsedInvoice:
    """One invoice of a file. `line` is where it begins; `sha256` tells its content from another's.

    `channel` is how it was delivered, where the document itself says so.
    """

    facts: InvoiceRecord
    line: int
    source: Source
    sha256: str
    original: bytes | None = None
    pdf: bytes | None = None
    attachments: tuple[Attachment, ...] = ()
    odd: tuple[Odd, ...] = ()
    channel: Channel | None = None

    @property
    def beside(self) -> Iterator[GivenFile]:
        """The files that lay beside it; each may also come later."""
        if self.pdf is not None:
            yield GivenFile(FileKind.PDF, bill_name(self.facts.number), PDF, self.pdf)
        for one in self.attachments:
            if one.content is not None:
                media_type = BESIDE[PurePath(one.name).suffix.lower()]
                yield GivenFile(FileKind.ATTACHMENT, one.name, media_type, one.content, one.place)


@dataclass(frozen=True)
class ParsedFile:
    """The invoices of one file, and what is wrong with it."""

    faults: Faults
    invoices: tuple[ParsedInvoice, ...]


def may_lie_beside(name: str) -> bool:
    """Tell whether a file of that name may be an invoice's: a plain name of a known ending."""
    return PurePath(name).suffix.lower() in BESIDE and clean_name(name) == name


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
