"""Writing what happens to invoices after they were sent: delivery, due dates, reminders and payments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from kajo.core.records import Counts, Line, newer_than
from kajo.core.refusals import Faults, not_there
from kajo.invoices.models import Invoice, Payment, PaymentsKnown
from kajo.invoices.records import (
    InvoiceDeliveryRecord,
    InvoiceDueDateRecord,
    InvoiceStatusRecord,
    PaymentRecord,
    PaymentsKnownRecord,
)
from kajo.invoices.standing_imports import add_up

BATCH = 1000

E = TypeVar("E", InvoiceDeliveryRecord, InvoiceDueDateRecord, InvoiceStatusRecord)


def write_deliveries(lines: Sequence[Line[InvoiceDeliveryRecord]], faults: Faults) -> Counts:
    """Write how and when invoices were delivered."""

    def put(invoice: Invoice, record: InvoiceDeliveryRecord) -> None:
        invoice.channel, invoice.sent_on = record.channel, record.sent_on

    return _write(lines, faults, put, "delivery_change_number", ("channel", "sent_on"))


def write_due_dates(lines: Sequence[Line[InvoiceDueDateRecord]], faults: Faults) -> Counts:
    """Write due dates that the retailer moved."""

    def put(invoice: Invoice, record: InvoiceDueDateRecord) -> None:
        invoice.due_on = record.due_on

    return _write(lines, faults, put, "due_change_number", ("due_on",))


def write_statuses(lines: Sequence[Line[InvoiceStatusRecord]], faults: Faults) -> Counts:
    """Write reminders and collection."""

    def put(invoice: Invoice, record: InvoiceStatusRecord) -> None:
        invoice.reminded_on, invoice.collection_on = record.reminded_on, record.collection_on

    return _write(lines, faults, put, "status_change_number", ("reminded_on", "collection_on"))


def _write(
    lines: Sequence[Line[E]],
    faults: Faults,
    put: Callable[[Invoice, E], None],
    change_number: str,
    written: tuple[str, ...],
) -> Counts:
    names = ("number", change_number)
    invoices = {
        invoice.number: invoice
        for invoice in Invoice.everything.filter(number__in=[line.record.invoice for line in lines]).only(
            *names
        )
    }
    _note_unknown(lines, invoices, faults)
    faults.refuse_if_any()
    kept: dict[tuple[object, ...], int] = {
        (number,): getattr(invoice, change_number) for number, invoice in invoices.items()
    }
    newer = newer_than(kept, lines)
    for line in newer:
        invoice = invoices[line.record.invoice]
        put(invoice, line.record)
        setattr(invoice, change_number, line.record.change_number)
    changed = [invoices[line.record.invoice] for line in newer]
    Invoice.everything.bulk_update(changed, [change_number, *written], batch_size=BATCH)
    return Counts(len(lines), len(newer), len(lines) - len(newer))


def write_payments(lines: Sequence[Line[PaymentRecord]], faults: Faults) -> Counts:
    """Write payments, each once by the sender's number."""
    invoices = {
        number: (pk, owner_id)
        for pk, owner_id, number in Invoice.everything.filter(
            number__in={line.record.invoice for line in lines}
        ).values_list("id", "owner_id", "number")
    }
    _note_unknown(lines, invoices, faults)
    kept = {
        number: (change, invoice)
        for number, change, invoice in Payment.everything.filter(
            number__in=[line.record.number for line in lines]
        ).values_list("number", "change_number", "invoice__number")
    }
    for line in lines:
        if line.record.number in kept and kept[line.record.number][1] != line.record.invoice:
            problem = (
                f"payment {line.record.number} is of invoice {kept[line.record.number][1]};"
                " cancel it, and send a payment with another number"
            )
            faults.add(line.number, "invoice", problem)
    faults.refuse_if_any()
    newer = newer_than({(number,): change for number, (change, _) in kept.items()}, lines)
    Payment.everything.bulk_create(
        [_payment(line.record, *invoices[line.record.invoice]) for line in newer],
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["change_number", "paid_on", "amount", "is_cancelled"],
        batch_size=BATCH,
    )
    add_up({line.record.invoice for line in newer})
    return Counts(len(lines), len(newer), len(lines) - len(newer))


def _payment(record: PaymentRecord, invoice_id: int, owner_id: int) -> Payment:
    return Payment(
        owner_id=owner_id,
        invoice_id=invoice_id,
        number=record.number,
        change_number=record.change_number,
        paid_on=record.paid_on,
        amount=record.amount,
        is_cancelled=record.cancelled,
    )


def write_payments_known(lines: Sequence[Line[PaymentsKnownRecord]], faults: Faults) -> Counts:
    """Write up to when payments are known."""
    known = PaymentsKnown.objects.filter(number=1).first()
    newer = newer_than({(): known.change_number} if known else {}, lines)
    for line in newer:
        PaymentsKnown(1, line.record.change_number, line.record.known_at).save()
    return Counts(len(lines), len(newer), len(lines) - len(newer))


def _note_unknown(
    lines: Sequence[Line[PaymentRecord]] | Sequence[Line[E]], invoices: Mapping[str, object], faults: Faults
) -> None:
    for line in lines:
        if line.record.invoice not in invoices:
            faults.add(line.number, "invoice", not_there("invoice", line.record.invoice))
