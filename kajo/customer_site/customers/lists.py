"""Invoices, contracts and locations of all customers together, each with whose it is."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from kajo.access.areas import Area
from kajo.access.customers import list_named
from kajo.access.policy import ManyAccess
from kajo.contracts.queries.many import list_contracts_of_many, list_locations_of_many
from kajo.contracts.words import ContractTab
from kajo.core import times
from kajo.core.addresses import address
from kajo.customer_site.customers.home import search_of
from kajo.invoices.queries.known import payments_known_until
from kajo.invoices.queries.many import After, WantedOfMany, list_many, list_unpaid
from kajo.reporting.gaps import find_gaps_of_locations
from kajo.ui.parts import Tab, make_pager, page_number

A_PAGE = 50
TABS = {
    ContractTab.VALID: pgettext_lazy("contracts", "Valid"),
    ContractTab.ENDING: pgettext_lazy("contracts", "End soon"),
    ContractTab.COMING: pgettext_lazy("contracts", "Coming"),
    ContractTab.ENDED: pgettext_lazy("contracts", "Ended"),
}
UNPAID, LATE = "unpaid", "late"
FILES_OF = {Area.INVOICES: "invoice-all", Area.CONTRACTS: "contract-all", Area.REPORTING: "location-all"}


def invoices_page(request: HttpRequest, accesses: ManyAccess) -> HttpResponse:
    """Show what is to be paid, what is late, or all invoices, newest first."""
    wanted = WantedOfMany(search_of(request), _read_year(request))
    state = request.GET.get("state", "")
    if state in (UNPAID, LATE):
        context = _unpaid(request, accesses, wanted, only_late=state == LATE)
    else:
        state, context = "", _newest(request, accesses, wanted)
    names = {"": _("All"), UNPAID: _("To pay"), LATE: pgettext("invoices", "Overdue")}
    tabs = [
        Tab(str(name), _address(state=one, q=wanted.search, year=wanted.year), one == state)
        for one, name in names.items()
    ]
    filters = {"search": wanted.search, "year": wanted.year, "years": _years()}
    return _answer(request, accesses, "invoices", context | filters | {"tabs": tabs, "state": state})


def _newest(request: HttpRequest, accesses: ManyAccess, wanted: WantedOfMany) -> dict[str, Any]:
    after = _read_place(request.GET.get("after", ""))
    found = list_many(accesses, wanted, after=after, limit=A_PAGE + 1, today=times.today())
    rows, last = found[:A_PAGE], found[A_PAGE - 1] if len(found) > A_PAGE else None
    chosen = {"q": wanted.search, "year": wanted.year}
    older = _address(**chosen, after=f"{last.invoice.dated_on}.{last.id}") if last else ""
    return {"rows": rows, "older": older, "newest": _address(**chosen) if after else ""}


def filters_of(request: HttpRequest) -> dict[str, str]:
    """Return what the address narrows a list by, for the file of it."""
    year = _read_year(request)
    found = {"state": request.GET.get("state", "")[:10], "q": search_of(request), "year": str(year or "")}
    return {name: value for name, value in found.items() if value}


def _read_year(request: HttpRequest) -> int | None:
    year = request.GET.get("year", "")
    return next((one for one in _years() if str(one) == year), None)


def _years() -> list[int]:
    """Return the years of which invoices are shown, newest first."""
    return list(range(times.today().year, settings.INVOICES_FROM.year - 1, -1))


def _address(**filters: object) -> str:
    """Return the query of an address with those of the filters that are chosen."""
    return f"?{urlencode({name: value for name, value in filters.items() if value})}"


def _read_place(text: str) -> After | None:
    """Return the place that a link of ours leads to; the start of the list for anything else."""
    day, _dot, number = text.partition(".")
    try:
        return After(date.fromisoformat(day), int(number[:18])) if number.isascii() else None
    except ValueError:
        return None


def _unpaid(
    request: HttpRequest, accesses: ManyAccess, wanted: WantedOfMany, *, only_late: bool
) -> dict[str, Any]:
    page, today = page_number(request), times.today()
    found = list_unpaid(accesses, wanted, only_late=only_late, page=page, a_page=A_PAGE, today=today)
    here = _address(state=LATE if only_late else UNPAID, q=wanted.search, year=wanted.year)
    return {
        "rows": found.rows,
        "page": found,
        "pager": make_pager(found.number, found.pages, f"{here}&page={{page}}"),
        "known_until": payments_known_until(),
    }


def contracts_page(request: HttpRequest, accesses: ManyAccess) -> HttpResponse:
    """Show the contracts that are valid, end soon, are coming or have ended."""
    asked = request.GET.get("state", "")
    tab = ContractTab(asked) if asked in list(ContractTab) else ContractTab.VALID
    search, page = search_of(request), page_number(request)
    found = list_contracts_of_many(
        accesses, tab, search=search, page=page, a_page=A_PAGE, today=times.today()
    )
    context = {
        "rows": found.rows,
        "page": found,
        "total": found.counts[tab],
        "tab": tab,
        "search": search,
        "ending": found.counts[ContractTab.ENDING],
        "tabs": [
            Tab(str(name), _address(state=one.value, q=search), one is tab, found.counts[one])
            for one, name in TABS.items()
        ],
        "pager": make_pager(
            found.number, found.pages, f"{_address(state=tab.value, q=search)}&page={{page}}"
        ),
    }
    return _answer(request, accesses, "contracts", context)


def locations_page(request: HttpRequest, accesses: ManyAccess) -> HttpResponse:
    """Show the locations of use, and where readings are missing."""
    search = search_of(request)
    found = list_locations_of_many(accesses, search=search, page=page_number(request), a_page=A_PAGE)
    ids = [row.location.id for row in found.rows]
    gaps = find_gaps_of_locations(accesses, ids, today=times.today())
    context = {
        "rows": found.rows,
        "gaps": gaps,
        "page": found,
        "search": search,
        "pager": make_pager(found.number, found.pages, f"?{urlencode({'q': search})}&page={{page}}"),
    }
    return _answer(request, accesses, "locations", context)


def _answer(request: HttpRequest, accesses: ManyAccess, name: str, context: dict[str, Any]) -> HttpResponse:
    """Show a list with whose each row is, and how many customers are not in it."""
    ordered = address(f"{FILES_OF[accesses.area]}-files")
    named = list_named(accesses, {row.owner_id for row in context["rows"]})
    whole = {
        **context,
        "files_href": f"{ordered}{_address(**filters_of(request))}",
        "ordered_href": ordered,
        "rows": [(row, named[row.owner_id]) for row in context["rows"]],
        "customers": len(accesses.customer_ids),
        "left_out": accesses.left_out,
    }
    return TemplateResponse(request, f"customer_site/customers/{name}.html", whole)
