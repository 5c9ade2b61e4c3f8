"""What has been paid and credited of invoices, kept beside them so that lists need not add it up."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django.db.models import Exists, Max, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from kajo.invoices.models import Invoice, Payment
from kajo.invoices.words import InvoiceKind

NOTHING = Value(Decimal(0))


def add_up(numbers: Collection[str]) -> None:
    """Add up anew what is paid and credited of these invoices. One statement; no write for nothing."""
    payments = Payment.everything.filter(invoice=OuterRef("pk"), is_cancelled=False)
    notes = Invoice.everything.filter(
        owner=OuterRef("owner"), kind=InvoiceKind.CREDIT_NOTE, credited_number=OuterRef("number")
    )
    paid = payments.values("invoice").annotate(sum=Sum("amount"), last=Max("paid_on"))
    credited = notes.values("credited_number").annotate(sum=Sum("total_with_vat"))
    Invoice.everything.filter(number__in=numbers).filter(
        Exists(payments) | Exists(notes) | ~Q(paid_amount=0) | ~Q(credited_amount=0)
    ).update(
        paid_amount=Coalesce(Subquery(paid.values("sum")), NOTHING),
        paid_on=Subquery(paid.values("last")),
        credited_amount=Coalesce(-1 * Subquery(credited.values("sum")), NOTHING),
    )
