"""Final bills of contracts that have ended: what is left to pay or to refund."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, Q, QuerySet

from kajo.access.policy import CustomerAccess
from kajo.access.statements import given, statement
from kajo.invoices.models import Invoice
from kajo.invoices.queries.reading import LISTED, list_sites, row_of
from kajo.invoices.queries.standing import shown_then, with_standing
from kajo.invoices.rows import FinalBill, FinalBillRow
from kajo.invoices.words import InvoiceKind, InvoiceState

TOLD_FOR = timedelta(days=90)
MOST_TOLD = 3


def list_final_bills(access: CustomerAccess, *, today: date) -> tuple[FinalBillRow, ...]:
    """Return the newest final bills that matter still: new ones, unpaid ones, refunds that have no day yet.

    One statement, and another where there are any.
    """
    found = _finals().of(access, today=today, told_from=today - TOLD_FOR)
    sites = list_sites(access, [facts["id"] for facts in found]) if found else {}
    return tuple(
        FinalBillRow(
            row_of(facts, sites), FinalBill(facts["amount_to_pay"], facts["refund_to"], facts["refund_on"])
        )
        for facts in found
    )


@statement
def _finals() -> QuerySet[Invoice, dict[str, Any]]:
    finals = Invoice.owned().filter(shown_then(), is_final=True, kind=InvoiceKind.INVOICE)
    standing = with_standing(finals, today=given("today", DateField()))
    owes_customer = Q(amount_to_pay__lt=0)
    matters = (
        Q(dated_on__gte=given("told_from", DateField()))
        | Q(open_amount__gt=0)
        | (owes_customer & Q(refund_on=None))
    )
    told = standing.filter(matters, owes_customer | ~Q(state=InvoiceState.CREDITED))
    return told.order_by("-dated_on", "-id").values(*LISTED, "amount_to_pay", "refund_to", "refund_on")[
        :MOST_TOLD
    ]
