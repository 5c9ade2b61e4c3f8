"""Contracts: all of a customer's, and one with its prices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kajo.access.areas import Area
from kajo.access.policy import CustomerAccess
from kajo.contracts import queries
from kajo.contracts.rows import ComponentRow, ContractDetail, ContractList, ContractRow, PriceRow
from kajo.core import times
from kajo.ui.parts import Tab

GROUPS = ("valid", "coming", "ended")


@dataclass(frozen=True)
class DatedPrice:
    """A price on a line of its own: the component's, and its state on the day that the page is read."""

    component: ComponentRow
    price: PriceRow
    state: str


def list_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    contracts = queries.list_contracts(access, today=times.today())
    chosen = request.GET.get("state", "")
    return TemplateResponse(
        request,
        "customer_site/contracts.html",
        {
            "contracts": contracts,
            "rows": rows_of(contracts, chosen),
            "tabs": tabs_of(contracts, chosen),
            "succession": first_succession(contracts),
        },
    )


def detail_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    today = times.today()
    detail = queries.get_contract(access, key, today=today)
    location = queries.get_location(access, detail.contract.location.key)
    return TemplateResponse(
        request,
        "customer_site/contract.html",
        {
            "detail": detail,
            "contract": detail.contract,
            "location": location,
            "prices": [line for line in price_lines(detail, today) if line.state != "ended"],
            "past_prices": [line for line in price_lines(detail, today) if line.state == "ended"],
            "has_reporting": access.may(Area.REPORTING),
            "hidden_reasons": hidden_reasons(detail),
        },
    )


@dataclass(frozen=True)
class Succession:
    """A contract that ends, and the one that starts at the same location on the next day."""

    ending: ContractRow
    next: ContractRow


def first_succession(contracts: ContractList) -> Succession | None:
    """Return the pair that comes first; nothing is said of one who only leaves."""
    following = {(row.location.key, row.starts_on): row for row in contracts.coming}
    found = [
        Succession(row, following[next_day])
        for row in contracts.valid
        if row.last_day and (next_day := (row.location.key, row.last_day + timedelta(days=1))) in following
    ]
    return min(found, key=lambda pair: pair.next.starts_on, default=None)


def price_lines(detail: ContractDetail, today: date) -> list[DatedPrice]:
    """Return each component's prices, the newest first."""
    return [
        DatedPrice(component, price, price_state(price, today))
        for component in detail.components
        for price in reversed(component.prices)
    ]


def price_state(price: PriceRow, today: date) -> str:
    if price.starts_on > today:
        return "coming"
    return "valid" if price.last_day is None or price.last_day >= today else "ended"


def hidden_reasons(detail: ContractDetail) -> list[str]:
    """Return why some or all prices are not shown, each reason once."""
    found = [detail.contract.why_hidden, *(component.why_hidden for component in detail.components)]
    return list(dict.fromkeys(filter(None, found)))


def rows_of(contracts: ContractList, chosen: str) -> tuple[ContractRow, ...]:
    """Return the contracts of one group, or of all, the valid ones first."""
    groups = [chosen] if chosen in GROUPS else GROUPS
    return tuple(row for group in groups for row in getattr(contracts, group))


def tabs_of(contracts: ContractList, chosen: str) -> list[Tab]:
    names = {
        "valid": pgettext("several contracts", "Valid"),
        "coming": pgettext("several contracts", "Coming"),
        "ended": pgettext("several contracts", "Ended"),
    }
    every = Tab(_("All"), "?", current=chosen not in GROUPS, count=contracts.total)
    groups = [
        Tab(names[group], f"?state={group}", current=chosen == group, count=len(getattr(contracts, group)))
        for group in GROUPS
        if getattr(contracts, group) or chosen == group
    ]
    return [every, *groups]
