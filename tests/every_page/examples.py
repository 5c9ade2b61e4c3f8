"""An example object for every URL that names one: its parts, of a customer's own. A missing one fails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from kajo.access.models import Customer, Offer, Ownership, User
from kajo.bulletins.models import Bulletin
from kajo.contracts.models import Contract, ContractDocument, Location
from kajo.core import times
from kajo.information.models import Contact, ContactProof
from kajo.invoices.models import Invoice, InvoiceExport, InvoiceFile
from kajo.invoices.words import FileKind
from kajo.own_data.models import DataExport

Parts = dict[str, str]


def _location(customer: Customer) -> Parts:
    return {"location": Location.everything.filter(owner=customer).order_by("pk")[0].key}


def _contract(customer: Customer) -> Parts:
    return {"key": Contract.everything.filter(owner=customer).order_by("pk")[0].key}


def _newest_invoice(customer: Customer) -> Invoice:
    """Return an invoice that pages show, as they do not the oldest."""
    return Invoice.everything.filter(owner=customer).latest("dated_on", "pk")


def _invoice(customer: Customer) -> Parts:
    return {"key": _newest_invoice(customer).key}


def _document(customer: Customer) -> Parts:
    document = ContractDocument.everything.filter(owner=customer).order_by("pk")[0]
    return {"key": document.contract.key, "document": document.key}


def _original(customer: Customer) -> Parts:
    """Return an invoice that came as a document of its own, be it one of this test's."""
    invoice = _newest_invoice(customer)
    facts = {"name": "x.xml", "media_type": "application/xml", "size": 4, "content": b"<x/>"}
    received = {**facts, "sha256": bytes(32), "received_at": invoice.received_at}
    whose = {"owner": customer, "invoice": invoice, "kind": FileKind.ORIGINAL}
    InvoiceFile.everything.get_or_create(**whose, defaults=received)
    return {"key": invoice.key}


def _attachment(customer: Customer) -> Parts:
    invoice = _newest_invoice(customer)
    facts = {"name": "x.png", "media_type": "image/png", "size": 4, "content": b"\x89PNG"}
    received = {**facts, "sha256": bytes(32), "received_at": invoice.received_at}
    whose = {"owner": customer, "invoice": invoice, "kind": FileKind.ATTACHMENT, "place": 1}
    file, _ = InvoiceFile.everything.get_or_create(**whose, defaults=received)
    return {"key": invoice.key, "file": file.key}


def _right(customer: Customer) -> Parts:
    giver = Ownership.everything.filter(owner=customer).order_by("pk")[0].user
    week = timedelta(days=7)
    offer, _ = Offer.everything.get_or_create(
        owner=customer,
        email="every.receiver@example.com",
        defaults={
            "levels": {"invoices": 1},
            "starts_at": times.now(),
            "given_by": giver,
            "given_at": times.now(),
            "lapses_at": times.now() + week,
        },
    )
    return {"key": offer.key}


def _all_data(customer: Customer) -> Parts:
    """Return a file of all data that another owner has ordered."""
    now = times.now()
    facts = {"total": 1, "asked_at": now, "expires_at": now + timedelta(days=1), "state": "ready"}
    made = {**facts, "content": b"PK", "media_type": "application/zip"}
    whose = {"owner": customer, "user": User.objects.order_by("pk")[0], "name": "all.zip"}
    export, _ = DataExport.everything.get_or_create(**whose, defaults=made)
    return {"key": export.key}


def _export(customer: Customer) -> Parts:
    """Return a file that somebody else has ordered."""
    now = times.now()
    facts = {"name": "x.zip", "total": 1, "asked_at": now, "expires_at": now + timedelta(days=1)}
    made = {**facts, "state": "ready", "content": b"PK", "media_type": "application/zip"}
    whose = {"owner": customer, "user": User.objects.order_by("pk")[0], "name": "x.zip"}
    export, _ = InvoiceExport.everything.get_or_create(**whose, defaults=made)
    return {"key": export.key}


def _contact(customer: Customer) -> Parts:
    return {"key": Contact.everything.filter(owner=customer).order_by("pk")[0].key}


def _proof(customer: Customer) -> Parts:
    """Return a code that somebody else has ordered."""
    proof, _ = ContactProof.everything.get_or_create(
        owner=customer,
        value="somebody.else@example.com",
        defaults={
            "kind": "email",
            "user": User.objects.order_by("pk")[0],
            "asked_at": times.now(),
            "expires_at": times.now() + timedelta(minutes=10),
        },
    )
    return {"key": proof.key}


# Pages of what somebody ordered: to all others, whatever they hold, it is not there.
PERSONAL = {
    *("invoice-export", "invoice-export-file", "my-data-export", "my-data-file"),
    *("information-prove", "information-resend"),
}

# Objects that are the same for everybody.
SHARED = {"bulletin-detail"}

# By URL name; a page that names no object of a customer's is not here.
EXAMPLES: dict[str, Callable[[Customer], Parts]] = {
    "report-location": _location,
    "report-period": lambda customer: {**_location(customer), "step": "month", "period": "2026-11"},
    "report-csv": lambda customer: {**_location(customer), "step": "day", "period": "2026-11-23"},
    "bulletin-detail": lambda customer: {"bulletin": Bulletin.objects.order_by("pk")[0].key},
    "contract-detail": _contract,
    "invoice-detail": _invoice,
    "invoice-postpone": _invoice,
    "contract-profile": _contract,
    "contract-document": _document,
    "contract-summary": _contract,
    "contract-withdraw": _contract,
    "invoice-check": _invoice,
    "invoice-check-csv": _invoice,
    "invoice-explain": _invoice,
    "invoice-picture": lambda customer: {**_invoice(customer), "page": "1"},
    "invoice-bill": _invoice,
    "invoice-original": _original,
    "invoice-attachment": _attachment,
    "right": _right,
    "right-change": _right,
    "right-resend": _right,
    "right-remove": _right,
    "information-edit": _contact,
    "information-remove": _contact,
    "information-prove": _proof,
    "information-resend": _proof,
    "my-data-export": _all_data,
    "my-data-file": _all_data,
    "invoice-export": _export,
    "invoice-export-file": _export,
}
