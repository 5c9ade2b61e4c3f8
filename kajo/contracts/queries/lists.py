"""Lists of contracts: filtered, sorted and cut into pages by the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
    Window,
)

from kajo.access.policy import CustomerAccess
from kajo.access.statements import given, statement
from kajo.contracts.models import Contract
from kajo.contracts.queries.making import (
    components_by_contract,
    contract_row,
    contracts,
    newest_before,
    withdrawn,
)
from kajo.contracts.queries.standing import end_after, in_state, warned_until
from kajo.contracts.rows import Coming, ContractCounts, ContractPage, ContractSummary, Ending, Endings
from kajo.contracts.sorting import address_line
from kajo.contracts.words import ContractOrder, ContractState, ProductKind, Renewal
from kajo.core.paging import cut_page
from kajo.market.queries import get_vat_table

A_PAGE = 20
NAMED = 3  # how many are told of one by one, where there may be hundreds
DAY = timedelta(days=1)
TODAY = given("today", DateField())


@dataclass(frozen=True)
class Wanted:
    """Which contracts a list shows and in what order; `search` is words that all have to be found."""

    state: ContractState | None = None
    kind: ProductKind | None = None
    search: str = ""
    order: ContractOrder = ContractOrder.STATE
    descending: bool = False
    page: int = 1


EVERY_ONE = Wanted()


def list_contracts(access: CustomerAccess, *, today: date, wanted: Wanted = EVERY_ONE) -> ContractPage:
    """Return a page of the customer's contracts: new ones first, then valid, coming and ended.

    Three queries, however many contracts there are, and for VAT one more.
    """
    counts = _count(access, today, wanted)
    of_state = {ContractState.VALID: counts.valid, ContractState.COMING: counts.coming}
    total = counts.total if wanted.state is None else of_state.get(wanted.state, counts.ended)
    cut = cut_page(max(1, wanted.page), total=total, a_page=A_PAGE)
    asked = _page(replace(wanted, search="", page=1), len(_words(wanted)), cut.start)
    found = asked.of(access, today=today, newest_before=newest_before(today), **_words(wanted))
    components = components_by_contract(access, [contract.pk for contract in found])
    vat = get_vat_table()
    rows = tuple(contract_row(contract, components[contract.pk], vat, today) for contract in found)
    return ContractPage(rows, cut.number, cut.pages, cut.start + 1, counts, total)


def summarise_contracts(
    access: CustomerAccess, *, today: date, counts: ContractCounts | None = None
) -> ContractSummary:
    """Return how many contracts there are, and the next three to start. At most two queries.

    :param counts: of all contracts, where the page has counted them
    """
    counts = counts or _count(access, today, EVERY_ONE)
    if not counts.coming:
        return ContractSummary(counts, ())
    return ContractSummary(
        counts,
        tuple(
            Coming(contract.product.name.in_language(), contract.starts_on, contract.is_withdrawn)
            for contract in _next_to_start().of(access, today=today)
        ),
    )


def list_endings(access: CustomerAccess, *, today: date, only_soon: bool = False) -> Endings:
    """Return the next three valid contracts that end, or whose fixed term ends, and what follows them.

    Told are ends within 30 days, and unless `only_soon` those that a contract at the same location follows;
    the total counts all of them. One query, and another where something follows.
    """
    ending = _next_to_end(only_soon=only_soon)
    found: list[Any] = ending.of(access, today=today, warned_until=warned_until(today))
    numbers = [contract.following for contract in found if contract.following]
    nexts = Contract.of(access).select_related("product").in_bulk(numbers) if numbers else {}
    rows = tuple(ending_of(contract, nexts.get(contract.following), today) for contract in found)
    return Endings(rows, found[0].total if found else 0)


def ending_of(contract: Contract, following: Contract | None, today: date) -> Ending:
    """Return how a contract that has an end to be told of ends."""
    fixed = contract.fixed_ends_on if contract.fixed_ends_on and contract.fixed_ends_on > today else None
    end = min(day for day in (contract.ends_on, fixed) if day is not None)
    location = contract.location
    return Ending(
        key=contract.key,
        product=contract.product.name.in_language(),
        address=address_line(
            street=location.street,
            building=location.building,
            staircase=location.staircase,
            apartment=location.apartment,
        ),
        last_day=end - DAY,
        is_fixed_term=end == fixed,
        contract_ends=contract.ends_on == end,
        notice_given=contract.notice_given_on is not None,
        renewal=Renewal(contract.renewal) if contract.renewal else None,
        next_product=following.product.name.in_language() if following else "",
        next_starts_on=following.starts_on if following else None,
    )


def is_told(contract: Contract, following: Contract | None, today: date) -> bool:
    """Tell whether `list_endings` would tell of a valid contract's end."""
    ends = [day for day in (contract.ends_on, contract.fixed_ends_on) if day is not None and day > today]
    return following is not None or any(day <= warned_until(today) for day in ends)


