"""Lists of a customer's invoices: page by page, and what is still to be paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Count, DateField, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from kajo.access.policy import CustomerAccess
from kajo.access.statements import given, statement
from kajo.contracts.models import Location
from kajo.contracts.sorting import address_line
from kajo.core.paging import cut_page
from kajo.invoices.models import UNPAID, Invoice, InvoiceSite
from kajo.invoices.queries.reading import LISTED, list_sites, row_of
from kajo.invoices.queries.standing import shown_then, with_standing
from kajo.invoices.rows import (
    NOTHING,
    TO_PAY,
    Choices,
    DueDay,
    InvoicePage,
    InvoiceRow,
    NewestInvoice,
    Selection,
    StateSum,
    ToBePaid,
)
from kajo.invoices.words import Channel, InvoiceKind, InvoiceState

NEWEST_FIRST = ("-dated_on", "-id")
FIRST_YEAR = 2000
LOCATIONS = 200  # more than these are found by words, not in a menu
ADDRESS = ("street", "building", "staircase", "apartment")


def list_invoices(
    access: CustomerAccess, selection: Selection, *, page: int, a_page: int, today: date
) -> InvoicePage:
    """Return one page of the customer's invoices, newest first; the last one where there are fewer pages.

    Three statements, however many invoices there are.
    """
    asked, values = _shape(selection), _values(selection, today)
    sums = _sums_by_state(access, asked, values)
    selected = sum((sums[state] for state in selection.states if state in sums), StateSum())
    cut = cut_page(page, total=selected.count, a_page=a_page)
    rows = _found(asked, LISTED, cut.start, cut.end).of(access, **values)
    sites = list_sites(access, [row["id"] for row in rows])
    return InvoicePage(
        rows=tuple(row_of(row, sites) for row in rows),
        number=cut.number,
        pages=cut.pages,
        first=cut.start + 1,
        sums=sums,
        selected=selected,
    )


def list_choices(access: CustomerAccess) -> Choices:
    """Return what the customer's list can be narrowed by. Two statements."""
    years = set(_years().of(access))
    locations = _billed().of(access)
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
    found = _unpaid(until_a_day=before is not None).of(access, today=today, before=before)
    rows = [row_of(row, {}) for row in found]
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


def find_newest(access: CustomerAccess) -> NewestInvoice | None:
    """Return how and when the newest invoice was sent, or None when there is none. One statement."""
    for sent_on, channel in _newest().of(access):
        return NewestInvoice(sent_on, Channel(channel) if channel else None)
    return None


def list_selected(
    access: CustomerAccess, selection: Selection, columns: tuple[str, ...], *, limit: int, today: date
) -> list[dict[str, Any]]:
    """Return those columns of the newest invoices of a selection. One statement."""
    return _found(_shape(selection), columns, 0, limit).of(access, **_values(selection, today))


@dataclass(frozen=True)
class _Shape:
    """What a list is narrowed by, whatever the values are."""

    state: bool
    year: bool
    location: bool
    search: bool


def _shape(selection: Selection) -> _Shape:
    is_of_a_year = selection.year is not None
    return _Shape(bool(selection.state), is_of_a_year, bool(selection.location), bool(selection.search))


def _values(selection: Selection, today: date) -> dict[str, Any]:
    first = date(selection.year or FIRST_YEAR, 1, 1)
    return {
        "today": today,
        "states": [state.value for state in selection.states],
        "first": first,
        "end": first.replace(year=first.year + 1),
        "location": selection.location,
        "words": selection.search,
        "folded": selection.search.casefold(),
        "digits": "".join(selection.search.split()),
    }


@statement
def _found(
    shape: _Shape, columns: tuple[str, ...], first: int, end: int
) -> QuerySet[Invoice, dict[str, Any]]:
    found = _narrowed(shape)
    if shape.state:
        found = found.filter(state__any=given("states", ArrayField(CharField())))
    return found.order_by(*NEWEST_FIRST).values(*columns)[first:end]


@statement
def _sums(shape: _Shape) -> QuerySet[Invoice, tuple[Any, ...]]:
    by_state: QuerySet[Invoice, Any] = _narrowed(shape).order_by().values_list("state")
    return by_state.annotate(Count("id"), Sum("total_with_vat"), Sum("open_amount"), Sum("energy_kwh"))


@statement
def _unpaid(*, until_a_day: bool) -> QuerySet[Invoice, dict[str, Any]]:
    found = _shown_invoices().filter(UNPAID, state__in=TO_PAY)
    if until_a_day:
        found = found.filter(holding_due_on__lt=given("before", DateField()))
    return found.order_by("holding_due_on", "id").values(*LISTED)


@statement
def _years() -> QuerySet[Invoice, tuple[int, bool]]:
    by_year = Invoice.owned().annotate(year=ExtractYear("dated_on"), is_shown=shown_then())
    return by_year.order_by().values_list("year", "is_shown").distinct()


@statement
def _billed() -> QuerySet[Location, tuple[str, ...]]:
    billed = InvoiceSite.owned().filter(location__isnull=False).values("location")
    found = Location.owned().filter(pk__in=billed).order_by("sort_key", "id")
    return found.values_list("key", "city", *ADDRESS)[: LOCATIONS + 1]


@statement
def _newest() -> QuerySet[Invoice, tuple[date, str]]:
    newest = Invoice.owned().filter(shown_then(), kind=InvoiceKind.INVOICE).order_by(*NEWEST_FIRST)
    return newest.values_list("sent_on", "channel")[:1]


def _shown_invoices() -> QuerySet[Any]:
    return with_standing(Invoice.owned().filter(shown_then()), today=given("today", DateField()))


def _narrowed(shape: _Shape) -> QuerySet[Any]:
    """Return the selection but for its states."""
    found = _shown_invoices()
    if shape.year:
        found = found.filter(
            dated_on__gte=given("first", DateField()), dated_on__lt=given("end", DateField())
        )
    sites = InvoiceSite.owned().filter(invoice=OuterRef("pk"))
    if shape.location:
        found = found.filter(Exists(sites.filter(location__key=given("location", CharField()))))
    if shape.search:
        words, digits = given("words", CharField()), given("digits", CharField())
        own_place = Q(location__search_key__contains=given("folded", CharField()))
        found = found.filter(
            Q(number__icontains=digits)
            | Q(reference__icontains=digits)
            | Exists(sites.filter(Q(address__icontains=words) | own_place | Q(gsrn__contains=digits)))
        )
    return found


def _sums_by_state(
    access: CustomerAccess, shape: _Shape, values: Mapping[str, Any]
) -> Mapping[InvoiceState, StateSum]:
    return {
        InvoiceState(state): StateSum(count, total, open_amount, energy_kwh or NOTHING)
        for state, count, total, open_amount, energy_kwh in _sums(shape).of(access, **values)
    }
