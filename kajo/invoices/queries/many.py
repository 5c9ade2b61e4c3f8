"""Lists of many customers' invoices together: a manager's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, DateField, Min, Q, QuerySet, Sum

from kajo.access.policy import ManyAccess
from kajo.access.statements import given, statement
from kajo.core.functions import call
from kajo.invoices.models import UNPAID, Invoice
from kajo.invoices.queries.lists import NEWEST_FIRST
from kajo.invoices.queries.reading import LISTED, row_of
from kajo.invoices.queries.standing import shown, shown_then, with_standing
from kajo.invoices.rows import LATE, NOTHING, TO_PAY, OwnedInvoiceRow, UnpaidPage, UnpaidSum


@dataclass(frozen=True)
class After:
    """Where a page of a long list begins: after the invoice of this day and number."""

    dated_on: date
    id: int


def list_many(
    accesses: ManyAccess, *, after: After | None = None, limit: int, today: date
) -> list[OwnedInvoiceRow]:
    """Return invoices of many customers together, newest first, after a place in the list. Two statements.

    A page is as quick far down the list as at its start: each begins where the former ended.
    """
    place = after or After(date.max, 0)
    ids = call("kajo_newest_invoices", settings.INVOICES_FROM, place.dated_on, place.id, limit)
    found = with_standing(Invoice.of_many(accesses).filter(pk__in=ids), today=today)
    return _rows(found.order_by(*NEWEST_FIRST))


def list_unpaid(accesses: ManyAccess, *, only_late: bool, page: int, a_page: int, today: date) -> UnpaidPage:
    """Return a page of what many customers have to pay, the earliest due date first. Two statements."""
    found = with_standing(Invoice.of_many(accesses).filter(UNPAID, shown()), today=today)
    found = found.filter(state__in=LATE if only_late else TO_PAY)
    count, open_amount = found.aggregate(n=Count("pk"), s=Sum("open_amount")).values()
    pages = max(1, -(-count // a_page))
    number = min(page, pages)
    first = (number - 1) * a_page
    rows = _rows(found.order_by("holding_due_on", "id")[first : first + a_page])
    return UnpaidPage(tuple(rows), number, pages, first + 1, UnpaidSum(count, open_amount or NOTHING))


def sum_unpaid(accesses: ManyAccess, *, today: date) -> dict[int, UnpaidSum]:
    """Return what each of many customers has to pay, by its id, if anything. One statement."""
    return {
        owner_id: UnpaidSum(count, open_amount, late_count, late_amount or NOTHING, next_due_on)
        for owner_id, count, open_amount, late_count, late_amount, next_due_on in _unpaid_sums().of(
            accesses, today=today
        )
    }


@statement
def _unpaid_sums() -> QuerySet[Invoice, tuple[Any, ...]]:
    unpaid = Invoice.owned_by_many().filter(UNPAID, shown_then())
    found: QuerySet[Any, Any] = with_standing(unpaid, today=given("today", DateField()))
    is_late = Q(state__in=LATE)
    by_owner: QuerySet[Invoice, tuple[Any, ...]] = (
        found.filter(state__in=TO_PAY).order_by().values_list("owner_id")
    )
    return by_owner.annotate(
        n=Count("id"),
        open=Sum("open_amount"),
        late_n=Count("id", filter=is_late),
        late=Sum("open_amount", filter=is_late),
        next_due_on=Min("holding_due_on", filter=~is_late),
    )


def _rows(found: QuerySet[Any]) -> list[OwnedInvoiceRow]:
    rows = found.values("owner_id", *LISTED)
    return [OwnedInvoiceRow(row["owner_id"], row["id"], row_of(row, {})) for row in rows]
