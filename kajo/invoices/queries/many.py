"""Lists of many customers' invoices together: a manager's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, DateField, Min, Q, QuerySet, Sum

from kajo.access.customers import find_among
from kajo.access.owned import array_of
from kajo.access.policy import ManyAccess
from kajo.access.statements import given, statement
from kajo.core.functions import call
from kajo.core.paging import cut_page
from kajo.invoices.models import UNPAID, Invoice
from kajo.invoices.queries.lists import NEWEST_FIRST
from kajo.invoices.queries.reading import LISTED, row_of
from kajo.invoices.queries.standing import shown, shown_then, with_standing
from kajo.invoices.rows import LATE, NOTHING, TO_PAY, OwnedInvoiceRow, UnpaidPage, UnpaidSum

EARLIEST_DUE_FIRST = ("holding_due_on", "id")


@dataclass(frozen=True, order=True)
class After:
    """Where a page of a long list begins: after the invoice of this day and number."""

    dated_on: date
    id: int


@dataclass(frozen=True)
class WantedOfMany:
    """Which invoices of many customers: by words and a year.

    The words are a part of a customer's name, number or address, or the beginning of an invoice's number or
    reference.
    """

    search: str = ""
    year: int | None = None

    @property
    def digits(self) -> str:
        """How a number begins: in one piece, however it was typed."""
        begins = "".join(self.search.split())
        return begins if any(character.isdigit() for character in begins) else ""

    @property
    def days(self) -> tuple[date, date]:
        """The half-open period of the invoices' days."""
        if self.year is None:
            return date.min, date.max
        return date(self.year, 1, 1), date(self.year + 1, 1, 1)


EVERY_ONE = WantedOfMany()


def list_many(
    accesses: ManyAccess,
    wanted: WantedOfMany = EVERY_ONE,
    *,
    after: After | None = None,
    limit: int,
    today: date,
) -> list[OwnedInvoiceRow]:
    """Return invoices of many customers together, newest first, after a place in the list. Two statements.

    A search takes two more. A page is as quick far down the list as at its start: each begins where the
    former ended.
    """
    ids = find_newest_of_many(accesses, wanted, after=after, limit=limit)
    found = with_standing(Invoice.of_many(accesses).filter(pk__in=ids), today=today)
    return _rows(found.order_by(*NEWEST_FIRST)[:limit])


def find_newest_of_many(
    accesses: ManyAccess, wanted: WantedOfMany, *, after: After | None, limit: int
) -> list[int]:
    """Return ids among which the newest `limit` that are wanted are, and of those no other is."""
    Invoice.ask_many(accesses)
    starts_on, ends_on = wanted.days
    place = min(after or After(date.max, 0), After(ends_on, 0))
    span = (settings.INVOICES_FROM, starts_on, place.dated_on, place.id, limit)
    customers = find_among(accesses, wanted.search) if wanted.search else None
    ids: list[int] = call("kajo_newest_invoices", *span, customers)
    if wanted.digits:
        ids += call("kajo_numbered_invoices", *span, wanted.digits)
    return ids


def list_unpaid(
    accesses: ManyAccess,
    wanted: WantedOfMany = EVERY_ONE,
    *,
    only_late: bool,
    page: int,
    a_page: int,
    today: date,
) -> UnpaidPage:
    """Return a page of what many customers have to pay, the earliest due date first. Two statements.

    A search takes one more.
    """
    found = _unpaid(accesses, wanted, only_late=only_late, today=today)
    # The order is of the sums' own pass: a second one, over all that is unpaid, would take as long again.
    in_order = ArrayAgg("pk", order_by=EARLIEST_DUE_FIRST, default=[])
    ids, open_amount = found.aggregate(ids=in_order, sum=Sum("open_amount")).values()
    cut = cut_page(page, total=len(ids), a_page=a_page)
    on_page = Invoice.of_many(accesses).filter(pk__in=ids[cut.start : cut.end])
    rows = _rows(with_standing(on_page, today=today).order_by(*EARLIEST_DUE_FIRST))
    sums = UnpaidSum(len(ids), open_amount or NOTHING)
    return UnpaidPage(tuple(rows), cut.number, cut.pages, cut.start + 1, sums)


def _unpaid(accesses: ManyAccess, wanted: WantedOfMany, *, only_late: bool, today: date) -> QuerySet[Any]:
    starts_on, ends_on = wanted.days
    unpaid = Invoice.of_many(accesses).filter(UNPAID, shown(), dated_on__gte=starts_on, dated_on__lt=ends_on)
    if wanted.search:
        named = Q(owner__id__any=array_of(find_among(accesses, wanted.search)))
        begins = wanted.digits
        numbered = Q(number__startswith=begins) | Q(reference__startswith=begins) if begins else Q(pk=None)
        unpaid = unpaid.filter(named | numbered)
    return with_standing(unpaid, today=today).filter(state__in=LATE if only_late else TO_PAY)


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
