"""The stored files of an invoice, with their bytes."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404

from kajo.access.policy import CustomerAccess
from kajo.invoices.detail_rows import FileRow
from kajo.invoices.models import Invoice, InvoiceFile
from kajo.invoices.queries.standing import shown
from kajo.invoices.words import FileKind

FILE_COLUMNS = ("key", "kind", "name", "media_type", "size", "place", "sha256")


def find_file(access: CustomerAccess, key: str, kind: FileKind) -> FileRow | None:
    """Return the file of that kind of an invoice, without its content; None when there is none.

    :raises Http404: when the customer has no such invoice, or it is one that is not shown
    """
    invoice = Invoice.of(access).filter(shown(), key=key).values_list("pk", flat=True).first()
    if invoice is None:
        raise Http404
    files = InvoiceFile.of(access).filter(invoice=invoice, kind=kind).values_list(*FILE_COLUMNS)
    return next((file_row(*columns) for columns in files), None)


def find_attachment(access: CustomerAccess, key: str, file_key: str) -> FileRow | None:
    """Return an attachment of an invoice whose details are shown, without its content, or None."""
    files = InvoiceFile.of(access).filter(
        kind=FileKind.ATTACHMENT,
        key=file_key,
        invoice__in=Invoice.of(access).filter(shown(), key=key, dated_on__gte=settings.INVOICE_DETAILS_FROM),
    )
    return next((file_row(*columns) for columns in files.values_list(*FILE_COLUMNS)), None)


def get_content(access: CustomerAccess, file_key: str) -> bytes:
    """Return the bytes of a file.

    :raises Http404: when the customer has no such file
    """
    content = InvoiceFile.of(access).filter(key=file_key).values_list("content", flat=True).first()
    if content is None:
        raise Http404
    return bytes(content)


def file_row(
    key: str, kind: str, name: str, media_type: str, size: int, place: int, sha256: bytes
) -> FileRow:
    """Return the row of FILE_COLUMNS."""
    return FileRow(key, FileKind(kind), name, media_type, size, place, bytes(sha256).hex())
