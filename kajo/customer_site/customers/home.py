"""The home of those who have several customers: all of them, with what needs attention."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from kajo.access.areas import Area
from kajo.access.inviting import list_own_firms
from kajo.access.policy import Choice, Portfolio, Wanted
from kajo.contracts.many_rows import EndingSum
from kajo.contracts.queries.many import sum_endings
from kajo.core import times
from kajo.invoices.queries.many import sum_unpaid
from kajo.invoices.rows import UnpaidSum
from kajo.reporting.gaps import GapRow, find_gaps
from kajo.ui.parts import Tab, list_parts, page_number

A_PAGE = 50
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Attention:
    """A customer with what needs attention; `without` are areas that the user does not hold."""

    choice: Choice
    unpaid: UnpaidSum | None
    ending: EndingSum | None
    gap: GapRow | None
    without: frozenset[Area]

    @property
    def is_needed(self) -> bool:
        is_late = self.unpaid is not None and self.unpaid.late_count > 0
        return is_late or self.ending is not None or self.gap is not None


def wanted_of(request: HttpRequest) -> Wanted:
    """Return which customers the address asks for."""
    offset = (page_number(request) - 1) * A_PAGE
    return Wanted(search=search_of(request), mine=_is_mine(request), limit=A_PAGE, offset=offset)


def home_page(request: HttpRequest, portfolio: Portfolio) -> HttpResponse:
    known, search, page = portfolio.choices, search_of(request), page_number(request)
    rows, is_mine = attention_of(portfolio), _is_mine(request)
    firms = list_own_firms(now=times.now())
    query = urlencode({"q": search, **({"mine": 1} if is_mine else {})})
    context = {
        "rows": rows,
        "attention": sum(row.is_needed for row in rows),
        "is_without": any(row.without for row in rows),
        "search": search,
        "is_mine": is_mine,
        "firms": firms,
        "tabs": [Tab(_("All"), "?", not is_mine), Tab(_("Mine"), "?mine=1", is_mine)],
        **list_parts(page, a_page=A_PAGE, shown=len(rows), total=known.total, href=f"?{query}&page={{page}}"),
    }
    return TemplateResponse(request, "customer_site/customers/home.html", context)


def attention_of(portfolio: Portfolio) -> list[Attention]:
    """Return the customers of a page with what needs attention, each area where it is held."""
    today = times.today()
    invoices, contracts = portfolio.of(Area.INVOICES), portfolio.of(Area.CONTRACTS)
    reporting = portfolio.of(Area.REPORTING)
    unpaid = sum_unpaid(invoices, today=today) if invoices else {}
    endings = sum_endings(contracts, today=today) if contracts else {}
    gaps = find_gaps(reporting, today=today) if reporting else {}
    held = {area: set(portfolio.accesses[area].customer_ids) for area in Area}
    return [
        Attention(
            choice,
            unpaid.get(choice.customer_id),
            endings.get(choice.customer_id),
            gaps.get(choice.customer_id),
            frozenset(
                area
                for area in (Area.INVOICES, Area.CONTRACTS, Area.REPORTING)
                if choice.customer_id not in held[area]
            ),
        )
        for choice in portfolio.choices.choices
    ]


def _is_mine(request: HttpRequest) -> bool:
    return request.GET.get("mine") == "1"


def search_of(request: HttpRequest) -> str:
    """Return the words that the address asks for."""
    return request.GET.get("q", "").strip()[:LONGEST_SEARCH]
