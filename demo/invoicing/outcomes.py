"""What became of the invoices: most were paid; some tell a story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum, auto

from demo.invoicing.planning import Planned
from demo.numbers import drawn
from kajo.core.records import Record
from kajo.core.times import local_midnight
from kajo.invoices.records import (
    InvoiceDeliveryRecord,
    InvoiceDueDateRecord,
    InvoiceRecord,
    InvoiceStatusRecord,
    PaymentRecord,
    PaymentsKnownRecord,
)

CHANGE = 1
MORE_TIME = timedelta(days=14)


class Outcome(Enum):
    PAID = auto()
    OPEN = auto()
    PARTLY_PAID = auto()
    OVERDUE = auto()
    REMINDED = auto()
    COLLECTION = auto()
    CREDITED = auto()
    REFUNDED = auto()


# By contract and age, the newest invoice being 0. One that is overdue is open until its due date; an open or
# partly paid one is given more time when that has passed, so that there is one on any day.
STORIES: dict[tuple[str, int], Outcome] = {
    ("S-100111", 0): Outcome.OPEN,
    ("S-100221", 0): Outcome.OPEN,
    ("S-100330", 0): Outcome.OPEN,
    ("S-100880", 0): Outcome.OVERDUE,
    ("S-100230", 0): Outcome.OVERDUE,
    ("S-100880", 1): Outcome.REMINDED,
    ("S-100770", 0): Outcome.COLLECTION,
    ("S-100990", 2): Outcome.CREDITED,
    ("S-100440", 1): Outcome.PARTLY_PAID,
    ("S-100550", 0): Outcome.REFUNDED,
}


def outcome_of(planned: Planned, today: date) -> Outcome:
    """Return what became of an invoice by the evening before today."""
    told = STORIES.get((planned.contract, planned.age))
    if told is not None:
        return told
    return Outcome.OPEN if _paid_on(planned) >= today else Outcome.PAID


def due_on_of(planned: Planned, outcome: Outcome, today: date) -> date:
    """Return the due date that holds: a later one where the retailer gave more time."""
    gets_more_time = outcome in (Outcome.OPEN, Outcome.PARTLY_PAID) and planned.due_on < today
    return today + MORE_TIME if gets_more_time else planned.due_on


def follows_a_reminder(planned: Planned) -> bool:
    """Tell whether the invoice before had to be reminded of."""
    return STORIES.get((planned.contract, planned.age + 1)) is Outcome.REMINDED


def events_of(planned: Planned, invoice: InvoiceRecord, outcome: Outcome, today: date) -> Iterator[Record]:
    """Yield what the retailer's systems send about an invoice after its document."""
    yield InvoiceDeliveryRecord(
        record="invoice_delivery",
        change_number=CHANGE,
        invoice=invoice.number,
        channel=planned.channel,
        sent_on=invoice.dated_on,
    )
    due_on = due_on_of(planned, outcome, today)
    if due_on != planned.due_on:
        yield InvoiceDueDateRecord(
            record="invoice_due_date", change_number=CHANGE, invoice=invoice.number, due_on=due_on
        )
    if outcome in (Outcome.PAID, Outcome.PARTLY_PAID):
        is_part = outcome is Outcome.PARTLY_PAID
        yield PaymentRecord(
            record="payment",
            change_number=CHANGE,
            number=f"M{invoice.number}",
            invoice=invoice.number,
            paid_on=_paid_on(planned),
            amount=Decimal(20) if is_part else invoice.total_with_vat,
        )
    if outcome in (Outcome.REMINDED, Outcome.COLLECTION):
        in_collection = outcome is Outcome.COLLECTION
        yield InvoiceStatusRecord(
            record="invoice_status",
            change_number=CHANGE,
            invoice=invoice.number,
            reminded_on=planned.due_on + timedelta(days=14),
            collection_on=planned.due_on + timedelta(days=45) if in_collection else None,
        )


def payments_known(today: date) -> PaymentsKnownRecord:
    """Return until when all payments are there."""
    return PaymentsKnownRecord(record="payments_known", change_number=CHANGE, known_at=local_midnight(today))


def _paid_on(planned: Planned) -> date:
    return planned.due_on - timedelta(days=drawn((0, 0, 1, 2, 3, 6), planned.number))
