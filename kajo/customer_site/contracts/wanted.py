"""The list of contracts as its address asks for it, and the links that ask otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kajo.contracts.queries.lists import EVERY_ONE, Wanted
from kajo.contracts.rows import ContractCounts, ContractPage
from kajo.contracts.words import ContractOrder, ContractState, ProductKind
from kajo.ui.parts import Column, Pager, Tab, make_pager

LONGEST_SEARCH = 100
MOST_PAGES = 6  # digits

Code = TypeVar("Code", ContractState, ProductKind, ContractOrder)


def read(asked: Mapping[str, str]) -> Wanted:
    """Return what the address asks for; what it asks for in vain is left out."""
    sort = asked.get("sort", "")
    page = asked.get("page", "1")
    is_number = page.isascii() and page.isdigit() and len(page) <= MOST_PAGES
    return Wanted(
        state=_one_of(ContractState, asked.get("state", "")),
        kind=_one_of(ProductKind, asked.get("kind", "")),
        search=" ".join(asked.get("q", "").split())[:LONGEST_SEARCH],
        order=_one_of(ContractOrder, sort.removeprefix("-")) or ContractOrder.STATE,
        descending=sort.startswith("-"),
        page=int(page) if is_number else 1,
    )


def _one_of(codes: type[Code], text: str) -> Code | None:
    return next((code for code in codes if code.value == text), None)


def sort_of(wanted: Wanted) -> str:
    """Return how the address names the order; empty for the usual one."""
    if wanted.order is ContractOrder.STATE:
        return ""
    return ("-" if wanted.descending else "") + wanted.order.value


def href(wanted: Wanted, **other: str) -> str:
    """Return the address of the list with something asked for otherwise; first page unless named."""
    asked = {
        "state": wanted.state.value if wanted.state else "",
        "kind": wanted.kind.value if wanted.kind else "",
        "q": wanted.search,
        "sort": sort_of(wanted),
        **other,
    }
    return "?" + urlencode({name: value for name, value in asked.items() if value}, safe="{}")


def tabs_of(counts: ContractCounts, wanted: Wanted) -> list[Tab]:
    """Return a tab for all, and for each state that there is or that is chosen."""
    names = {
        ContractState.VALID: pgettext("several contracts", "Valid"),
        ContractState.COMING: pgettext("several contracts", "Coming"),
        ContractState.ENDED: pgettext("several contracts", "Ended"),
    }
    numbers = {
        ContractState.VALID: counts.valid,
        ContractState.COMING: counts.coming,
        ContractState.ENDED: counts.ended,
    }
    every = Tab(_("All"), href(wanted, state=""), current=wanted.state is None, count=counts.total)
    states = [
        Tab(names[state], href(wanted, state=state.value), current=wanted.state is state, count=number)
        for state, number in numbers.items()
        if number or wanted.state is state
    ]
    return [every, *states]


def columns_of(wanted: Wanted) -> list[Column]:
    """Return the heads of the table. The price is no way to sort: the order would tell those not shown."""
    return [
        _column(_("Contract"), ContractOrder.PRODUCT, wanted),
        Column(_("Price, incl. VAT"), is_number=True),
        _column(_("Location of use"), ContractOrder.ADDRESS, wanted),
        _column(_("Period of validity"), _of_validity(wanted), wanted),
        _column(_("State"), ContractOrder.STATE, wanted),
    ]


def plain_columns() -> list[Column]:
    """Return the same heads without links, for a list that is short."""
    return [replace(column, sort_href="") for column in columns_of(EVERY_ONE)]


def _of_validity(wanted: Wanted) -> ContractOrder:
    """Return what the head of the days sorts by: by the last ones once a link has led there."""
    return ContractOrder.ENDS if wanted.order is ContractOrder.ENDS else ContractOrder.STARTS


def _column(label: str, order: ContractOrder, wanted: Wanted) -> Column:
    if order is ContractOrder.STATE:
        return Column(label, sort_href=href(wanted, sort="") if wanted.order is not order else "")
    if wanted.order is not order:
        return Column(label, sort_href=href(wanted, sort=order.value))
    if wanted.descending:
        return Column(label, sort_href=href(wanted, sort=order.value), sorted="descending")
    return Column(label, sort_href=href(wanted, sort=f"-{order.value}"), sorted="ascending")


def pager_of(page: ContractPage, wanted: Wanted) -> Pager:
    """Return the links to the other pages."""
    return make_pager(page.number, page.pages, href(wanted, page="{page}"))
