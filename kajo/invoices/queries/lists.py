"""Lists of invoices: a customer's page by page, of many customers, and what is still to be paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from kajo.access.policy import CustomerAccess, ManyAccess
from kajo.contracts.models import Location
from kajo.contracts.sorting import address_line
from kajo.core.functions import call
from kajo.invoices.models import Invoice, InvoiceSite
from kajo.invoices.queries.reading import LISTED, list_sites, row_of
from kajo.invoices.queries.standing import shown, with_standing
from kajo.invoices.rows import (
    NOTHING,
    TO_PAY,
    Choices,
    DueDay,
    InvoicePage,
    InvoiceRow,
    NewestInvoice,
    OwnedInvoiceRow,
    Selection,
    StateSum,
    ToBePaid,
)
from kajo.invoices.words import Channel, InvoiceKind, InvoiceState

NEWEST_FIRST = ("-dated_on", "-id")
LOCATIONS = 200  # more than these are found by words, not in a menu
ADDRESS = ("street", "building", "staircase", "apartment")


def list_invoices(
    access: CustomerAccess, selection: Selection, *, page: int, a_page: int, today: date
) -> InvoicePage:
    """Return one page of the customer's invoices, newest first; the last one where there are fewer pages.

    Three statements, however many invoices there are.
    """
    narrowed = _narrowed(access, selection, today)
    sums = _sums_by_state(narrowed)
    selected = sum((sums[state] for state in selection.states if state in sums), StateSum())
    pages = max(1, -(-selected.count // a_page))
    number = min(page, pages)
    found = _in_states(narrowed, selection).order_by(*NEWEST_FIRST).values(*LISTED)
    rows = list(found[(number - 1) * a_page : number * a_page])
    sites = list_sites(access, [row["id"] for row in rows])
    return InvoicePage(
        rows=tuple(row_of(row, sites) for row in rows),
        number=number,
        pages=pages,
        first=(number - 1) * a_page + 1,
        sums=sums,
        selected=selected,
    )


def list_choices(access: CustomerAccess) -> Choices:
    """Return what the customer's list can be narrowed by. Two statements."""
    by_year = Invoice.of(access).annotate(year=ExtractYear("dated_on"), is_shown=shown())
    years = set(by_year.order_by().values_list("year", "is_shown").distinct())
    billed = InvoiceSite.of(access).filter(location__isnull=False).values("location")
    locations = list(
        Location.of(access)
        .filter(pk__in=billed)
        .order_by("sort_key", "id")
        .values_list("key", "city", *ADDRESS)[: LOCATIONS + 1]
    )
    return Choices(
        years=tuple(sorted({year for year, is_shown in years if is_shown}, reverse=True)),
        locations=tuple(
            (key, f"{address_line(**dict(zip(ADDRESS, parts, strict=True)))}, {city}")
            for key, city, *parts in locations
        )
        if 1 < len(locations) <= LOCATIONS
        else (),
        hides_earlier=any(not is_shown for _, is_shown in years),
    )


def list_to_pay(access: CustomerAccess, *, today: date, before: date | None = None) -> tuple[InvoiceRow, ...]:
    """Return what is still to be paid, without sites: late ones first, then by due date. One statement."""
    unpaid = _of_customer(access, today).filter(state__in=TO_PAY)
    if before is not None:
        unpaid = unpaid.filter(holding_due_on__lt=before)
    rows = [row_of(row, {}) for row in unpaid.order_by("holding_due_on", "id").values(*LISTED)]
    return tuple(sorted(rows, key=lambda row: not row.is_late))


def sum_to_be_paid(access: CustomerAccess, starts_on: date, ends_on: date, *, today: date) -> ToBePaid:
    """Return what falls due in a half-open period, by day, and what fell due before. One statement."""
    rows = list_to_pay(access, today=today, before=ends_on)
    due = sorted((row.due_on, row.number, row) for row in rows if row.due_on and row.due_on >= starts_on)
    days = groupby(due, key=lambda one: one[0])
    return ToBePaid(
        starts_on=starts_on,
        ends_on=ends_on,
        days=tuple(DueDay(day, tuple(row for *_, row in of_day)) for day, of_day in days),
        late=tuple(row for row in rows if row.due_on and row.due_on < starts_on),
    )


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
    rows = found.order_by(*NEWEST_FIRST).values("owner_id", *LISTED)
    return [OwnedInvoiceRow(row["owner_id"], row["id"], row_of(row, {})) for row in rows]


def find_newest(access: CustomerAccess) -> NewestInvoice | None:
    """Return how and when the newest invoice was sent, or None when there is none. One statement."""
    newest = Invoice.of(access).filter(shown(), kind=InvoiceKind.INVOICE).order_by(*NEWEST_FIRST)
    for sent_on, channel in newest.values_list("sent_on", "channel")[:1]:
        return NewestInvoice(sent_on, Channel(channel) if channel else None)
    return None


def selected(access: CustomerAccess, selection: Selection, today: date) -> QuerySet[Any]:
    """Return the invoices of a selection, with their standing."""
    return _in_states(_narrowed(access, selection, today), selection)


def _in_states(invoices: QuerySet[Any], selection: Selection) -> QuerySet[Any]:
    return invoices.filter(state__in=selection.states) if selection.state else invoices


def _of_customer(access: CustomerAccess, today: date) -> QuerySet[Any]:
    return with_standing(Invoice.of(access).filter(shown()), today=today)


def _narrowed(access: CustomerAccess, selection: Selection, today: date) -> QuerySet[Any]:
    """Return the selection but for its states."""
    found = _of_customer(access, today)
    if selection.year is not None:
        first = date(selection.year, 1, 1)
        found = found.filter(dated_on__gte=first, dated_on__lt=first.replace(year=first.year + 1))
    sites = InvoiceSite.of(access).filter(invoice=OuterRef("pk"))
    if selection.location:
        found = found.filter(Exists(sites.filter(location__key=selection.location)))
    if selection.search:
        words = selection.search
        digits = "".join(words.split())
        found = found.filter(
            Q(number__icontains=digits)
            | Q(reference__icontains=digits)
            | Exists(sites.filter(Q(address__icontains=words) | Q(gsrn__contains=digits)))
        )
    return found


def _sums_by_state(invoices: QuerySet[Any]) -> Mapping[InvoiceState, StateSum]:
    sums = (
        invoices.order_by()
        .values_list("state")
        .annotate(Count("id"), Sum("total_with_vat"), Sum("open_amount"), Sum("energy_kwh"))
    )
    return {
        InvoiceState(state): StateSum(count, total, open_amount, energy_kwh or NOTHING)
        for state, count, total, open_amount, energy_kwh in sums
    }
