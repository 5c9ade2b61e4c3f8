"""Lists of many customers' contracts and locations together: a manager's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, Exists, OuterRef, Q, QuerySet, Value

from kajo.access.customers import find_among
from kajo.access.owned import array_of
from kajo.access.policy import ManyAccess
from kajo.access.statements import given, statement
from kajo.contracts.many_rows import (
    EndingSum,
    OwnedContractPage,
    OwnedContractRow,
    OwnedLocationPage,
    OwnedLocationRow,
)
from kajo.contracts.models import Contract, Location
from kajo.contracts.queries.making import location_row, period_of, state_of
from kajo.contracts.queries.standing import end_after, in_state, warned_until
from kajo.contracts.words import ContractState, ContractTab
from kajo.core.paging import cut_page

DAY = timedelta(days=1)
ORDER = {
    ContractTab.ENDING: ("end", "id"),
    ContractTab.VALID: ("location__sort_key", "id"),
    ContractTab.COMING: ("starts_on", "id"),
    ContractTab.ENDED: ("-ends_on", "-id"),
}


def list_contracts_of_many(
    accesses: ManyAccess, tab: ContractTab, *, search: str = "", page: int, a_page: int, today: date
) -> OwnedContractPage:
    """Return a page of many customers' contracts: those that end by the day of it, others by address.

    Two queries; a search takes one more. It finds by customer, by location, and how a number begins.
    """
    every = Contract.of_many(accesses)
    found = _with_end(every, Value(today, DateField()))
    if search:
        begins = "".join(search.split())
        numbered = Q(number__startswith=begins)
        found = found.filter(_is_of_found(accesses, search, "location__search_key") | numbered)
    asked = {
        ContractTab.ENDING: _ends_soon(every, Value(today, DateField()), warned_until(today)),
        **{ContractTab(state.value): in_state(state, today) for state in ContractState},
    }
    counts = found.aggregate(**{one.value: Count("pk", filter=asked[one]) for one in ContractTab})
    cut = cut_page(page, total=counts[tab.value], a_page=a_page)
    rows = found.filter(asked[tab]).select_related("product", "location__point").order_by(*ORDER[tab])
    return OwnedContractPage(
        rows=tuple(_row(contract, today) for contract in rows[cut.start : cut.end]),
        counts={one: counts[one.value] for one in ContractTab},
        number=cut.number,
        pages=cut.pages,
        first=cut.start + 1,
    )


def list_locations_of_many(accesses: ManyAccess, *, search: str, page: int, a_page: int) -> OwnedLocationPage:
    """Return a page of the locations, by address: found by customer, or by every word in address or GSRN."""
    found = Location.of_many(accesses)
    if search:
        found = found.filter(_is_of_found(accesses, search, "search_key"))
    total = found.count()
    cut = cut_page(page, total=total, a_page=a_page)
    rows = found.select_related("point").order_by("sort_key", "id")[cut.start : cut.end]
    return OwnedLocationPage(
        rows=tuple(OwnedLocationRow(row.owner_id, location_row(row)) for row in rows),
        number=cut.number,
        pages=cut.pages,
        first=cut.start + 1,
        total=total,
    )


def _is_of_found(accesses: ManyAccess, search: str, search_key: str) -> Q:
    """Return what is of a customer that the words find, or at a location in whose key every word is."""
    words = search.casefold().split()
    at = Q(*(Q((f"{search_key}__contains", word)) for word in words))
    return Q(owner__id__any=array_of(find_among(accesses, search))) | at


def sum_endings(accesses: ManyAccess, *, today: date) -> dict[int, EndingSum]:
    """Return which of many customers have contracts that end soon with nothing after them. One query."""
    rows = _endings().of(accesses, today=today, warned_until=warned_until(today))
    found: dict[int, list[date]] = {}
    for owner_id, end in rows:
        found.setdefault(owner_id, []).append(end)
    return {owner_id: EndingSum(len(ends), min(ends) - DAY) for owner_id, ends in found.items()}


@statement
def _endings() -> QuerySet[Contract, tuple[Any, ...]]:
    today, every = given("today", DateField()), Contract.owned_by_many()
    soon = _ends_soon(every, today, given("warned_until", DateField()))
    return _with_end(every, today).filter(soon).order_by().values_list("owner_id", "end")


def _with_end(found: QuerySet[Contract], today: Any) -> QuerySet[Any]:
    """Return what is in force, was or will be, with the day of its end or of its fixed term's."""
    return found.filter(is_cancelled=False).annotate(end=end_after(today))


def _ends_soon(every: QuerySet[Contract], today: Any, until: Any) -> Q:
    """Return what is valid and ends within 30 days, and no contract of the location follows."""
    following = every.filter(
        is_cancelled=False, location=OuterRef("location"), starts_on__gt=OuterRef("starts_on")
    )
    return in_state(ContractState.VALID, today) & Q(end__lte=until) & ~Q(Exists(following))


def _row(contract: Any, today: date) -> OwnedContractRow:
    location = location_row(contract.location)
    return OwnedContractRow(
        owner_id=contract.owner_id,
        key=contract.key,
        number=contract.number,
        product=contract.product.name.in_language(),
        address=location.address,
        city=location.city,
        state=state_of(period_of(contract), today),
        starts_on=contract.starts_on,
        last_day=contract.end - DAY if contract.end else None,
    )
