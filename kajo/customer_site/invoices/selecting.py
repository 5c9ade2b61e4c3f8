"""The filters of the list: they live in the address."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from kajo.invoices.rows import (
    TO_PAY,
    UNPAID,
    Choices,
    InvoicePage,
    Selection,
)
from kajo.invoices.words import InvoiceState
from kajo.ui.parts import Tab

LONGEST_SEARCH = 100
YEARS = range(1990, 2100)


def read_selection(query: QueryDict) -> Selection:
    """Return what the address asks for; what it cannot mean is left out."""
    state, year = query.get("state", ""), query.get("year", "")
    return Selection(
        state=state if state == UNPAID or state in InvoiceState else "",
        year=int(year) if year.isascii() and year.isdigit() and int(year[:5]) in YEARS else None,
        location=query.get("location", "")[:20],
        search=query.get("q", "").strip()[:LONGEST_SEARCH],
    )


def page_address(selection: Selection) -> str:
    """Return the address of the selection's pages, with `{page}` where the number goes."""
    address = address_of(selection)
    return f"{address}&page={{page}}" if len(address) > 1 else "?page={page}"


def address_of(selection: Selection, *, state: str | None = None) -> str:
    """Return the query of the address, `?state=paid&year=2026`; with another state where one is given."""
    asked = {
        "state": selection.state if state is None else state,
        "year": selection.year or "",
        "location": selection.location,
        "q": selection.search,
    }
    return f"?{urlencode({name: value for name, value in asked.items() if value})}"


def tabs_of(page: InvoicePage, selection: Selection) -> list[Tab]:
    """Return a tab for all, for those to pay, and for each other state that there is; with their counts."""
    sums = page.sums
    tabs = [
        _tab(selection, _("All"), "", page.whole.count),
        _tab(selection, _("To pay"), UNPAID, page.to_pay.count),
    ]
    for state in InvoiceState:
        count = sums[state].count if state in sums else 0
        is_chosen = selection.state == state
        if is_chosen or (count and (state not in TO_PAY or count < page.to_pay.count)):
            tabs.append(_tab(selection, str(state.label), state.value, count))
    return tabs


def _tab(selection: Selection, label: str, state: str, count: int) -> Tab:
    return Tab(label, address_of(selection, state=state), current=selection.state == state, count=count)


def is_narrowed(selection: Selection) -> bool:
    """Tell whether the list shows only some of the invoices, whatever state they have."""
    return selection != Selection(state=selection.state)


def has_filters(choices: Choices, total: int, selection: Selection) -> bool:
    """Tell whether there is enough to look for that filters help."""
    return total > 6 or len(choices.years) > 1 or is_narrowed(selection)
