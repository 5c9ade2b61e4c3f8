"""How an invoice stands on a day: what is open of it, when it is due, its state.

Worked out by the functions of `sql/standing.sql`, so that filters, sums and rows always agree.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import CharField, DateField, DecimalField, Func, Q, QuerySet, Value

from kajo.access.statements import Given, given_setting
from kajo.invoices.models import Invoice

MOVED_TO, ANSWER = "postponement__due_on", "postponement__change__state"
SUMS = ("amount_to_pay", "paid_amount", "credited_amount")


def with_standing(invoices: QuerySet[Invoice], *, today: date | Given) -> QuerySet[Any]:
    """Return the invoices with `open_amount`, `holding_due_on` and `state`.

    The due date that holds is the postponed one, unless the retailer refused it or gave a later one.
    """
    return invoices.annotate(
        open_amount=Func(
            "kind",
            *SUMS,
            function="kajo_open_amount",
            output_field=DecimalField(max_digits=14, decimal_places=2),
        ),
        holding_due_on=Func(
            "due_on", MOVED_TO, ANSWER, function="kajo_holding_due_on", output_field=DateField()
        ),
        state=Func(
            today if isinstance(today, Given) else Value(today, DateField()),
            "kind",
            "total_with_vat",
            *SUMS,
            "collection_on",
            "reminded_on",
            "due_on",
            MOVED_TO,
            ANSWER,
            function="kajo_invoice_state",
            output_field=CharField(),
        ),
    )


def shown() -> Q:
    """Return what an invoice must be to be shown at all."""
    return Q(sent_on__gte=settings.INVOICES_FROM)


def shown_then() -> Q:
    """Return the same for a statement that is put together once."""
    return Q(sent_on__gte=given_setting("INVOICES_FROM", DateField()))
