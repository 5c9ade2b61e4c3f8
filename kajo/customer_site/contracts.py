"""Contracts: all of a customer's, and one with its prices."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kajo.access.policy import CustomerAccess
from kajo.contracts import queries
from kajo.contracts.rows import ContractDetail, ContractList, ContractRow
from kajo.core import times
from kajo.ui.parts import Tab

GROUPS = ("valid", "coming", "ended")


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
            "next_to_start": contracts.coming[0] if contracts.coming else None,
        },
    )


def detail_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    detail = queries.get_contract(access, key, today=times.today())
    location = queries.get_location(access, detail.contract.location.key)
    return TemplateResponse(
        request,
        "customer_site/contract.html",
        {
            "detail": detail,
            "contract": detail.contract,
            "location": location,
            "hidden_reasons": hidden_reasons(detail),
        },
    )


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
