"""The PDF that an invoice is shown and handed out by: the one that came, or one made of its data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from kajo.access.policy import CustomerAccess
from kajo.files.pictures.drawing import shelf
from kajo.files.typesetting import make_pdf
from kajo.invoices.detail_rows import FileRow, InvoiceDetail
from kajo.invoices.made_bill import TEMPLATE, bill_data
from kajo.invoices.queries.details import get_invoice
from kajo.invoices.queries.papers import find_file, get_content
from kajo.invoices.words import FileKind

PDF = "application/pdf"


@dataclass(frozen=True)
class Bill:
    """A PDF by its digest (SHA-256, hex); `load` reads or makes it. `size` is known of an original only."""

    name: str
    sha256: str
    size: int | None
    is_original: bool
    load: Callable[[], bytes]


def bill_of(access: CustomerAccess, detail: InvoiceDetail) -> Bill:
    """Return the invoice's own PDF, or else one made of its data."""
    stored = next((file for file in detail.files if file.kind is FileKind.PDF), None)
    if stored is None:
        return made_bill(detail, customer=access.name)
    return _stored(access, stored)


def made_bill(detail: InvoiceDetail, *, customer: str) -> Bill:
    """Return a bill made of the data, and kept under the digest of the data and the template."""
    data = bill_data(detail, customer=customer)
    facts = json.dumps(data, ensure_ascii=False, sort_keys=True).encode()
    sha256 = hashlib.sha256(TEMPLATE.read_bytes() + facts).hexdigest()

    def load() -> bytes:
        kept = shelf.find(f"{sha256}.pdf")
        if kept is None:
            kept = make_pdf(TEMPLATE, data)
            shelf.keep(f"{sha256}.pdf", kept)
        return kept

    return Bill(f"{data['title']}.pdf", sha256, None, False, load)


def get_bill(access: CustomerAccess, key: str, *, today: date) -> Bill:
    """Return the PDF of an invoice by the invoice's key.

    :raises Http404: when the customer has no such invoice, or it is one that is not shown
    """
    stored = find_file(access, key, FileKind.PDF)
    if stored is None:
        return made_bill(get_invoice(access, key, today=today), customer=access.name)
    return _stored(access, stored)


def _stored(access: CustomerAccess, file: FileRow) -> Bill:
    return Bill(file.name, file.sha256, file.size, True, partial(get_content, access, file.key))