def _count(access: CustomerAccess, today: date, wanted: Wanted) -> ContractCounts:
    found = _counts(wanted.kind, len(_words(wanted))).of(access, today=today, **_words(wanted))
    states = [state.value for state in ContractState]
    return ContractCounts(**dict(zip(states, found[0] if found else (0, 0, 0), strict=True)))


@statement
def _counts(kind: ProductKind | None, words: int) -> QuerySet[Contract, tuple[int, ...]]:
    states = {state.value: Count("pk", filter=in_state(state, TODAY)) for state in ContractState}
    return _narrowed(kind, words).values("owner").annotate(**states).values_list(*states)


@statement
def _page(wanted: Wanted, words: int, first: int) -> QuerySet[Any]:
    found = _narrowed(wanted.kind, words).annotate(is_withdrawn=withdrawn())
    if wanted.state is not None:
        found = found.filter(in_state(wanted.state, TODAY))
    ordered = found.order_by(*_order(wanted)).select_related("location__point", "product")
    return ordered[first : first + A_PAGE]


@statement
def _next_to_start() -> QuerySet[Any]:
    coming = contracts().filter(in_state(ContractState.COMING, TODAY)).annotate(is_withdrawn=withdrawn())
    return coming.select_related("product").order_by("starts_on", "id")[:NAMED]


@statement
def _next_to_end(*, only_soon: bool) -> QuerySet[Any]:
    following = contracts().filter(~withdrawn(), location=OuterRef("location"), starts_on=OuterRef("ends_on"))
    valid = contracts().filter(in_state(ContractState.VALID, TODAY))
    told = Q(end__lte=given("warned_until", DateField()))
    if not only_soon:
        told |= Q(following__isnull=False)
    ending = valid.annotate(end=end_after(TODAY), following=Subquery(following.values("pk")[:1])).filter(told)
    counted = ending.annotate(total=Window(Count("pk")))
    return counted.select_related("location", "product").order_by("end", "id")[:NAMED]


def _words(wanted: Wanted) -> dict[str, str]:
    """Return the words that are searched for, by the names that the statements give them."""
    return {f"word_{place}": word for place, word in enumerate(wanted.search.casefold().split())}


def _narrowed(kind: ProductKind | None, words: int) -> QuerySet[Contract]:
    """Return the contracts of a kind whose address, GSRN, number or product has every word searched for."""
    found = contracts()
    if kind is not None:
        found = found.filter(product__kind=kind)
    for place in range(words):
        word = given(f"word_{place}", CharField())
        found = found.filter(
            Q(location__search_key__contains=word)
            | Q(number__icontains=word)
            | Q(product__name_fi__icontains=word)
            | Q(product__name_sv__icontains=word)
            | Q(product__name_en__icontains=word)
        )
    return found


def _order(wanted: Wanted) -> Sequence[Any]:
    by_address = ("location__sort_key", "starts_on", "id")
    if wanted.order is ContractOrder.STATE:
        ended, coming = in_state(ContractState.ENDED, TODAY), in_state(ContractState.COMING, TODAY)
        is_new = ~ended & Q(starts_on__gt=given("newest_before", DateField()))
        return (
            Case(When(is_new, then=0), default=1),
            Case(When(ended, then=2), When(coming, then=1), default=0),
            Case(When(coming, then=F("starts_on")), output_field=DateField()),
            Case(When(ended, then=F("ends_on")), output_field=DateField()).desc(nulls_last=True),
            *by_address,
        )
    column: Any = {
        ContractOrder.PRODUCT: F("product__name_fi"),
        ContractOrder.ADDRESS: F("location__sort_key"),
        ContractOrder.STARTS: F("starts_on"),
        ContractOrder.ENDS: end_after(TODAY),
    }[wanted.order]
    ordered = column.desc(nulls_first=True) if wanted.descending else column.asc(nulls_last=True)
    return (ordered, *by_address)
