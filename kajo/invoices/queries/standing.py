"""How an invoice stands on a day: what is open of it, when it is due, its state. Worked out only here.

Filters, sums and rows use the same expressions, in SQL, so that they always agree.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, DecimalField, F, Q, QuerySet, Value, When
from django.db.models.functions import Greatest

from kajo.changes.words import ChangeState
from kajo.invoices.models import Invoice
from kajo.invoices.words import InvoiceKind, InvoiceState

NOTHING = Value(Decimal(0), DecimalField(max_digits=14, decimal_places=2))
POSTPONED = Q(postponement__change__state__in=(ChangeState.PENDING, ChangeState.CONFIRMED))


def with_standing(invoices: QuerySet[Invoice], *, today: date) -> QuerySet[Any]:
    """Return the invoices with `open_amount`, `holding_due_on` and `state`.

    The due date that holds is the postponed one, unless the retailer refused it or gave a later one.
    """
    return invoices.annotate(
        open_amount=Case(
            When(kind=InvoiceKind.CREDIT_NOTE, then=NOTHING),
            default=Greatest(F("amount_to_pay") - F("paid_amount") - F("credited_amount"), NOTHING),
        ),
        holding_due_on=Case(
            When(POSTPONED, then=Greatest("due_on", "postponement__due_on")), default=F("due_on")
        ),
    ).annotate(state=_state(today))


def shown() -> Q:
    """Return what an invoice must be to be shown at all."""
    return Q(sent_on__gte=settings.INVOICES_FROM)


def _state(today: date) -> Case:
    credited = Q(kind=InvoiceKind.CREDIT_NOTE) | Q(total_with_vat__lt=0)
    credited |= Q(credited_amount__gt=0, credited_amount__gte=F("amount_to_pay"))
    return Case(
        When(credited, then=_is(InvoiceState.CREDITED)),
        When(open_amount__lte=0, then=_is(InvoiceState.PAID)),
        When(collection_on__lte=today, then=_is(InvoiceState.COLLECTION)),
        When(reminded_on__lte=today, then=_is(InvoiceState.REMINDED)),
        When(holding_due_on__lt=today, then=_is(InvoiceState.OVERDUE)),
        When(POSTPONED, then=_is(InvoiceState.POSTPONED)),
        When(paid_amount__gt=0, then=_is(InvoiceState.PARTLY_PAID)),
        default=_is(InvoiceState.OPEN),
        output_field=CharField(),
    )


def _is(state: InvoiceState) -> Value:
    return Value(state.value)
