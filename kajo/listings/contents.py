"""What the files of lists hold, read page by page by the queries of the lists themselves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kajo.access.areas import Area
from kajo.access.customers import Named
from kajo.access.policy import ManyAccess
from kajo.contracts.queries.many import list_contracts_of_many, list_locations_of_many
from kajo.contracts.words import ContractTab
from kajo.files.csv_files import Cell
from kajo.invoices.booking import invoice_head, invoice_row, rate_cells, rate_heads
from kajo.invoices.queries.books import Vats, book_many
from kajo.invoices.queries.many import After, WantedOfMany, list_many, list_unpaid
from kajo.reporting.gaps import find_gaps_of_locations

A_PAGE = 500
UNPAID, LATE = "unpaid", "late"

Arguments = Mapping[str, str]
Row = tuple[int, list[Cell], Vats]  # whose it is, its cells, and its VAT by rate, which is not in columns yet


@dataclass(frozen=True)
class Part:
    """Some rows of a list, and the place from which the next are read; None after the last."""

    rows: list[Row]
    next: Any = None


@dataclass(frozen=True)
class Contents:
    """How a list is read, and what its columns are called."""

    read: Callable[[ManyAccess, Arguments, Any, date], Part]
    head: Callable[[], list[Cell]]


def read_invoices(accesses: ManyAccess, arguments: Arguments, place: Any, today: date) -> Part:
    """Return invoices with VAT by rate: all, newest first, or those that are to be paid or late."""
    year = arguments.get("year", "")
    wanted = WantedOfMany(arguments.get("q", ""), int(year) if year else None)
    if arguments.get("state") in (UNPAID, LATE):
        only_late, page = arguments["state"] == LATE, place or 1
        found = list_unpaid(accesses, wanted, only_late=only_late, page=page, a_page=A_PAGE, today=today)
        rows, following = list(found.rows), page + 1 if page < found.pages else None
    else:
        rows = list_many(accesses, wanted, after=place, limit=A_PAGE, today=today)
        last = rows[-1] if len(rows) == A_PAGE else None
        following = After(last.invoice.dated_on, last.id) if last else None
    booked = book_many(accesses, rows)
    return Part(
        [(row.owner_id, invoice_row(one), one.vats) for row, one in zip(rows, booked, strict=True)], following
    )


def read_contracts(accesses: ManyAccess, arguments: Arguments, place: Any, today: date) -> Part:
    """Return the contracts of the tab that was shown."""
    asked, page = arguments.get("state", ""), place or 1
    tab = ContractTab(asked) if asked in list(ContractTab) else ContractTab.VALID
    search = arguments.get("q", "")
    found = list_contracts_of_many(accesses, tab, search=search, page=page, a_page=A_PAGE, today=today)
    rows: list[Row] = [
        (
            row.owner_id,
            [
                row.number,
                str(row.state.label),
                row.product,
                row.address,
                row.city,
                row.starts_on,
                row.last_day,
            ],
            {},
        )
        for row in found.rows
    ]
    return Part(rows, page + 1 if page < found.pages else None)


def read_locations(accesses: ManyAccess, arguments: Arguments, place: Any, today: date) -> Part:
    """Return the locations of use, and on how many days readings are missing."""
    page = place or 1
    found = list_locations_of_many(accesses, search=arguments.get("q", ""), page=page, a_page=A_PAGE)
    places = [row.location for row in found.rows]
    gaps = find_gaps_of_locations(accesses, [one.id for one in places], today=today)
    rows: list[Row] = [
        (row.owner_id, [one.gsrn, one.address, one.postcode, one.city, *_gap(gaps.get(one.id))], {})
        for row, one in zip(found.rows, places, strict=True)
    ]
    return Part(rows, page + 1 if page < found.pages else None)


def table_of(area: Area, rows: Collection[Row], named: Mapping[int, Named]) -> Iterator[list[Cell]]:
    """Yield the head and the rows, each with whose it is. A rate that some invoice has gets two columns."""
    rates = sorted({rate for _owner, _cells, vats in rows for rate in vats})
    yield [_("Customer"), _("Customer number"), *CONTENTS[area].head(), *rate_heads(rates)]
    for owner_id, cells, vats in rows:
        whose = named[owner_id]
        yield [whose.name, whose.number, *cells, *rate_cells(rates, vats)]


def _gap(gap: Any) -> list[Cell]:
    return [str(gap.days), gap.last_whole_day] if gap else ["0", None]


def _contract_head() -> list[Cell]:
    return [
        _("Contract"),
        _("State"),
        _("Product"),
        pgettext("head of a column", "Address"),
        _("Post office"),
        _("First day"),
        _("Last day"),
    ]


def _location_head() -> list[Cell]:
    return [
        _("Metering point number (GSRN)"),
        pgettext("head of a column", "Address"),
        _("Postcode"),
        _("Post office"),
        _("Days without readings, of the last 31"),
        _("Last whole day of readings, where some are missing"),
    ]


CONTENTS = {
    Area.INVOICES: Contents(read_invoices, invoice_head),
    Area.CONTRACTS: Contents(read_contracts, _contract_head),
    Area.REPORTING: Contents(read_locations, _location_head),
}
