"""Invoices as a bookkeeper wants them: the whole selection, with VAT by rate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from kajo.access.policy import CustomerAccess, ManyAccess
from kajo.invoices.models import Invoice, InvoiceVat
from kajo.invoices.queries.lists import list_selected
from kajo.invoices.queries.reading import LISTED, list_sites, list_sites_of_many, row_of
from kajo.invoices.rows import InvoiceRow, OwnedInvoiceRow, Selection

BOOKED = ("reference", "total_without_vat", "total_vat", *LISTED)
Vats = dict[Decimal, tuple[Decimal | None, Decimal | None]]


@dataclass(frozen=True)
class BookedInvoice:
    """An invoice with net sum and VAT by rate (what it is of, how much); None where these are hidden."""

    invoice: InvoiceRow
    reference: str
    total_without_vat: Decimal | None
    total_vat: Decimal | None
    vats: Vats


def list_booked(
    access: CustomerAccess, selection: Selection, *, limit: int, today: date
) -> list[BookedInvoice]:
    """Return the newest invoices of a selection. Three statements, however many there are."""
    rows = list_selected(access, selection, BOOKED, limit=limit, today=today)
    ids = [row["id"] for row in rows]
    sites, vats = list_sites(access, ids), _vats(InvoiceVat.of(access), ids)
    return [_booked(row, row_of(row, sites), vats.get(row["id"], {})) for row in rows]


def book_many(accesses: ManyAccess, rows: Sequence[OwnedInvoiceRow]) -> list[BookedInvoice]:
    """Return the same of invoices of many customers, in the order of the rows. Three statements."""
    ids = [row.id for row in rows]
    found = Invoice.of_many(accesses).filter(pk__in=ids)
    facts = {one["id"]: one for one in found.values("id", "reference", "total_without_vat", "total_vat")}
    sites, vats = list_sites_of_many(accesses, ids), _vats(InvoiceVat.of_many(accesses), ids)
    return [
        _booked(facts[row.id], replace(row.invoice, sites=tuple(sites.get(row.id, ()))), vats.get(row.id, {}))
        for row in rows
    ]


def _booked(facts: Mapping[str, Any], invoice: InvoiceRow, vats: Vats) -> BookedInvoice:
    if invoice.dated_on < settings.INVOICE_DETAILS_FROM:
        return BookedInvoice(invoice, facts["reference"], None, None, {})
    net, vat = facts["total_without_vat"], facts["total_vat"]
    return BookedInvoice(invoice, facts["reference"], net, vat, vats)


def _vats(known: QuerySet[InvoiceVat], invoice_ids: list[int]) -> dict[int, Vats]:
    found: dict[int, Vats] = defaultdict(dict)
    vats = known.filter(invoice__in=invoice_ids)
    for invoice_id, percent, base, vat in vats.values_list("invoice_id", "percent", "base", "vat"):
        before = found[invoice_id].get(percent, (None, None))
        found[invoice_id][percent] = (_both(before[0], base), _both(before[1], vat))
    return found


def _both(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """Return the sum of what is known: two classes of one rate are one column."""
    return other if one is None else one if other is None else one + other
